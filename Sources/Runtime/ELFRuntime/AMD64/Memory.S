// The symbols that the compiler asks of every platform, for programs that use no vector registers: the kernel, the
// executive and kerneltest. Eight bytes a step where whole pages are cleared and copied. System V's calling convention.
#if defined(__ELF__) && defined(__x86_64__)

    .section .text.memset, "ax", @progbits
    .balign 16
    .globl  memset
    .type   memset, @function
memset:
    movq    %rdi, %r8
    movzbl  %sil, %eax
    movabsq $0x0101010101010101, %rcx
    imulq   %rcx, %rax
    movq    %rdx, %rcx
    shrq    $3, %rcx
    rep     stosq
    movl    %edx, %ecx
    andl    $7, %ecx
    rep     stosb
    movq    %r8, %rax
    ret

    .section .text.memmove, "ax", @progbits
    .balign 16
    .globl  memmove
    .type   memmove, @function
memmove:
    movq    %rdi, %rax
    subq    %rsi, %rax
    cmpq    %rdx, %rax                          // unsigned: the target begins inside the source only if below its length
    jb      1f
    .globl  memcpy
    .type   memcpy, @function
memcpy:
    movq    %rdi, %rax
    movq    %rdx, %rcx
    shrq    $3, %rcx
    rep     movsq
    movl    %edx, %ecx
    andl    $7, %ecx
    rep     movsb
    ret

1:  movq    %rdi, %rax                          // from the end
    movq    %rdx, %rcx
    leaq    -1(%rdi, %rdx), %rdi
    leaq    -1(%rsi, %rdx), %rsi
    std
    rep     movsb
    cld
    ret

    .section .text.memcmp, "ax", @progbits
    .balign 16
    .globl  memcmp
    .type   memcmp, @function
memcmp:
    xorl    %eax, %eax
    movq    %rdx, %rcx
    testq   %rcx, %rcx
    jz      1f
    repe    cmpsb
    je      1f
    movzbl  -1(%rdi), %eax
    movzbl  -1(%rsi), %ecx
    subl    %ecx, %eax
1:  ret

    .section .note.GNU-stack, "", @progbits
#endif
