// Smss
