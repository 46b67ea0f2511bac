// The names under which compiled Swift asks for memory and for random numbers, for ntdll itself; Swift code cannot define `free`.

#if defined(_WIN32) || defined(__CYGWIN__)
    .text
    .globl posix_memalign
    .globl free
    .globl arc4random_buf
posix_memalign:
    jmp ntdll_posix_memalign
free:
    jmp ntdll_free
arc4random_buf:                         // seeds of hash tables
    jmp ntdll_random_buffer
#endif
