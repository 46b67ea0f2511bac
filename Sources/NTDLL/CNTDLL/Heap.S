// The names under which compiled Swift asks for memory, for ntdll itself; Swift code cannot define `free`.

#if defined(_WIN32) || defined(__CYGWIN__)
    .text
    .globl posix_memalign
    .globl free
posix_memalign:
    jmp ntdll_posix_memalign
free:
    jmp ntdll_free
#endif
