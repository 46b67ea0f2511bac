// memcpy, memmove, memset and memcmp for the Windows x64 calling convention: arguments in rcx, rdx, r8;
// only rax, rcx, rdx, r8 to r11 and xmm0 to xmm5 may change.
//
// Blocks of 16 bytes and more are moved 16 at a time; the last 16 (or the first, when moving downwards)
// are loaded before anything is stored and stored last, so that no remainder loop is needed. Less than
// 16 bytes are two overlapping halves. Every load of a step comes before its stores: overlap is harmless.

#if defined(_WIN32) || defined(__CYGWIN__)

    .text
    .globl memcpy
    .globl memmove
    .balign 16
memcpy:
memmove:
    movq %rcx, %rax
    cmpq $16, %r8
    jb .Lmove_small
    movq %rcx, %r9
    subq %rdx, %r9
    cmpq %r8, %r9
    jb .Lmove_down
    movups -16(%rdx,%r8), %xmm1
    leaq -16(%rcx,%r8), %r9
.Lmove_up_32:
    cmpq $32, %r8
    jbe .Lmove_up_16
    movups (%rdx), %xmm0
    movups 16(%rdx), %xmm2
    movups %xmm0, (%rcx)
    movups %xmm2, 16(%rcx)
    addq $32, %rdx
    addq $32, %rcx
    subq $32, %r8
    jmp .Lmove_up_32
.Lmove_up_16:
    cmpq $16, %r8
    jbe .Lmove_up_end
    movups (%rdx), %xmm0
    movups %xmm0, (%rcx)
.Lmove_up_end:
    movups %xmm1, (%r9)
    ret

.Lmove_down:                            // the destination starts inside the source
    movups (%rdx), %xmm1
.Lmove_down_16:
    cmpq $16, %r8
    jbe .Lmove_down_end
    movups -16(%rdx,%r8), %xmm0
    movups %xmm0, -16(%rcx,%r8)
    subq $16, %r8
    jmp .Lmove_down_16
.Lmove_down_end:
    movups %xmm1, (%rax)
    ret

.Lmove_small:
    cmpq $8, %r8
    jae .Lmove_8
    cmpq $4, %r8
    jae .Lmove_4
    cmpq $2, %r8
    jae .Lmove_2
    testq %r8, %r8
    jz .Lmove_done
    movzbl (%rdx), %r9d
    movb %r9b, (%rcx)
.Lmove_done:
    ret
.Lmove_8:
    movq (%rdx), %r9
    movq -8(%rdx,%r8), %r10
    movq %r9, (%rcx)
    movq %r10, -8(%rcx,%r8)
    ret
.Lmove_4:
    movl (%rdx), %r9d
    movl -4(%rdx,%r8), %r10d
    movl %r9d, (%rcx)
    movl %r10d, -4(%rcx,%r8)
    ret
.Lmove_2:
    movzwl (%rdx), %r9d
    movzwl -2(%rdx,%r8), %r10d
    movw %r9w, (%rcx)
    movw %r10w, -2(%rcx,%r8)
    ret

    .globl memset
    .balign 16
memset:
    movq %rcx, %rax
    movzbl %dl, %edx
    movabsq $0x0101010101010101, %r9
    imulq %r9, %rdx
    cmpq $16, %r8
    jb .Lset_small
    movq %rdx, %xmm0
    punpcklqdq %xmm0, %xmm0
    leaq -16(%rcx,%r8), %r9
.Lset_16:
    cmpq %r9, %rcx
    jae .Lset_end
    movups %xmm0, (%rcx)
    addq $16, %rcx
    jmp .Lset_16
.Lset_end:
    movups %xmm0, (%r9)
    ret
.Lset_small:
    cmpq $8, %r8
    jae .Lset_8
    cmpq $4, %r8
    jae .Lset_4
    cmpq $2, %r8
    jae .Lset_2
    testq %r8, %r8
    jz .Lset_done
    movb %dl, (%rcx)
.Lset_done:
    ret
.Lset_8:
    movq %rdx, (%rcx)
    movq %rdx, -8(%rcx,%r8)
    ret
.Lset_4:
    movl %edx, (%rcx)
    movl %edx, -4(%rcx,%r8)
    ret
.Lset_2:
    movw %dx, (%rcx)
    movw %dx, -2(%rcx,%r8)
    ret

    .globl memcmp
    .balign 16
memcmp:
    xorl %r9d, %r9d
.Lcompare_8:
    leaq 8(%r9), %r10
    cmpq %r8, %r10
    ja .Lcompare_1
    movq (%rcx,%r9), %rax
    cmpq (%rdx,%r9), %rax
    jne .Lcompare_1                     // the bytewise loop finds which byte
    movq %r10, %r9
    jmp .Lcompare_8
.Lcompare_1:
    cmpq %r8, %r9
    jae .Lcompare_equal
    movzbl (%rcx,%r9), %eax
    movzbl (%rdx,%r9), %r10d
    subl %r10d, %eax
    jne .Lcompare_done
    incq %r9
    jmp .Lcompare_1
.Lcompare_equal:
    xorl %eax, %eax
.Lcompare_done:
    ret

#endif
