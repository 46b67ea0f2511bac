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

// Version 2: architecture i386. A framebuffer of whatever size is welcome (tag 5, optional), for the root task to draw
// on where there is no text mode; then the end tag.
    .balign 8
multiboot2_header:
    .long   0xE85250D6
    .long   0
    .long   multiboot2_end - multiboot2_header
    .long   0x100000000 - (0xE85250D6 + multiboot2_end - multiboot2_header)
    .short  5, 1
    .long   20, 0, 0, 32
    .balign 8
    .short  0, 0
    .long   8
multiboot2_end:

#endif
