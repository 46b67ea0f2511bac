import SeL4ABI

/// Why a thread cannot go on by itself. Its handler gets it as a message and may answer.
enum Fault {
    case capability(pointer: Word, inReceivePhase: Bool, LookupFailure)
    case unknownSyscall(Word)
    case userException(vector: Word, code: Word)
    case virtualMemory(address: Word, isInstruction: Bool, status: Word)

    var label: FaultLabel {
        switch self {
        case .capability: .capFault
        case .unknownSyscall: .unknownSyscall
        case .userException: .userException
        case .virtualMemory: .vmFault
        }
    }
}

extension Kernel.Thread {
    /// The fault that the thread waits on.
    @inline(__always) var fault: FaultLabel {
        get { FaultLabel(rawValue: load(ThreadLayout.fault)) }
        nonmutating set { store(ThreadLayout.fault, newValue.rawValue) }
    }

    @inline(__always) func faultWord(_ index: Int) -> Word {
        load(ThreadLayout.faultWords &+ index &* 8)
    }

    func setFaultWords(_ words: (Word, Word, Word, Word, Word, Word)) {
        store(ThreadLayout.faultWords, words.0)
        store(ThreadLayout.faultWords &+ 8, words.1)
        store(ThreadLayout.faultWords &+ 16, words.2)
        store(ThreadLayout.faultWords &+ 24, words.3)
        store(ThreadLayout.faultWords &+ 32, words.4)
        store(ThreadLayout.faultWords &+ 40, words.5)
    }
}

extension Kernel {
    /// Stops a thread with a fault and sends that to its fault endpoint, which is looked up in the
    /// thread's own CSpace now. A thread without a usable one becomes inactive.
    @inline(never) mutating func raise(_ fault: Fault, in thread: Thread) {
        rewind(thread)
        thread.fault = fault.label
        switch fault {
        case .capability(let pointer, let inReceivePhase, let failure):
            thread.setFaultWords(
                (
                    pointer, inReceivePhase ? 1 : 0, failure.type.rawValue, failure.word(0),
                    failure.word(1), failure.word(2)
                ))
        case .unknownSyscall(let number):
            thread.setFaultWords((number, 0, 0, 0, 0, 0))
        case .userException(let vector, let code):
            thread.setFaultWords((vector, code, 0, 0, 0, 0))
        case .virtualMemory(let address, let isInstruction, let status):
            thread.setFaultWords((address, isInstruction ? 1 : 0, status, 0, 0, 0))
        }
        if let slot = try? lookUp(thread.faultHandler, in: thread),
            slot.capability.kind == .endpoint
        {
            let handler = EndpointCapability(slot.capability)
            if handler.rights.contains(.write) && handler.rights.intersects(.grant | .grantReply) {
                send(from: thread, through: handler, isCall: true, isBlocking: true)
                return
            }
        }
        reportUnhandledFault(of: thread)
        thread.fault = .none
        setState(thread, .inactive)
    }

    /// One line on the debug console.
    @_optimize(size) @inline(never) private func reportUnhandledFault(of thread: Thread) {
        guard M.isDebugging else { return }
        Self.print("unhandled fault ")
        Self.print(hexadecimal: thread.fault.rawValue)
        Self.print(" at ")
        Self.print(hexadecimal: thread[.instructionPointer])
        Self.print(" words ")
        Self.print(hexadecimal: thread.faultWord(0))
        Self.print(" ")
        Self.print(hexadecimal: thread.faultWord(1))
        Self.print("\n")
    }

    /// Writes a thread's fault into a receiver's message registers, and says how many.
    func writeFault(of thread: Thread, to receiver: Thread, _ buffer: MessageBuffer) -> Int {
        func put(_ index: Int, _ value: Word) {
            setMessageRegister(index, of: receiver, in: buffer, to: value)
        }
        let length: Int
        switch thread.fault {
        case .capFault:
            let type = LookupFailureType(rawValue: thread.faultWord(2))
            let words = LookupFailure(type: type).wordCount
            put(CapFaultMessage.instructionPointer, thread[.instructionPointer])
            put(CapFaultMessage.address, thread.faultWord(0))
            put(CapFaultMessage.inReceivePhase, thread.faultWord(1))
            put(CapFaultMessage.lookupFailureType, type.rawValue)
            for index in 0..<words {
                put(CapFaultMessage.bitsLeft + index, thread.faultWord(3 + index))
            }
            length = CapFaultMessage.bitsLeft + words
        case .vmFault:
            put(VMFaultMessage.instructionPointer, thread[.instructionPointer])
            put(VMFaultMessage.address, thread.faultWord(0))
            put(VMFaultMessage.isInstructionFault, thread.faultWord(1))
            put(VMFaultMessage.status, thread.faultWord(2))
            length = VMFaultMessage.length
        case .unknownSyscall:
            for index in 0..<UnknownSyscallMessage.replyLength {
                put(index, thread[UnknownSyscallMessage.register(index)])
            }
            put(UnknownSyscallMessage.systemCall, thread.faultWord(0))
            length = UnknownSyscallMessage.length
        default:
            for index in 0..<UserExceptionMessage.replyLength {
                put(index, thread[Register(rawValue: index)])
            }
            put(UserExceptionMessage.vector, thread.faultWord(0))
            put(UserExceptionMessage.errorCode, thread.faultWord(1))
            length = UserExceptionMessage.length
        }
        return carriedLength(length, in: buffer)
    }

    /// Applies the reply to a fault. True: the thread goes on, with the registers that the reply
    /// gave it.
    func applyFaultReply(to thread: Thread, from replier: Thread) -> Bool {
        let info = MessageInfo(rawValue: replier[.messageInfo])
        let writable: Int
        switch thread.fault {
        case .unknownSyscall: writable = UnknownSyscallMessage.replyLength
        case .userException: writable = UserExceptionMessage.replyLength
        default: return true
        }
        let isSystemCall = thread.fault == .unknownSyscall
        let source = buffer(of: replier, forWriting: false)
        let count = carriedLength(min(info.length, writable), in: source)
        for index in 0..<count {
            let value =
                index < MessageLimit.fastRegisters
                ? replier[Register.message(index)] : source[index]
            let register =
                isSystemCall
                ? UnknownSyscallMessage.register(index) : Register(rawValue: index)
            thread[register] = register.sanitised(value)
        }
        // Registers were written that `sysret` would not restore.
        if count > 0 { thread.entryKind = .trap }
        return info.label == 0
    }
}

extension Kernel {
    @inline(never) static func print(_ text: StaticString) {
        text.withUTF8Buffer { bytes in
            for index in bytes.indices { M.putDebugCharacter(unsafe bytes[index]) }
        }
    }

    @inline(never) static func print(hexadecimal value: Word) {
        // Without leading zeros.
        var shift = Word((63 - (value | 1).leadingZeroBitCount) & ~3) + 4
        while shift > 0 {
            shift -= 4
            let digit = UInt8(truncatingIfNeeded: value &>> shift & 15)
            M.putDebugCharacter(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
