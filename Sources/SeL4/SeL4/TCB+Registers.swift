public import SeL4ABI

/// seL4_UserContext: the registers of a thread, in the kernel's order.
public struct UserContext: Equatable, Sendable {
    var words: InlineArray<20, Word>

    public init() { words = InlineArray(repeating: 0) }

    @inline(__always) public subscript(register: Register) -> Word {
        get { words[register.rawValue] }
        set { words[register.rawValue] = newValue }
    }

    public static func == (left: Self, right: Self) -> Bool {
        for index in 0..<Register.count where left.words[index] != right.words[index] {
            return false
        }
        return true
    }
}

extension TCB {
    /// TCB_ReadRegisters.
    public func readRegisters(suspending: Bool = false) throws(InvocationError) -> UserContext {
        let words = try read(count: Register.count, suspending: suspending)
        var context = UserContext()
        context.words[0] = words.0
        context.words[1] = words.1
        context.words[2] = words.2
        context.words[3] = words.3
        for index in 4..<Register.count { context.words[index] = IPCBuffer.own[index] }
        return context
    }

    /// Where the thread is, or, if it waits in a system call, which one: the address of its `syscall` instruction.
    public func instructionPointer() throws(InvocationError) -> Word { try read(count: 1, suspending: false).0 }

    /// The first four words of the answer; the rest is in the IPC buffer.
    private func read(count: Int, suspending: Bool) throws(InvocationError) -> (Word, Word, Word, Word) {
        let info = MessageInfo(label: InvocationLabel.tcbReadRegisters.rawValue, length: 2)
        let answer = trap(.call, pointer, info, suspending ? 1 : 0, Word(count))
        guard answer.info.label == ErrorCode.noError.rawValue else {
            throw InvocationError(code: ErrorCode(rawValue: answer.info.label))
        }
        return answer.words
    }

    /// TCB_WriteRegisters: the first `count` registers.
    public func writeRegisters(
        _ context: UserContext, resuming: Bool, count: Int = Register.count
    ) throws(InvocationError) {
        for index in 2..<count { IPCBuffer.own[index + 2] = context.words[index] }
        try invoke(
            .tcbWriteRegisters, length: count + 2, resuming ? 1 : 0, Word(count),
            context.words[0], context.words[1])
    }
}
