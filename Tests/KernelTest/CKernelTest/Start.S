// The program's start, the code that its probes run, and loops that notice when a register changes
// behind their back.
#if defined(__x86_64__)

    .text
    .globl  _start
_start:
    orq     %rbx, %rax                          // what the kernel put into registers, but rdi
    orq     %rcx, %rax
    orq     %rdx, %rax
    orq     %rsi, %rax
    orq     %rbp, %rax
    orq     %rsp, %rax
    orq     %r8, %rax
    orq     %r9, %rax
    orq     %r10, %rax
    orq     %r11, %rax
    orq     %r12, %rax
    orq     %r13, %rax
    orq     %r14, %rax
    orq     %r15, %rax
    movq    %rax, words + 4088(%rip)
    leaq    stacks + 16384(%rip), %rsp
    xorl    %ebp, %ebp
    call    kernel_test_main
1:  jmp     1b

// Where probes start: one system call with the registers that they were given, then a stop that nobody
// can mistake for anything else. A thread that has its answer but has not run yet is between the two.
probe_call:
    syscall
    nop
probe_end:
    ud2

// A probe that counts in rax for ever.
probe_spin:
    incq    %rax
    jmp     probe_spin

// A server: receives from the endpoint in rdi, and answers every call with its own message.
probe_server:
    movq    %rdi, %r12
    movq    $-5, %rdx                           // Recv, then ReplyRecv for ever
1:  movq    %r12, %rdi
    movq    %rsp, %rbx
    syscall
    movq    %rbx, %rsp
    movq    $-2, %rdx
    jmp     1b

// Waits for the notification in rdi for ever.
probe_waiter:
    movq    %rdi, %r12
    movq    $-5, %rdx
1:  movq    %r12, %rdi
    movq    %rsp, %rbx
    syscall
    movq    %rbx, %rsp
    jmp     1b

// Reads the word at rdi, writes the one at rsi, and stops.
probe_read:
    movq    (%rdi), %rax
    ud2
probe_write:
    movq    %rax, (%rsi)
    ud2
// Reads the first word of its thread's own storage.
probe_read_tls:
    movq    %fs:0, %rax
    ud2
probe_interrupt:
    int     $200
    ud2
probe_gate:
    int     $32
    ud2
// Uses the FPU: puts rdi into xmm3, or takes rax from there.
probe_set_vector:
    movq    %rdi, %xmm3
    ud2
probe_get_vector:
    movq    %xmm3, %rax
    ud2

    .macro  ADDRESS_OF label
    .globl  address_of_\label
address_of_\label:
    leaq    \label(%rip), %rax
    ret
    .endm
    ADDRESS_OF probe_call
    ADDRESS_OF probe_end
    ADDRESS_OF probe_spin
    ADDRESS_OF probe_server
    ADDRESS_OF probe_waiter
    ADDRESS_OF alarm_thread
    ADDRESS_OF image
    ADDRESS_OF probe_read
    ADDRESS_OF probe_write
    ADDRESS_OF probe_read_tls
    ADDRESS_OF probe_interrupt
    ADDRESS_OF probe_gate
    ADDRESS_OF probe_set_vector
    ADDRESS_OF probe_get_vector
    ADDRESS_OF check_integer_registers
    ADDRESS_OF check_vector_registers

    .globl  probe_stack
probe_stack:
    leaq    stacks + 32768(%rip), %rax
    shlq    $12, %rdi
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

    .bss
    .balign 4096
stacks: .skip 16384 * 8
words:  .skip 4096

#endif
