// Code that a kernel must survive. The table gives for each piece where it starts, the label and
// vector of the fault it must end in (label 0: whichever fault), and its name. rdx holds the number of Yield and rbx a stack, so that
// `syscall` lets other threads run in between.
#if defined(__x86_64__)

    .set    ANY_FAULT, 0
    .set    USER_EXCEPTION, 3
    .set    VM_FAULT, 5

    .macro  HOSTILE label, vector, name
    .pushsection .rodata.names
8:  .asciz  "\name"
    .popsection
    .pushsection .rodata
    .quad   9f, \label, \vector, 8b
    .popsection
9:
    .endm

    .macro  YIELD_THEN_UD2
    movq    $-7, %rdx
    syscall
    ud2
    .endm

    .macro  SET_FLAGS bits
    pushfq
    orq     $\bits, (%rsp)
    popfq
    .endm

    .section .rodata
    .balign 8
    .globl  hostile_table
hostile_table:

    .text
    // Privileged instructions.
    HOSTILE USER_EXCEPTION, 13, "cli"
    cli
    HOSTILE USER_EXCEPTION, 13, "hlt"
    hlt
    HOSTILE USER_EXCEPTION, 13, "mov to cr3"
    movq    %rax, %cr3
    HOSTILE USER_EXCEPTION, 13, "wrmsr"
    movl    $0xC0000080, %ecx
    wrmsr
    HOSTILE USER_EXCEPTION, 13, "in"
    inb     $0x60, %al
    HOSTILE USER_EXCEPTION, 13, "lgdt"
    lgdt    -16(%rsp)
    HOSTILE USER_EXCEPTION, 13, "popf of IOPL 3, then cli"
    SET_FLAGS 0x3000                            // IOPL 3: popf ignores it
    cli

    // Interrupts by instruction: a breakpoint, and numbers that are not user code's.
    HOSTILE USER_EXCEPTION, 3, "int3"
    int3
    HOSTILE USER_EXCEPTION, 13, "int 0x2E"
    int     $0x2E
    HOSTILE USER_EXCEPTION, 13, "int 32"
    int     $32
    HOSTILE USER_EXCEPTION, 13, "int 157"
    int     $157
    HOSTILE ANY_FAULT, 0, "int 255"
    int     $255
    HOSTILE USER_EXCEPTION, 13, "int 14"
    int     $14

    // Flags that change how the processor traps.
    HOSTILE USER_EXCEPTION, 1, "the trap flag"
    SET_FLAGS 0x100
    nop
    HOSTILE USER_EXCEPTION, 6, "NT and DF in a system call"
    SET_FLAGS 0x4400                            // NT and DF
    YIELD_THEN_UD2
    HOSTILE USER_EXCEPTION, 6, "AC in a system call"
    SET_FLAGS 0x40000                           // AC
    YIELD_THEN_UD2

    // Addresses that are not user space's.
    HOSTILE VM_FAULT, 0, "a jump into the kernel"
    movq    $0xFFFFFFFF80100000, %rax
    jmp     *%rax
    HOSTILE VM_FAULT, 0, "a load from the kernel's half"
    movabsq $0xFFFF800000000000, %rax
    movq    (%rax), %rax
    HOSTILE USER_EXCEPTION, 13, "a jump to no canonical address"
    movabsq $0x8000000000000000, %rax
    jmp     *%rax
    HOSTILE USER_EXCEPTION, 13, "a load from no canonical address"
    movabsq $0x8000000000000000, %rax
    movq    (%rax), %rax
    HOSTILE USER_EXCEPTION, 6, "a system call with a stack pointer that is not canonical"
    movabsq $0x8000000000000000, %rsp
    YIELD_THEN_UD2
    HOSTILE USER_EXCEPTION, 6, "a system call with a stack pointer of -8"
    movq    $-8, %rsp
    YIELD_THEN_UD2

    // Segments.
    HOSTILE USER_EXCEPTION, 13, "a kernel selector in ds"
    movw    $0x10, %ax
    movw    %ax, %ds
    HOSTILE USER_EXCEPTION, 13, "a null selector in ss"
    xorl    %eax, %eax
    movw    %ax, %ss
    HOSTILE USER_EXCEPTION, 6, "own selectors in all segment registers"
    movw    %ss, %ax
    movw    %ax, %ds
    movw    %ax, %es
    movw    %ax, %fs
    movw    %ax, %gs
    movw    %ax, %ss
    YIELD_THEN_UD2
    HOSTILE USER_EXCEPTION, 13, "a far return to a data segment"
    movw    %ss, %ax
    movzwl  %ax, %eax
    pushq   %rax
    leaq    1f(%rip), %rax
    pushq   %rax
    lretq
1:  ud2
    HOSTILE USER_EXCEPTION, 13, "iret to ring 0"
    pushq   $0x18
    pushq   %rsp
    pushfq
    pushq   $0x10
    leaq    1f(%rip), %rax
    pushq   %rax
    iretq
1:  ud2

    // Arithmetic.
    HOSTILE USER_EXCEPTION, 0, "division by 0"
    xorl    %ecx, %ecx
    divl    %ecx
    HOSTILE USER_EXCEPTION, 16, "an x87 exception"
    fninit
    pushq   $0
    fldcw   (%rsp)
    fld1
    fldz
    fdivrp
    fwait
    HOSTILE USER_EXCEPTION, 13, "a misaligned movaps"
    movaps  1(%rsp), %xmm0

    .section .rodata
    .quad   0

    .text
    .globl  address_of_hostile_table
address_of_hostile_table:
    leaq    hostile_table(%rip), %rax
    ret

#endif
