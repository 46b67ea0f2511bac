// ELFImage
