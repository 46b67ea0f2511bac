// The way into the executive: one seL4 Call, docs/architecture.md, "System calls".

#include "procedure.h"

    .set executiveEndpoint, 0x40        // CPtr of the executive's endpoint in every thread's CSpace
    .set messageRegisters, 0x2008       // gs offset of message register 0 in the IPC buffer
    .set savedRegisters, 4 * 8
    .set yieldProcessor, 0x60000001     // NTStatus.yieldProcessor
    .set stackArguments, savedRegisters + 8 + 32

// In: eax = message header (service number << 12 | words), arguments where the caller of the stub left
// them: rcx, rdx, r8, r9, then the stack behind the return address and the 32 bytes of home space.
// Out: rax = NTSTATUS.
//
// The kernel neither saves nor restores rsp over a `syscall`: it waits in rbx. A queued call interrupts the thread behind
// the `syscall`: what it raises and does not handle is its waiter's to handle, so the frame unwinds.
    .text
    .balign 16
PROCEDURE(KiSystemService):
    PUSH(%rbx)
    PUSH(%rsi)
    PUSH(%rdi)
    PUSH(%r15)
    END_PROLOGUE
    movl %eax, %esi
    movq %rcx, %r10
    movq %r9, %r15
    movq %r8, %r9
    movq %rdx, %r8
    andl $0x7F, %eax
    subl $4, %eax
    ja .Lcopy                           // more arguments than registers
.Lcall:
    movl $executiveEndpoint, %edi
    movq $-1, %rdx                      // Call
    movq %rsp, %rbx
    syscall
    movq %rbx, %rsp
    movq %r10, %rax
    popq %r15
    popq %rdi
    popq %rsi
    popq %rbx
    ret
.Lcopy:
    movq stackArguments - 8(%rsp,%rax,8), %rcx
    movq %rcx, %gs:messageRegisters + 3 * 8(,%rax,8)
    decl %eax
    jnz .Lcopy
    jmp .Lcall
END_PROCEDURE

// The same for a service whose answer may be that the caller is to let others of its priority run first. Only the
// thread itself can ask the kernel for that; when it runs again, the service has succeeded. Four arguments at most.
    .balign 16
PROCEDURE(KiYieldingService):
    FRAME(0x28)
    call KiSystemService
    cmpl $yieldProcessor, %eax
    je 1f
    addq $0x28, %rsp
    ret
1:  addq $0x28, %rsp
    jmp KiYieldProcessor
END_PROCEDURE

    .balign 16
PROCEDURE(KiYieldProcessor):
    PUSH(%rbx)
    END_PROLOGUE
    movq $-7, %rdx                      // Yield
    movq %rsp, %rbx
    syscall
    movq %rbx, %rsp
    popq %rbx
    xorl %eax, %eax
    ret
END_PROCEDURE
