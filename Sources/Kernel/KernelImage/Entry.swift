// KernelImage
