// Procedures with the unwind data that Windows' images have; nothing of it where the files are compiled for the host's tests.

#if defined(_WIN32) || defined(__CYGWIN__)
#define PROCEDURE(name) .globl name; .def name; .scl 2; .type 32; .endef; .seh_proc name; name
#define FRAME(size) subq $size, %rsp; .seh_stackalloc size; .seh_endprologue
#define PUSH(register) pushq register; .seh_pushreg register
#define PUSH_FLAGS pushfq; .seh_stackalloc 8
#define END_PROLOGUE .seh_endprologue
#define END_PROCEDURE .seh_endproc
// The frame of code that interrupts another: a CONTEXT, and `size` bytes from its start what an interrupt leaves on the stack.
#define INTERRUPTION_FRAME(size) \
    .seh_pushframe; .seh_stackalloc size; \
    .seh_savereg %rbx, 0x90; .seh_savereg %rbp, 0xA0; .seh_savereg %rsi, 0xA8; .seh_savereg %rdi, 0xB0; \
    .seh_savereg %r12, 0xD8; .seh_savereg %r13, 0xE0; .seh_savereg %r14, 0xE8; .seh_savereg %r15, 0xF0; \
    .seh_savexmm %xmm6, 0x200; .seh_savexmm %xmm7, 0x210; .seh_savexmm %xmm8, 0x220; .seh_savexmm %xmm9, 0x230; \
    .seh_savexmm %xmm10, 0x240; .seh_savexmm %xmm11, 0x250; .seh_savexmm %xmm12, 0x260; .seh_savexmm %xmm13, 0x270; \
    .seh_savexmm %xmm14, 0x280; .seh_savexmm %xmm15, 0x290; \
    .seh_endprologue
#else
#define PROCEDURE(name) .globl name; name
#define FRAME(size) subq $size, %rsp
#define PUSH(register) pushq register
#define PUSH_FLAGS pushfq
#define END_PROLOGUE
#define END_PROCEDURE
#define INTERRUPTION_FRAME(size)
#endif
