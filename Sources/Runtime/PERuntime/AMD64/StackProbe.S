// __chkstk: a function with a frame larger than a page calls it with the size in rax before it lowers rsp.
// Every page between is touched in falling order, so that the guard page moves down page by page.
// Nothing but flags changes. Mingw and Cygwin call it ___chkstk_ms.

#if defined(_WIN32) || defined(__CYGWIN__)

    .text
    .globl __chkstk
    .globl ___chkstk_ms
    .def __chkstk
    .scl 2
    .type 32
    .endef
    .balign 16
    .seh_proc __chkstk
__chkstk:
___chkstk_ms:
    pushq %rcx
    .seh_pushreg %rcx
    pushq %rax
    .seh_pushreg %rax
    .seh_endprologue
    leaq 24(%rsp), %rcx
.Lprobe_page:
    cmpq $0x1000, %rax
    jb .Lprobe_last
    subq $0x1000, %rcx
    orq $0, (%rcx)
    subq $0x1000, %rax
    jmp .Lprobe_page
.Lprobe_last:
    subq %rax, %rcx
    orq $0, (%rcx)
    popq %rax
    popq %rcx
    ret
    .seh_endproc

    // Code that uses floating point refers to this symbol; its value means nothing.
    .data
    .globl _fltused
    .balign 4
_fltused:
    .long 0x9875

#endif
