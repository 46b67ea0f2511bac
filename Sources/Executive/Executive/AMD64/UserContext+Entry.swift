import CNT
import SeL4
import SeL4ABI

extension UserContext {
    /// The first instruction of `routine(first, second)`, which returns nowhere; `stack` is aligned on 16 bytes.
    init(calling routine: UInt, _ first: UInt, _ second: UInt, stack: UInt, teb: UInt) {
        self.init()
        enter(routine, stack: stack - 0x28)  // the callee's home space and a return address of zero
        self[.rcx] = first
        self[.rdx] = second
        self[.gsBase] = teb
    }

    /// Where the thread is, or goes on.
    var instructionPointer: UInt {
        get { self[.rip] }
        set { self[.rip] = newValue }
    }

    var stack: UInt { self[.rsp] }

    /// Goes on at `routine` with the stack at `stack`; the registers of calculation stay.
    mutating func enter(_ routine: UInt, stack: UInt) {
        self[.rip] = routine
        self[.rsp] = stack
        self[.rflags] = 0x202
    }

    /// The kernel does not keep rsp across `syscall`: stubs leave it in rbx.
    mutating func restoreStack() { self[.rsp] = self[.rbx] }

    /// Steps out of a system call.
    mutating func leaveSystemCall() {
        restoreStack()
        self[.rip] &+= 2
    }

    /// What a service answers, where ntdll's stubs find it and where they leave it for the program.
    mutating func setAnswer(_ answer: UInt) {
        self[.rax] = answer
        self[.r10] = answer
    }

    /// The bytes of `syscall`, at the address of a thread that waits in one.
    static var systemCallInstruction: UInt16 { 0x050F }
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
