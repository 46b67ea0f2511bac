// MicrokernelX86
