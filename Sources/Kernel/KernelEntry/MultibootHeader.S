// What a multiboot loader looks for in the first 8 KB of the image (version 1) or 32 KB (version
// 2).
#if defined(__x86_64__)

    .section .multiboot, "a", @progbits

// Version 1: modules on page boundaries (bit 0), memory information wanted (bit 1). The addresses
// to load at are in the ELF header.
    .balign 4
    .long   0x1BADB002
    .long   3
    .long   -(0x1BADB002 + 3)

// Version 2: architecture i386, 24 bytes, and nothing but the end tag.
    .balign 8
    .long   0xE85250D6
    .long   0
    .long   24
    .long   0x100000000 - (0xE85250D6 + 24)
    .short  0, 0
    .long   8

#endif
