// The names under which compiled Swift asks for memory. Swift code cannot define `free`.

#if defined(_WIN32) || defined(__CYGWIN__)
    .text
    .globl posix_memalign
    .globl free
posix_memalign:
    jmp native_posix_memalign
free:
    jmp native_free
#endif
