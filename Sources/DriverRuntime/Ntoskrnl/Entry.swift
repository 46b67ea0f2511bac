// Ntoskrnl
