// Beep
