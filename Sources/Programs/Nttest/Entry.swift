// Nttest
