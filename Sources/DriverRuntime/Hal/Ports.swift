// Hal
