// Probes that use all bits of all vector registers: SSE's 16 of 16 bytes, AVX's 16 of 32, AVX-512's 32 of 64 with 8 mask
// registers of 64 bits.
#if defined(__x86_64__)

    .text
    .globl  has_vector_registers
has_vector_registers:
    pushq   %rbx
    movl    $1, %eax
    testq   %rdi, %rdi
    jz      2f
    cpuid
    btl     $27, %ecx                           // the kernel uses XSAVE
    jnc     1f
    xorl    %ecx, %ecx
    xgetbv
    movl    %eax, %r8d
    andl    $6, %eax
    cmpl    $6, %eax
    jne     1f
    movl    $1, %eax
    cmpq    $1, %rdi
    je      2f
    andl    $0xE0, %r8d
    cmpl    $0xE0, %r8d
    jne     1f
    movl    $7, %eax
    xorl    %ecx, %ecx
    cpuid
    xorl    %eax, %eax
    btl     $30, %ebx                           // masks of 64 bits
    setc    %al
    jmp     2f
1:  xorl    %eax, %eax
2:  popq    %rbx
    ret

// What is done with a register. Its value is made from r12; the stack's last 64 bytes are for its content.

    .macro  VALUE number
    leaq    \number(%r12), %rcx
    movq    %rcx, (%rsp)
    .endm
    .macro  FILL_SSE number
    VALUE   \number
    movq    (%rsp), %xmm\number
    punpcklqdq %xmm\number, %xmm\number
    .endm
    .macro  FILL_AVX number
    VALUE   \number
    vbroadcastsd (%rsp), %ymm\number
    .endm
    .macro  FILL_AVX512 number
    VALUE   \number
    vbroadcastsd (%rsp), %zmm\number
    .endm
    .macro  FILL_MASK number
    VALUE   64 + \number
    kmovq   %rcx, %k\number
    .endm

// Jumps to 9 with the register's number, counted from 1, in eax if a word of it differs.
    .macro  LOOK number, words
    movl    $\number + 1, %eax
    leaq    \number(%r12), %rcx
    .set    place, 0
    .rept   \words
    cmpq    %rcx, place(%rsp)
    jne     9f
    .set    place, place + 8
    .endr
    .endm
    .macro  LOOK_SSE number
    movups  %xmm\number, (%rsp)
    LOOK    \number, 2
    .endm
    .macro  LOOK_AVX number
    vmovups %ymm\number, (%rsp)
    LOOK    \number, 4
    .endm
    .macro  LOOK_AVX512 number
    vmovups %zmm\number, (%rsp)
    LOOK    \number, 8
    .endm
    .macro  LOOK_MASK number
    kmovq   %k\number, (%rsp)
    LOOK    64 + \number, 1
    .endm

    .macro  MERGE words
    .set    place, 0
    .rept   \words
    orq     place(%rsp), %rax
    .set    place, place + 8
    .endr
    .endm
    .macro  MERGE_SSE number
    movups  %xmm\number, (%rsp)
    MERGE   2
    .endm
    .macro  MERGE_AVX number
    vmovups %ymm\number, (%rsp)
    MERGE   4
    .endm
    .macro  MERGE_AVX512 number
    vmovups %zmm\number, (%rsp)
    MERGE   8
    .endm
    .macro  MERGE_MASK number
    kmovq   %k\number, (%rsp)
    MERGE   1
    .endm

// The same with all registers of a kind; 0 in rdx is SSE, 1 AVX, 2 AVX-512.
    .macro  EACH operation
    cmpl    $1, %edx
    je      1f
    ja      2f
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \operation\()_SSE \number
    .endr
    jmp     3f
1:  .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \operation\()_AVX \number
    .endr
    jmp     3f
2:  .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \operation\()_AVX512 \number
    .endr
    .irp    number, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \operation\()_AVX512 \number
    .endr
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7
    \operation\()_MASK \number
    .endr
3:
    .endm

probe_keep_registers:
    subq    $64, %rsp
    movq    %rdi, %r12
    movq    %rax, %r13
    movq    %rax, %rdx
    EACH    FILL
    movq    %rsi, %rdi
    movq    $-5, %rdx                           // Recv
    movq    %rsp, %rbx
    syscall
    movq    %rbx, %rsp
    movq    %r13, %rdx
    EACH    LOOK
    xorl    %eax, %eax
9:  addq    $64, %rsp
    ret

probe_merge_registers:
    subq    $64, %rsp
    movq    %rax, %rdx
    xorl    %eax, %eax
    EACH    MERGE
    addq    $64, %rsp
    ret

    .globl  address_of_probe_keep_registers, address_of_probe_merge_registers
address_of_probe_keep_registers:
    leaq    probe_keep_registers(%rip), %rax
    ret
address_of_probe_merge_registers:
    leaq    probe_merge_registers(%rip), %rax
    ret

#endif
