import SeL4ABI

extension Register {
    /// What a register may hold in user mode: flags that only change arithmetic, addresses that
    /// the processor accepts. Everything else could make the return to user mode fault in the
    /// kernel.
    @inline(__always) func sanitised(_ value: Word) -> Word {
        switch self {
        case .rflags: value & Self.arithmeticFlags | Self.fixedFlags
        case .rip, .fsBase, .gsBase: Self.isCanonical(value) ? value : 0
        default: value
        }
    }

    /// Carry, parity, adjust, zero, sign, direction, overflow.
    private static var arithmeticFlags: Word { 0xcd5 }
    /// Interrupts on, and the bit that is always set.
    static var fixedFlags: Word { 0x202 }

    /// Whether bits 47–63 are equal.
    static func isCanonical(_ address: Word) -> Bool {
        let top = Int(bitPattern: address) >> 47
        return top == 0 || top == -1
    }
}

extension UnknownSyscallMessage {
    /// The register that message register `index`, 0…17, carries.
    static func register(_ index: Int) -> Register {
        Register(rawValue: index < faultIP ? index + Register.rax.rawValue : index - faultIP)
    }
}

extension Kernel {
    /// Puts a thread that is stopped in a system call back to the `syscall` instruction, which is
    /// two bytes long, so that it makes the call again.
    @inline(__always) func rewind(_ thread: Thread) {
        if thread.entryKind == .systemCall { thread[.rip] &-= 2 }
    }
}
