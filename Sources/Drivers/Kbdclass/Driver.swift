// Kbdclass
