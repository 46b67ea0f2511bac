// putchar: what a failed check of Swift's own says in a debug build goes to the system log, a character at a time.
// Every image links or imports DbgPrint.

#if defined(_WIN32) || defined(__CYGWIN__)
    .text
    .globl putchar
putchar:
    pushq %rcx
    subq $32, %rsp                      // the callee's home space; with the push, the stack is aligned
    movl %ecx, %edx
    leaq format(%rip), %rcx
    call DbgPrint
    addq $32, %rsp
    popq %rax
    ret

    .section .rdata, "dr"
format:
    .asciz "%c"
#endif
