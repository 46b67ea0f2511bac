import SeL4ABI

/// What TCB_CopyRegisters shall do, as its first argument says.
struct CopyOptions: FlagSet {
    var rawValue: Word
    @inline(__always) init(rawValue: Word) { self.rawValue = rawValue }

    static var suspendSource: Self { Self(rawValue: 1) }
    static var resumeTarget: Self { Self(rawValue: 2) }
    static var frameRegisters: Self { Self(rawValue: 4) }
    static var integerRegisters: Self { Self(rawValue: 8) }
}

extension Kernel {
    /// - Errors: TruncatedMessage, RangeError (count), IllegalOperation (the caller itself).
    func decodeReadRegisters(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 2)
        let count = invocation[1]
        let limit = Word(Register.count)
        guard count >= 1 && count <= limit else { throw .rangeError(1, limit) }
        guard thread != current else { throw .illegalOperation }
        return .readRegisters(
            thread, suspend: invocation[0] & 1 != 0, count: Int(bitPattern: count))
    }

    /// - Errors: TruncatedMessage (also when `count` is more than was sent), IllegalOperation
    ///   (the caller itself).
    func decodeWriteRegisters(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 2)
        let count = invocation[1]
        guard count <= Word(bitPattern: invocation.length &- 2) else { throw .truncatedMessage }
        guard thread != current else { throw .illegalOperation }
        return .writeRegisters(
            thread, resume: invocation[0] & 1 != 0,
            count: min(Int(bitPattern: count), Register.count), invocation)
    }

    func writeRegisters(of thread: Thread, count: Int, from invocation: Invocation) {
        for index in 0..<count {
            let register = Register(rawValue: index)
            thread[register] = register.sanitised(invocation[2 + index])
        }
        if count > 0 { thread.entryKind = .trap }
    }

    /// - Errors: TruncatedMessage, InvalidCapability 1 (the source is no thread).
    func decodeCopyRegisters(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 1, capabilities: 1)
        let source = invocation.capability(0)
        guard source.kind == .thread else { throw .invalidCapability(1) }
        return .copyRegisters(
            thread, from: Thread(source.object), CopyOptions(rawValue: invocation[0]))
    }

    mutating func copyRegisters(from source: Thread, to target: Thread, _ options: CopyOptions) {
        if options.contains(.suspendSource) { suspend(source) }
        if options.contains(.resumeTarget) { resume(target) }
        if options.contains(.frameRegisters) {
            target[.instructionPointer] = restartAddress(of: source)
            for index in 1..<Register.frameCount {
                let register = Register(rawValue: index)
                target[register] = source[register]
            }
            target.entryKind = .trap
        }
        if options.contains(.integerRegisters) { copyIntegerRegisters(from: source, to: target) }
    }
}
