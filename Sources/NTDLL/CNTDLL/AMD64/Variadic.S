// C functions with variable arguments. Each writes its register arguments to their home space, which makes
// all arguments one array of 8-byte slots on the stack, and calls its Swift counterpart with the fixed
// arguments and the address of the first variable one in place of the dots.

#include "procedure.h"

.macro VARIADIC name, target, fixed
    .balign 16
PROCEDURE(\name):
    movq %rcx, 0x08(%rsp)
    movq %rdx, 0x10(%rsp)
    movq %r8, 0x18(%rsp)
    movq %r9, 0x20(%rsp)
    .if \fixed == 1
    leaq 0x10(%rsp), %rdx
    .elseif \fixed == 2
    leaq 0x18(%rsp), %r8
    .else
    leaq 0x20(%rsp), %r9
    .endif
    FRAME(0x28)
    call \target
    addq $0x28, %rsp
    ret
END_PROCEDURE
.endm

    .text
    VARIADIC DbgPrint, vDbgPrint, 1
    VARIADIC DbgPrintEx, vDbgPrintEx, 3
    VARIADIC ntdll_sprintf, ntdll_vsprintf, 2
    VARIADIC ntdll_snprintf, ntdll_vsnprintf, 3
    VARIADIC ntdll_swprintf, ntdll_vswprintf, 2
    VARIADIC ntdll_snwprintf, ntdll_vsnwprintf, 3
