// The program's start, its threads' stacks, and loops that notice when a register changes behind
// their back.
#if defined(__x86_64__)

    .text
    .globl  _start
_start:
    leaq    stacks + 16384(%rip), %rsp
    xorl    %ebp, %ebp
    call    smoke_main
1:  jmp     1b

// A thread's first instruction: rdi says which one it is.
thread_entry:
    call    smoke_thread
1:  jmp     1b

    .globl  address_of_thread_entry
address_of_thread_entry:
    leaq    thread_entry(%rip), %rax
    ret

    .globl  thread_stacks_top
thread_stacks_top:
    leaq    stacks + 32768(%rip), %rax
    shlq    $14, %rdi
    addq    %rdi, %rax
    ret

    .globl  test_words
test_words:
    leaq    words(%rip), %rax
    ret

    .globl  check_integer_registers
check_integer_registers:
    pushq   %rbx
    pushq   %rbp
    pushq   %r12
    pushq   %r13
    pushq   %r14
    pushq   %r15
    xorl    %eax, %eax
    leaq    1(%rdi), %rbx
    leaq    2(%rdi), %rcx
    leaq    3(%rdi), %rdx
    leaq    4(%rdi), %rbp
    leaq    5(%rdi), %r8
    leaq    6(%rdi), %r9
    leaq    7(%rdi), %r10
    leaq    8(%rdi), %r11
    leaq    9(%rdi), %r12
    leaq    10(%rdi), %r13
    leaq    11(%rdi), %r14
1:  incq    %rax
    leaq    1(%rdi), %r15
    cmpq    %r15, %rbx
    jne     3f
    incq    %r15
    cmpq    %r15, %rcx
    jne     3f
    incq    %r15
    cmpq    %r15, %rdx
    jne     3f
    incq    %r15
    cmpq    %r15, %rbp
    jne     3f
    incq    %r15
    cmpq    %r15, %r8
    jne     3f
    incq    %r15
    cmpq    %r15, %r9
    jne     3f
    incq    %r15
    cmpq    %r15, %r10
    jne     3f
    incq    %r15
    cmpq    %r15, %r11
    jne     3f
    incq    %r15
    cmpq    %r15, %r12
    jne     3f
    incq    %r15
    cmpq    %r15, %r13
    jne     3f
    incq    %r15
    cmpq    %r15, %r14
    jne     3f
    cmpq    $0, (%rsi)
    je      1b
2:  popq    %r15
    popq    %r14
    popq    %r13
    popq    %r12
    popq    %rbp
    popq    %rbx
    ret
3:  btsq    $63, %rax
    jmp     2b

    .globl  check_vector_registers
check_vector_registers:
    xorl    %eax, %eax
    movq    %rdi, %xmm0
    movq    %rdi, %xmm15
    fninit
    movq    %rdi, -8(%rsp)
    fildq   -8(%rsp)
1:  incq    %rax
    movq    %xmm0, %rcx
    cmpq    %rcx, %rdi
    jne     2f
    movq    %xmm15, %rcx
    cmpq    %rcx, %rdi
    jne     2f
    fld     %st(0)
    fistpq  -8(%rsp)
    cmpq    -8(%rsp), %rdi
    jne     2f
    cmpq    $0, (%rsi)
    je      1b
    ret
2:  btsq    $63, %rax
    ret

    .globl  memset, memcpy, memmove
memset:
    movq    %rdi, %r8
    movl    %esi, %eax
    movq    %rdx, %rcx
    rep     stosb
    movq    %r8, %rax
    ret
memmove:
memcpy:
    movq    %rdi, %rax
    movq    %rdx, %rcx
    rep     movsb
    ret

    .bss
    .balign 4096
stacks: .skip 16384 * 8
words:  .skip 4096

#endif
