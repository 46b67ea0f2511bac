// What raises exceptions in its caller's name. Each is a leaf, and leaves by a jump: the caller is what the unwinder finds, and
// its handler what the exception reaches.

// Raises an exception unless rdx bytes at rcx are a program's, on a multiple of r8; goes on at `done` for no bytes, else with
// their end in rdx.
    .macro REQUIRE_USER_BUFFER done
    testq %rdx, %rdx
    jz \done
    decl %r8d
    testq %r8, %rcx
    jnz ExRaiseDatatypeMisalignment
    addq %rcx, %rdx
    jc ExRaiseAccessViolation
    cmpq MmUserProbeAddress(%rip), %rdx
    ja ExRaiseAccessViolation
    .endm

    .text

// ProbeForRead(address, length, alignment): raises an exception unless the buffer lies where programs' buffers do, on a
// multiple of `alignment`. A buffer of no bytes is good. The pages are not touched.
    .globl ProbeForRead
ProbeForRead:
    REQUIRE_USER_BUFFER 1f
1:  ret

// ProbeForWrite(address, length, alignment): the same, and writes to a byte of every page, so that one that cannot be written
// to raises its exception now.
    .globl ProbeForWrite
ProbeForWrite:
    REQUIRE_USER_BUFFER 2f
1:  movb (%rcx), %al
    movb %al, (%rcx)
    andq $-0x1000, %rcx
    addq $0x1000, %rcx
    cmpq %rdx, %rcx
    jb 1b
2:  ret

    .globl ExRaiseAccessViolation
ExRaiseAccessViolation:
    movl $0xC0000005, %ecx
    jmp *__imp_RtlRaiseStatus(%rip)

    .globl ExRaiseDatatypeMisalignment
ExRaiseDatatypeMisalignment:
    movl $0x80000002, %ecx
    jmp *__imp_RtlRaiseStatus(%rip)
