// Null
