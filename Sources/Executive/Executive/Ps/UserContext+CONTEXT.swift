import CNT
import SeL4
import SeL4ABI

extension CONTEXT {
    /// A thread's registers. What the executive cannot see of a thread, its FPU, reads as it is at a thread's start.
    init(_ registers: UserContext) {
        self.init(
            startingAt: registers[.rip], registers[.rcx], registers[.rdx], stackBase: registers[.rsp] &+ 0x28)
        ContextFlags = UInt32(CONTEXT_CONTROL) | UInt32(CONTEXT_INTEGER) | UInt32(CONTEXT_SEGMENTS)
        EFlags = UInt32(truncatingIfNeeded: registers[.rflags])
        Rax = UInt64(registers[.rax])
        Rbx = UInt64(registers[.rbx])
        Rbp = UInt64(registers[.rbp])
        Rsi = UInt64(registers[.rsi])
        Rdi = UInt64(registers[.rdi])
        R8 = UInt64(registers[.r8])
        R9 = UInt64(registers[.r9])
        R10 = UInt64(registers[.r10])
        R11 = UInt64(registers[.r11])
        R12 = UInt64(registers[.r12])
        R13 = UInt64(registers[.r13])
        R14 = UInt64(registers[.r14])
        R15 = UInt64(registers[.r15])
    }
}

extension UserContext {
    /// Takes over the parts that the CONTEXT's flags name; segment bases stay.
    mutating func apply(_ context: CONTEXT) {
        if context.ContextFlags & 1 != 0 {
            self[.rip] = UInt(context.Rip)
            self[.rsp] = UInt(context.Rsp)
            self[.rflags] = UInt(context.EFlags)
        }
        guard context.ContextFlags & 2 != 0 else { return }
        self[.rax] = UInt(context.Rax)
        self[.rbx] = UInt(context.Rbx)
        self[.rcx] = UInt(context.Rcx)
        self[.rdx] = UInt(context.Rdx)
        self[.rsi] = UInt(context.Rsi)
        self[.rdi] = UInt(context.Rdi)
        self[.rbp] = UInt(context.Rbp)
        self[.r8] = UInt(context.R8)
        self[.r9] = UInt(context.R9)
        self[.r10] = UInt(context.R10)
        self[.r11] = UInt(context.R11)
        self[.r12] = UInt(context.R12)
        self[.r13] = UInt(context.R13)
        self[.r14] = UInt(context.R14)
        self[.r15] = UInt(context.R15)
    }
}
