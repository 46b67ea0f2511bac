/* A DLL that exports nothing of its own: forward.def says where each name leads. */
int _fltused;
