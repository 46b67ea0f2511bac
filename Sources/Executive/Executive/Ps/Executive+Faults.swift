import CNT
import NTABI
import SeL4
import SeL4ABI

extension Executive {
    /// What the kernel reports instead of a system call. When it returns the thread goes on: where it stopped,
    /// at its exception dispatcher, or not at all.
    func handleFault(_ message: ReceivedMessage, of thread: Thread) {
        let words = message.words
        switch FaultLabel(rawValue: message.info.label) {
        case .vmFault:
            handlePageFault(
                of: thread, instruction: words.0, address: words.1, isFetch: words.2 != 0,
                isWrite: words.3 & 2 != 0)
        case .userException:
            let error = IPCBuffer.own[4]
            let exception = ProcessorException.record(vector: words.3, error: error, at: words.0) { count in
                (try? thread.process.readBytes(UserBuffer(words.0, count))) ?? []
            }
            if exception.code == .stackBufferOverrun {
                reportUnhandled(exception, in: thread)
                terminate(thread.process, status: exception.code)
            } else {
                raise(exception, in: thread)
            }
        case .unknownSyscall, .capFault:
            // The kernel has not kept the stack pointer: there is nowhere to raise anything.
            let address = message.info.label == FaultLabel.capFault.rawValue ? words.0 : IPCBuffer.own[15]
            reportUnhandled(ExceptionRecord(.illegalInstruction, at: address), in: thread)
            terminate(thread.process, status: .illegalInstruction)
        default:
            terminate(thread.process, status: .unsuccessful)
        }
    }

    /// Kernels and processors without no-execute pages never say `isFetch`, and let every page be executed.
    private func handlePageFault(
        of thread: Thread, instruction: UInt, address: UInt, isFetch: Bool, isWrite: Bool
    ) {
        do throws(NTStatus) {
            try thread.process.addressSpace.handleFault(at: address, isWrite: isWrite, isFetch: isFetch)
        } catch {
            let access: UInt = isFetch || instruction == address ? 8 : isWrite ? 1 : 0
            raise(ExceptionRecord(error, at: instruction, access: access, of: address), in: thread)
        }
    }

    /// Has a thread go on at ntdll's KiUserExceptionDispatcher, with the record and its context on its stack.
    /// Where there is no stack to write to, the process ends with the exception's status, and a report.
    func raise(_ exception: ExceptionRecord, in thread: Thread) {
        var registers = thread.readContext()
        if exception.code == .breakpoint { registers[.rip] = exception.address }
        do throws(NTStatus) {
            thread.pendingContext = try dispatcherContext(exception.record, CONTEXT(registers), registers, thread)
        } catch {
            reportUnhandled(exception, in: thread)
            terminate(thread.process, status: exception.code)
        }
    }

    /// Writes both structures below the stack pointer and returns the registers of the dispatcher's first instruction.
    func dispatcherContext(
        _ record: EXCEPTION_RECORD, _ context: CONTEXT, _ registers: UserContext, _ thread: Thread
    ) throws(NTStatus) -> UserContext {
        let contextSize = UInt(MemoryLayout<CONTEXT>.size)
        let recordSize = UInt(MemoryLayout<EXCEPTION_RECORD>.size)
        let stack = UInt(context.Rsp)
        let place = (stack &- contextSize &- recordSize) & ~15
        guard place < stack else { throw .accessViolation }
        try thread.process.write(context, to: UserPointer(required: place))
        try thread.process.write(record, to: UserPointer(required: place + contextSize))
        var next = registers
        next[.rsp] = place
        next[.rip] = systemLibrary.exceptionDispatcher
        next[.rflags] = 0x202
        return next
    }

    /// Tells display and log why a process ends: who, what, where.
    func reportUnhandled(_ exception: ExceptionRecord, in thread: Thread) {
        let process = thread.process
        var text = TextBuilder()
        text.put(process.imageName)
        text.put(" (process ")
        text.put(decimal: UInt(process.id))
        text.put(", thread ")
        text.put(decimal: UInt(thread.id))
        text.put("): ")
        text.put(exception.code.meaning)
        text.put(" (")
        text.put(hexadecimal: UInt(exception.code.rawValue), digits: 8)
        text.put(") at ")
        text.put(hexadecimal: exception.address, digits: 16)
        if let place = process.addressSpace.module(at: exception.address) {
            text.put(", ")
            text.put(place.name)
            text.put("+0x")
            text.put(hexadecimal: exception.address - place.base, digits: 1)
        }
        if exception.parameterCount == 2, exception.code == .accessViolation {
            text.put(
                exception.parameters.0 == 1 ? ", writing " : exception.parameters.0 == 8 ? ", executing " : ", reading "
            )
            text.put(hexadecimal: exception.parameters.1, digits: 16)
        }
        text.put("\r\n")
        log(text.text)
        display(text.text)
    }
}

extension NTStatus {
    /// What an exception's status means, in words.
    fileprivate var meaning: StaticString {
        switch self {
        case .accessViolation: "access violation"
        case .stackOverflow: "stack overflow"
        case .illegalInstruction: "illegal instruction"
        case .privilegedInstruction: "privileged instruction"
        case .integerDivideByZero: "division by zero"
        case .breakpoint: "breakpoint"
        case .stackBufferOverrun: "fast fail"
        case .guardPageViolation: "guard page violation"
        case .datatypeMisalignment: "misaligned access"
        default: "unhandled exception"
        }
    }
}
