// Procedures with the unwind data that Windows' images have; nothing of it where the files are compiled for the host's tests.

#if defined(_WIN32) || defined(__CYGWIN__)
#define PROCEDURE(name) .globl name; .def name; .scl 2; .type 32; .endef; .seh_proc name; name
#define FRAME(size) subq $size, %rsp; .seh_stackalloc size; .seh_endprologue
#define PUSH(register) pushq register; .seh_pushreg register
#define END_PROLOGUE .seh_endprologue
#define END_PROCEDURE .seh_endproc
// The frame of code that interrupts another: a CONTEXT, and behind it what an interrupt leaves on the stack.
#define INTERRUPTION_FRAME \
    .seh_pushframe; .seh_stackalloc contextSize; \
    .seh_savereg %rbx, 0x90; .seh_savereg %rbp, 0xA0; .seh_savereg %rsi, 0xA8; .seh_savereg %rdi, 0xB0; \
    .seh_savereg %r12, 0xD8; .seh_savereg %r13, 0xE0; .seh_savereg %r14, 0xE8; .seh_savereg %r15, 0xF0; \
    .seh_endprologue
#else
#define PROCEDURE(name) .globl name; name
#define FRAME(size) subq $size, %rsp
#define PUSH(register) pushq register
#define END_PROLOGUE
#define END_PROCEDURE
#define INTERRUPTION_FRAME
#endif
