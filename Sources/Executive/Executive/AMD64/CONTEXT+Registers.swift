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

extension CONTEXT {
    /// `RtlUserThreadStart(start, argument)` at the top of a stack, with the FPU as Windows starts it.
    init(startingAt entry: UInt, _ start: UInt, _ argument: UInt, stackBase: UInt) {
        self.init()
        ContextFlags = UInt32(CONTEXT_FULL) | UInt32(CONTEXT_SEGMENTS)
        Rip = UInt64(entry)
        Rcx = UInt64(start)
        Rdx = UInt64(argument)
        Rsp = UInt64(stackBase &- 0x28)  // a program may have left any number in rsp
        EFlags = 0x202
        (SegCs, SegSs) = (0x33, 0x2B)
        MxCsr = 0x1F80
        FltSave.ControlWord = 0x027F
        FltSave.MxCsr = 0x1F80
    }

    /// Takes over the parts that its own flags name.
    mutating func takeNamedParts(from other: CONTEXT) {
        if ContextFlags & 1 != 0 {
            (Rip, Rsp, EFlags, SegCs, SegSs) = (other.Rip, other.Rsp, other.EFlags, other.SegCs, other.SegSs)
        }
        if ContextFlags & 2 != 0 {
            (Rax, Rbx, Rcx, Rdx) = (other.Rax, other.Rbx, other.Rcx, other.Rdx)
            (Rsi, Rdi, Rbp) = (other.Rsi, other.Rdi, other.Rbp)
            (R8, R9, R10, R11) = (other.R8, other.R9, other.R10, other.R11)
            (R12, R13, R14, R15) = (other.R12, other.R13, other.R14, other.R15)
        }
        if ContextFlags & 8 != 0 { (FltSave, MxCsr) = (other.FltSave, other.MxCsr) }
    }

    /// The stack pointer.
    var stack: UInt { UInt(Rsp) }

    /// The argument of a first thread's start: what `init(startingAt:_:_:stackBase:)` was given as the thread's routine.
    var startRoutine: UInt { UInt(Rcx) }

    /// Notes a call in the home places, where KiUserApcDispatcher looks for it.
    mutating func setCall(_ routine: UInt, _ arguments: (UInt, UInt, UInt)) {
        P1Home = UInt64(arguments.0)
        P2Home = UInt64(arguments.1)
        P3Home = UInt64(arguments.2)
        P4Home = UInt64(routine)
    }
}

/// What the processor pushes when it is interrupted; unwinding finds the interrupted code by it.
struct MachineFrame: BitwiseCopyable {
    let rip, cs, flags, rsp, ss: UInt64

    init(_ context: CONTEXT) {
        rip = context.Rip
        cs = UInt64(context.SegCs)
        flags = UInt64(context.EFlags)
        rsp = context.Rsp
        ss = UInt64(context.SegSs)
    }
}
