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

extension Register {
    /// The register that carries message register `index`, 0 ≤ index < 4.
    @inline(__always) static func message(_ index: Int) -> Register {
        switch index {
        case 0: .r10
        case 1: .r8
        case 2: .r9
        default: .r15
        }
    }
}

extension UnknownSyscallMessage {
    /// The register that message register `index`, 0…17, carries.
    static func register(_ index: Int) -> Register {
        Register(rawValue: index < faultIP ? index + Register.rax.rawValue : index - faultIP)
    }
}

extension Kernel {
    /// The registers of a new thread, but for those that start as zero.
    @inline(__always) func initialiseRegisters(of thread: Thread) { thread[.rflags] = Register.fixedFlags }

    /// Puts a thread that is stopped in a system call back to the `syscall` instruction, which is
    /// two bytes long, so that it makes the call again.
    @inline(__always) func rewind(_ thread: Thread) {
        if thread.entryKind == .systemCall { thread[.rip] &-= 2 }
    }

    /// Where a thread goes on when it is resumed: at its system call again if it waits in one.
    func restartAddress(of thread: Thread) -> Word {
        switch thread.state {
        case .inactive, .running: break
        case .blockedOnReceive, .blockedOnSend, .blockedOnReply, .blockedOnNotification:
            if thread.fault == .none && thread.entryKind == .systemCall {
                return thread[.rip] &- 2
            }
        }
        return thread[.rip]
    }

    /// `int n` by user code: an unknown system call, at the instruction, which is two bytes long. With nobody running
    /// it was a device that was given a wrong vector.
    public mutating func handleSoftwareInterrupt(vector: Int) {
        if current.isNone { return }
        current[.rip] &-= 2
        let number = Word(bitPattern: vector) << 24 | current[.rax] & 0xff_ffff
        raise(.unknownSyscall(number), in: current)
    }

    /// TCB_CopyRegisters' integer registers: as in seL4, the segment bases.
    func copyIntegerRegisters(from source: Thread, to target: Thread) {
        target[.fsBase] = source[.fsBase]
        target[.gsBase] = source[.gsBase]
        if target == current { loadSegmentBases(of: target) }
    }

    /// TCB_SetTLSBase: fs's base.
    func setTLSBase(of thread: Thread, to base: Word) {
        thread[.fsBase] = Register.fsBase.sanitised(base)
        if thread == current { loadSegmentBases(of: thread) }
    }

    @inline(__always) func loadSegmentBases(of thread: Thread) {
        M.loadSegmentBases(fs: thread[.fsBase], gs: thread[.gsBase])
    }
}
