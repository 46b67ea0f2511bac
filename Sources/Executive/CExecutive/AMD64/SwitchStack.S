// Parked stacks: leaving one stack and going on where another one was left.
//
// A parked stack's top holds the callee-saved registers of the System V convention and a return address;
// nothing else survives a call, so nothing else is kept. The executive uses no SSE state.

    .text
    .intel_syntax noprefix

// void ke_switch_stack(uintptr_t *from, uintptr_t to)
    .globl ke_switch_stack
    .type ke_switch_stack, @function
ke_switch_stack:
    push rbp
    push rbx
    push r12
    push r13
    push r14
    push r15
    mov [rdi], rsp
    mov rsp, rsi
    pop r15
    pop r14
    pop r13
    pop r12
    pop rbx
    pop rbp
    ret

// uintptr_t ke_prepare_stack(uintptr_t top, void (*entry)(void *), void *argument)
//
// Lays out a stack on which `entry(argument)` begins when it is first switched to.
    .globl ke_prepare_stack
    .type ke_prepare_stack, @function
ke_prepare_stack:
    and rdi, -16
    lea rax, [rdi - 72]            // so that `call r12` finds the stack aligned
    mov qword ptr [rax + 0], 0          // r15
    mov qword ptr [rax + 8], 0          // r14
    mov [rax + 16], rdx                 // r13: the argument
    mov [rax + 24], rsi                 // r12: the entry
    mov qword ptr [rax + 32], 0         // rbx
    mov qword ptr [rax + 40], 0         // rbp: the last frame
    lea rcx, [rip + stack_begins]
    mov [rax + 48], rcx
    mov qword ptr [rax + 56], 0
    ret

stack_begins:
    mov rdi, r13
    call r12
    ud2                                 // the entry does not return

    .section .note.GNU-stack, "", @progbits
