// I8042prt
