// The `syscall` instruction: rcx = where to continue, r11 = flags; interrupts are off (IA32_FMASK),
// the stack is still the user's.
//
// rsp becomes the pointer to the current thread's saved registers, so that no user register is
// lost. Nothing can interrupt here: NMI and machine checks have a stack of their own.
#if defined(__x86_64__)
#include "Context.h"
#include "Split.h"

    .macro  SYSTEM_CALL_ENTRY name, has_fsgsbase
    .text
    .balign 16
    .globl  \name
\name:
    SPLIT_SITE split_\name
    movq    %rsp, user_stack_pointer(%rip)
\name\()_in_kernel:
    movq    kernel_current_context(%rip), %rsp
    movq    %rax, CONTEXT_RAX(%rsp)
    .if     \has_fsgsbase
    // User code may have written them: a thread's saved bases are then always true.
    rdfsbase %rax
    movq    %rax, CONTEXT_FS_BASE(%rsp)
    rdgsbase %rax
    movq    %rax, CONTEXT_GS_BASE(%rsp)
    .endif
    movq    user_stack_pointer(%rip), %rax
    movq    %rcx, CONTEXT_RIP(%rsp)
    movq    %rax, CONTEXT_RSP(%rsp)
    movq    %r11, CONTEXT_RFLAGS(%rsp)
    movq    %rbx, CONTEXT_RBX(%rsp)
    movq    %rcx, CONTEXT_RCX(%rsp)
    movq    %rdx, CONTEXT_RDX(%rsp)
    movq    %rsi, CONTEXT_RSI(%rsp)
    movq    %rdi, CONTEXT_RDI(%rsp)
    movq    %rbp, CONTEXT_RBP(%rsp)
    movq    %r8, CONTEXT_R8(%rsp)
    movq    %r9, CONTEXT_R9(%rsp)
    movq    %r10, CONTEXT_R10(%rsp)
    movq    %r11, CONTEXT_R11(%rsp)
    movq    %r12, CONTEXT_R12(%rsp)
    movq    %r13, CONTEXT_R13(%rsp)
    movq    %r14, CONTEXT_R14(%rsp)
    movq    %r15, CONTEXT_R15(%rsp)
    leaq    kernel_stack_top(%rip), %rsp
    // Call and ReplyRecv have entries of their own: rdi and rsi, capability and message header, are
    // already where a C function expects its arguments. None of these returns: see Leave.S.
    cmpq    $-1, %rdx
    jne     1f
    call    kernel_call
1:  cmpq    $-2, %rdx
    jne     2f
    call    kernel_reply_receive
2:  call    kernel_system_call

split_\name:
    movq    %rsp, user_stack_pointer(%rip)
    LOAD_KERNEL_ROOT %rsp
    jmp     \name\()_in_kernel
    .endm

    SYSTEM_CALL_ENTRY system_call_entry_fsgsbase, 1
    SYSTEM_CALL_ENTRY system_call_entry, 0

#endif
