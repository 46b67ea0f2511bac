import SeL4ABI

/// Why a thread cannot go on by itself.
enum Fault {
    case capability(pointer: Word, isReceiving: Bool, LookupFailure)
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

    /// Registers in the order of an UnknownSyscall's message.
    static let systemCallRegisters: [Register] = [
        .rax, .rbx, .rcx, .rdx, .rsi, .rdi, .rbp, .r8, .r9, .r10, .r11, .r12, .r13, .r14, .r15, .rip, .rsp, .rflags,
    ]
    static let exceptionRegisters: [Register] = [.rip, .rsp, .rflags]

    /// The message that tells the handler.
    func words(of thread: Thread) -> [Word] {
        switch self {
        case .capability(let pointer, let isReceiving, let failure):
            [thread[.rip], pointer, isReceiving ? 1 : 0] + failure.words
        case .unknownSyscall(let number):
            Self.systemCallRegisters.map { thread[$0] } + [number]
        case .userException(let vector, let code):
            Self.exceptionRegisters.map { thread[$0] } + [vector, code]
        case .virtualMemory(let address, let isInstruction, let status):
            [thread[.rip], address, isInstruction ? 1 : 0, status]
        }
    }

    /// What the handler's answer does to the thread. True: it goes on.
    func apply(answerOf replier: Thread, to thread: Thread) -> Bool {
        let writable: [Register]
        switch self {
        case .unknownSyscall: writable = Self.systemCallRegisters
        case .userException: writable = Self.exceptionRegisters
        case .capability, .virtualMemory: return true
        }
        let info = MessageInfo(rawValue: replier[.messageInfo])
        let message = Message(of: replier, length: min(info.length, writable.count))
        let words = (0..<message.count).map { message[$0] }
        for (register, word) in zip(writable, words) { thread[register] = register.accepted(word) }
        if !words.isEmpty { thread.isInSystemCall = false }
        return info.label == 0
    }
}

extension Model {
    /// Sends a fault as a Call to the thread's handler, which is looked up now, in the thread's own CSpace. Without a
    /// handler the thread stops.
    func raise(_ fault: Fault, in thread: Thread) {
        thread.rewind()
        if case .endpoint(let endpoint, let badge, let rights)? = (try? lookUp(thread.faultHandler, in: thread))?
            .capability, rights.contains(.write), rights.intersects(.grant | .grantReply)
        {
            thread.fault = fault
            let sending = Thread.Sending(
                badge: badge, canGrant: rights.contains(.grant), canGrantReply: rights.contains(.grantReply),
                isCall: true)
            send(from: thread, to: endpoint, sending, isBlocking: true)
        } else {
            setState(thread, .inactive)
        }
    }

    /// An exception of user code.
    func exception(vector: Int, code: Word, address: Word) {
        // #NM: the first use of the FPU, unless the thread is to do without.
        if vector == 7, let current, current.flags == 0, !current.usesFPU {
            current.usesFPU = true
            return
        }
        let fault: Fault =
            vector == 14
            ? .virtualMemory(address: address, isInstruction: code & 16 != 0, status: code)
            : .userException(vector: Word(vector), code: code)
        raise(fault, in: caller)
    }
}
