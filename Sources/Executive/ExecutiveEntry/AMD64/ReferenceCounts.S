// Reference counts, in place of the Swift runtime's, which are about half as fast: they count with locked instructions, and
// check for overflow. The executive is one thread, and has not the memory for 2^63 references.
//
// An object's count is the word behind its class. Its highest bit says that the object is not on the heap; all other bits
// set say that it is never counted. A reference that is null or has its highest bit set counts nothing.
#if defined(__x86_64__)
    .set    COUNT, 8                            // of an object
    .set    DESTROY, 8                          // of its class

    .text
    .balign 16
    .globl  swift_retain
swift_retain:
    movq    %rdi, %rax
    testq   %rdi, %rdi
    jle     1f
    movq    COUNT(%rdi), %rcx
    addq    %rcx, %rcx
    cmpq    $-2, %rcx
    je      1f
    incq    COUNT(%rdi)
1:  ret

    .balign 16
    .globl  swift_release
swift_release:
    testq   %rdi, %rdi
    jle     1f
    movq    COUNT(%rdi), %rax
    leaq    (%rax, %rax), %rcx
    cmpq    $-2, %rcx
    je      1f
    decq    %rax
    movq    %rax, COUNT(%rdi)
    subq    $2, %rcx
    je      2f
1:  ret
    // The count of an object that is being destroyed stands still. Its class has the function that does it, which expects
    // the object where Swift has `self`.
2:  movq    $-1, %rcx
    shrq    $1, %rcx
    orq     %rcx, %rax
    movq    %rax, COUNT(%rdi)
    pushq   %r13
    movq    (%rdi), %rax
    movq    %rdi, %r13
    callq   *DESTROY(%rax)
    popq    %r13
    ret

#endif
