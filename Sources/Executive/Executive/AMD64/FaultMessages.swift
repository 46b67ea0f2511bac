import NTABI
import SeL4
import SeL4ABI

/// What a VMFault message of the kernel says.
struct PageFault {
    let instruction: UInt
    let address: UInt
    /// Never true with kernels and processors that have no pages without execution.
    let isFetch: Bool
    let isWrite: Bool

    init(_ message: ReceivedMessage) {
        instruction = message.words.0
        address = message.words.1
        isFetch = message.words.2 != 0
        isWrite = message.words.3 & 2 != 0  // bit 1 of the processor's error code
    }
}

extension ProcessorException {
    /// The exception that a UserException message tells of. The fifth word is in the IPC buffer.
    static func record(_ message: ReceivedMessage, of process: Process) -> ExceptionRecord {
        let words = message.words
        return record(
            vector: words.3, error: IPCBuffer.own[UserExceptionMessage.errorCode], at: words.0
        ) { count in
            (try? process.readBytes(UserBuffer(words.0, count))) ?? []
        }
    }
}

extension ReceivedMessage {
    /// The address of the system call of an UnknownSyscall or a CapFault message.
    var failedCall: UInt {
        info.label == FaultLabel.capFault.rawValue ? words.0 : IPCBuffer.own[UnknownSyscallMessage.faultIP]
    }
}
