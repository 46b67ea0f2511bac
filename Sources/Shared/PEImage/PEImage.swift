// PEImage
