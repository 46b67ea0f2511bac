// Exceptions and interrupts. The processor has pushed ss, rsp, rflags, cs, rip and for some
// exceptions an error code.
//
// The interrupt descriptor table points at `trap_stubs + 16 * vector`; each stub makes the frame
// uniform: vector, error code, rip, cs …
#if defined(__x86_64__)
#include "Context.h"
#include "Split.h"

    .text
    .balign 16
    .globl  trap_stubs
trap_stubs:
    .set    vector, 0
    .rept   256
    .balign 16
    .if (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17) || (vector == 21) || (vector == 29) || (vector == 30)
    .else
    pushq   $0
    .endif
    pushq   $vector
    jmp     trap_common
    .set    vector, vector + 1
    .endr

trap_common:
    SPLIT_SITE split_trap
    testb   $3, 24(%rsp)
trap_with_kernel_root:
    jz      trap_in_kernel
    pushq   %rax
    movq    kernel_current_context(%rip), %rax
    movq    %rbx, CONTEXT_RBX(%rax)
    movq    %rcx, CONTEXT_RCX(%rax)
    movq    %rdx, CONTEXT_RDX(%rax)
    movq    %rsi, CONTEXT_RSI(%rax)
    movq    %rdi, CONTEXT_RDI(%rax)
    movq    %rbp, CONTEXT_RBP(%rax)
    movq    %r8, CONTEXT_R8(%rax)
    movq    %r9, CONTEXT_R9(%rax)
    movq    %r10, CONTEXT_R10(%rax)
    movq    %r11, CONTEXT_R11(%rax)
    movq    %r12, CONTEXT_R12(%rax)
    movq    %r13, CONTEXT_R13(%rax)
    movq    %r14, CONTEXT_R14(%rax)
    movq    %r15, CONTEXT_R15(%rax)
    popq    CONTEXT_RAX(%rax)
    popq    %rdi                                // vector
    popq    %rsi                                // error code
    popq    CONTEXT_RIP(%rax)
    addq    $8, %rsp                            // cs
    popq    CONTEXT_RFLAGS(%rax)
    popq    CONTEXT_RSP(%rax)
    movq    %rsi, CONTEXT_ERROR(%rax)
    movq    $ENTERED_BY_TRAP, CONTEXT_ENTRY(%rax)
    cmpb    $0, kernel_has_fsgsbase(%rip)
    je      1f
    rdfsbase %rcx
    movq    %rcx, CONTEXT_FS_BASE(%rax)
    rdgsbase %rcx
    movq    %rcx, CONTEXT_GS_BASE(%rax)
1:  leaq    kernel_stack_top(%rip), %rsp
    cld
    cmpl    $32, %edi
    jb      2f
    call    kernel_interrupt
2:  movq    %cr2, %rdx
    call    kernel_exception

// From wherever it came: an NMI may find the kernel with the program's root table, on its way in or out.
split_trap:
    pushq   %rax
    LOAD_KERNEL_ROOT %rax
    popq    %rax
    testb   $3, 24(%rsp)
    jmp     trap_with_kernel_root

// The kernel runs with interrupts off except where it waits for one (`kernel_idle`), whose stack
// holds nothing: an interrupt starts afresh. An exception here is the kernel's own mistake: its
// report gets all registers, as `TrapFrame` lays them out.
trap_in_kernel:
    cmpl    $32, (%rsp)
    jb      1f
    popq    %rdi
    cld
    leaq    kernel_stack_top(%rip), %rsp
    call    kernel_interrupt
1:  pushq   %r15
    pushq   %r14
    pushq   %r13
    pushq   %r12
    pushq   %r11
    pushq   %r10
    pushq   %r9
    pushq   %r8
    pushq   %rbp
    pushq   %rdi
    pushq   %rsi
    pushq   %rdx
    pushq   %rcx
    pushq   %rbx
    pushq   %rax
    cld
    movq    %rsp, %rdi
    movq    %cr2, %rsi
    andq    $-16, %rsp
    call    kernel_fatal
2:  hlt
    jmp     2b

#endif
