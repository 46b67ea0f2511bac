// Ntcmd
