// The ways out of the kernel: to the thread whose registers are at `kernel_current_context`, or to
// nobody, until an interrupt comes. Kernel code jumps here instead of returning: what it has on the
// stack and in its own registers counts for nothing any more.
#if defined(__x86_64__)
#include "Context.h"
#include "Split.h"

    .macro  RESTORE_COMMON base
    movq    CONTEXT_RBX(\base), %rbx
    movq    CONTEXT_RDX(\base), %rdx
    movq    CONTEXT_RSI(\base), %rsi
    movq    CONTEXT_RDI(\base), %rdi
    movq    CONTEXT_RBP(\base), %rbp
    movq    CONTEXT_R8(\base), %r8
    movq    CONTEXT_R9(\base), %r9
    movq    CONTEXT_R10(\base), %r10
    movq    CONTEXT_R12(\base), %r12
    movq    CONTEXT_R13(\base), %r13
    movq    CONTEXT_R14(\base), %r14
    movq    CONTEXT_R15(\base), %r15
    .endm

    .macro  LEAVE is_split
    movq    kernel_current_context(%rip), %rsp
    cmpq    $ENTERED_BY_SYSCALL, CONTEXT_ENTRY(%rsp)
    jne     1f

    // A thread that came by `syscall` expects rcx and r11 to be lost.
    RESTORE_COMMON %rsp
    movq    CONTEXT_RAX(%rsp), %rax
    movq    CONTEXT_RIP(%rsp), %rcx
    movq    CONTEXT_RFLAGS(%rsp), %r11
    movq    CONTEXT_RSP(%rsp), %rsp
    .if     \is_split
    movq    %rsp, user_stack_pointer(%rip)
    LOAD_USER_ROOT %rsp
    movq    user_stack_pointer(%rip), %rsp
    .endif
    sysretq

    // Any other gets every register back. What it does next may be `syscall`, whose entry says nothing about itself.
1:  movq    %rsp, %rax
    movq    $ENTERED_BY_SYSCALL, CONTEXT_ENTRY(%rax)
    leaq    entry_stack_top(%rip), %rsp
    pushq   $USER_DATA_SELECTOR
    pushq   CONTEXT_RSP(%rax)
    pushq   CONTEXT_RFLAGS(%rax)
    pushq   $USER_CODE_SELECTOR
    pushq   CONTEXT_RIP(%rax)
    RESTORE_COMMON %rax
    movq    CONTEXT_RCX(%rax), %rcx
    movq    CONTEXT_R11(%rax), %r11
    .if     \is_split
    pushq   CONTEXT_RAX(%rax)
    LOAD_USER_ROOT %rax
    popq    %rax
    .else
    movq    CONTEXT_RAX(%rax), %rax
    .endif
    iretq
    .endm

    .text
    .balign 16
    .globl  kernel_resume
kernel_resume:
    SPLIT_SITE split_resume
    LEAVE 0

    // The same with a split: the program's root table comes last, when nothing of the thread is needed any more.
    .balign 16
split_resume:
    LEAVE 1

    .globl  kernel_idle
kernel_idle:
    leaq    kernel_stack_top(%rip), %rsp
    sti
1:  hlt
    jmp     1b

#endif
