// ExecutiveImage
