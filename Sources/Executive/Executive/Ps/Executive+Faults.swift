import CNT
import NTABI
import SeL4
import SeL4ABI

extension Executive {
    /// What the kernel reports instead of a system call. When it returns the thread goes on: where it stopped,
    /// at its exception dispatcher, or not at all.
    func handleFault(_ message: ReceivedMessage, of thread: Thread) {
        switch FaultLabel(rawValue: message.info.label) {
        case .vmFault:
            handle(PageFault(message), of: thread)
        case .userException:
            let exception = ProcessorException.record(message, of: thread.process)
            if exception.code == .stackBufferOverrun {
                reportUnhandled(exception, in: thread)
                terminate(thread.process, status: exception.code)
            } else {
                raise(exception, in: thread)
            }
        case .unknownSyscall, .capFault:
            // The kernel has not kept the stack pointer: there is nowhere to raise anything.
            reportUnhandled(ExceptionRecord(.illegalInstruction, at: message.failedCall), in: thread)
            terminate(thread.process, status: .illegalInstruction)
        default:
            terminate(thread.process, status: .unsuccessful)
        }
    }

    private func handle(_ fault: PageFault, of thread: Thread) {
        do throws(NTStatus) {
            try thread.process.addressSpace.handleFault(
                at: fault.address, isWrite: fault.isWrite, isFetch: fault.isFetch)
        } catch {
            let access: UInt = fault.isFetch || fault.instruction == fault.address ? 8 : fault.isWrite ? 1 : 0
            raise(ExceptionRecord(error, at: fault.instruction, access: access, of: fault.address), in: thread)
        }
    }

    /// Has a thread go on at ntdll's KiUserExceptionDispatcher, with the record and its context on its stack.
    /// Where there is no stack to write to, the process ends with the exception's status, and a report.
    func raise(_ exception: ExceptionRecord, in thread: Thread) {
        var registers = thread.readContext()
        if exception.code == .breakpoint { registers.instructionPointer = exception.address }
        do throws(NTStatus) {
            thread.pendingContext = try dispatcherContext(exception.record, CONTEXT(registers), registers, thread)
        } catch {
            reportUnhandled(exception, in: thread)
            terminate(thread.process, status: exception.code)
        }
    }

    /// Writes both structures below the stack pointer, and behind them what an interrupt would leave; returns the registers of
    /// the dispatcher's first instruction.
    func dispatcherContext(
        _ record: EXCEPTION_RECORD, _ context: CONTEXT, _ registers: UserContext, _ thread: Thread
    ) throws(NTStatus) -> UserContext {
        let contextSize = UInt(MemoryLayout<CONTEXT>.size)
        let bothSize = (contextSize + UInt(MemoryLayout<EXCEPTION_RECORD>.size) + 15) & ~15
        let stack = context.stack
        let place = (stack &- bothSize &- UInt(MemoryLayout<MachineFrame>.size)) & ~15
        guard place < stack else { throw .accessViolation }
        try thread.process.write(context, to: UserPointer(required: place))
        try thread.process.write(record, to: UserPointer(required: place + contextSize))
        try thread.process.write(MachineFrame(context), to: UserPointer(required: place + bothSize))
        var next = registers
        next.enter(systemLibrary.exceptionDispatcher, stack: place)
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
