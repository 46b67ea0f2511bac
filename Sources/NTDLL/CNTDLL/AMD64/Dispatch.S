// Places where the executive starts or redirects a thread. None has a return address; none returns.

#include "procedure.h"

    .set contextSize, 0x4D0
    .set exceptionSize, 0x570           // CONTEXT and EXCEPTION_RECORD, on a multiple of 16

    .text

// A thread's first instruction. rcx = CONTEXT to continue with, rdx = ntdll's base.
    .balign 16
PROCEDURE(LdrInitializeThunk):
    FRAME(0x28)
    andq $-16, %rsp
    call LdrpInitialize
    ud2
END_PROCEDURE

// Where a thread goes after initialisation. rcx = start address, rdx = its argument. What the start
// routine returns is the thread's exit status. The frame ends every stack walk: nothing stands above it.
    .balign 16
PROCEDURE(RtlUserThreadStart):
    FRAME(0x48)
    movq %rcx, %rax
    movq %rdx, %rcx
    call *%rax
    movl %eax, %ecx
    call RtlExitUserThread
    ud2
END_PROCEDURE

// An exception. rsp = CONTEXT, the EXCEPTION_RECORD and an interrupt's frame behind it, put there by the executive. The
// CONTEXT's home places are the called function's.
    .balign 16
PROCEDURE(KiUserExceptionDispatcher):
    INTERRUPTION_FRAME(exceptionSize)
    cld
    leaq contextSize(%rsp), %rcx
    movq %rsp, %rdx
    call KiDispatchException
    ud2
END_PROCEDURE

// A call that was queued for this thread. rsp = CONTEXT to go on with afterwards; its home places hold the three
// arguments and the routine, and are the routine's home space.
    .balign 16
PROCEDURE(KiUserApcDispatcher):
    INTERRUPTION_FRAME(contextSize)
    movq 0x00(%rsp), %rcx
    movq 0x08(%rsp), %rdx
    movq 0x10(%rsp), %r8
    movq %rsp, %r9
    call *0x18(%rsp)
    movq %rsp, %rcx
    movb $1, %dl                        // the next call that is queued, if there is one, comes first
    call NtContinue
    movl %eax, %ecx                     // the routine has spoilt the CONTEXT
    call RtlRaiseStatus
    ud2
END_PROCEDURE

// Raise as if the caller had the exception, with the caller's registers: RtlRaiseException the
// EXCEPTION_RECORD in rcx, RtlRaiseStatus the status in ecx. The Swift side gets rcx and the CONTEXT.
.macro RAISE name, target
    .balign 16
PROCEDURE(\name):
    FRAME(contextSize + 0x28)
    movq %rcx, contextSize + 0x30(%rsp) // the caller's home space
    leaq 0x20(%rsp), %rcx
    call RtlCaptureContext
    leaq contextSize + 0x30(%rsp), %rax // rsp of the caller, once this returned
    movq %rax, 0x20 + 0x98(%rsp)
    movq contextSize + 0x28(%rsp), %rdx
    movq %rdx, 0x20 + 0xF8(%rsp)
    movq contextSize + 0x30(%rsp), %rcx
    movq %rcx, 0x20 + 0x80(%rsp)
    leaq 0x20(%rsp), %rdx
    call \target
    ud2
END_PROCEDURE
.endm

    RAISE RtlRaiseException, KiRaiseException
    RAISE RtlRaiseStatus, KiRaiseStatus

// RtlUnwindEx and RtlUnwind: the same arguments, and the caller's registers as a seventh.
// rcx = target frame, rdx = target ip, r8 = record, r9 = return value, then the caller's CONTEXT to work
// in and the history table on the stack.
    .balign 16
    .globl RtlUnwind
PROCEDURE(RtlUnwindEx):
RtlUnwind:
    FRAME(contextSize + 0x38)
    movq %rcx, contextSize + 0x40(%rsp)
    movq %rdx, contextSize + 0x48(%rsp)
    leaq 0x30(%rsp), %rcx
    call RtlCaptureContext
    leaq contextSize + 0x40(%rsp), %rax
    movq %rax, 0x30 + 0x98(%rsp)
    movq contextSize + 0x38(%rsp), %rax
    movq %rax, 0x30 + 0xF8(%rsp)
    movq contextSize + 0x40(%rsp), %rcx
    movq contextSize + 0x48(%rsp), %rdx
    leaq 0x30(%rsp), %rax
    movq %rax, 0x20(%rsp)
    call RtlpUnwind
    ud2
END_PROCEDURE

// Writes the caller's registers to the CONTEXT in rcx.
    .balign 16
PROCEDURE(RtlCaptureContext):
    PUSH_FLAGS
    END_PROLOGUE
    movq %rax, 0x78(%rcx)
    movq %rcx, 0x80(%rcx)
    movq %rdx, 0x88(%rcx)
    movq %rbx, 0x90(%rcx)
    leaq 0x10(%rsp), %rax
    movq %rax, 0x98(%rcx)
    movq %rbp, 0xA0(%rcx)
    movq %rsi, 0xA8(%rcx)
    movq %rdi, 0xB0(%rcx)
    movq %r8, 0xB8(%rcx)
    movq %r9, 0xC0(%rcx)
    movq %r10, 0xC8(%rcx)
    movq %r11, 0xD0(%rcx)
    movq %r12, 0xD8(%rcx)
    movq %r13, 0xE0(%rcx)
    movq %r14, 0xE8(%rcx)
    movq %r15, 0xF0(%rcx)
    movq 0x08(%rsp), %rax
    movq %rax, 0xF8(%rcx)
    movl $0x10000F, 0x30(%rcx)          // CONTEXT_FULL | CONTEXT_SEGMENTS
    fxsave 0x100(%rcx)
    stmxcsr 0x34(%rcx)
    movw %cs, 0x38(%rcx)
    movw %ds, 0x3A(%rcx)
    movw %es, 0x3C(%rcx)
    movw %fs, 0x3E(%rcx)
    movw %gs, 0x40(%rcx)
    movw %ss, 0x42(%rcx)
    popq %rax
    movl %eax, 0x44(%rcx)
    movq 0x78(%rcx), %rax
    ret
END_PROCEDURE

// Calls a language handler or a termination handler; a plain indirect call, but with a frame that
// unwinds, so that an exception inside finds its way out.
    .balign 16
PROCEDURE(RtlpCallHandler):
    FRAME(0x28)
    movq 0x50(%rsp), %rax               // fifth argument: the handler
    call *%rax
    nop
    addq $0x28, %rsp
    ret
END_PROCEDURE

// A breakpoint for a debugger; without one, an exception.
    .balign 16
    .globl DbgBreakPoint
DbgBreakPoint:
    int3
    ret
