// Rings and buffers shared with a driver process, over CDriverProtocol.
