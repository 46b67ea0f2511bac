import CNT
import NTABI

/// An exception of a thread: EXCEPTION_RECORD with the parameters that exceptions of the processor have.
struct ExceptionRecord {
    var code: NTStatus
    var address: UInt
    var parameters: (UInt, UInt) = (0, 0)
    var parameterCount: UInt32 = 0
    /// The thread cannot go on where it stopped.
    var isNoncontinuable = false

    init(_ code: NTStatus, at address: UInt) {
        self.code = code
        self.address = address
    }

    /// An access that was refused: 0 read, 1 write or 8 execution, and the address.
    init(_ code: NTStatus, at address: UInt, access: UInt, of target: UInt) {
        self.init(code, at: address)
        parameters = (access, target)
        parameterCount = 2
    }

    /// A record that a program passed.
    init(_ record: EXCEPTION_RECORD) {
        self.init(NTStatus(rawValue: record.ExceptionCode), at: UInt(record.ExceptionAddress))
        parameters = (UInt(record.ExceptionInformation.0), UInt(record.ExceptionInformation.1))
        parameterCount = min(record.NumberParameters, UInt32(EXCEPTION_MAXIMUM_PARAMETERS))
        isNoncontinuable = record.ExceptionFlags & UInt32(EXCEPTION_NONCONTINUABLE) != 0
    }

    /// The structure as KiUserExceptionDispatcher finds it.
    var record: EXCEPTION_RECORD {
        var record = EXCEPTION_RECORD()
        record.ExceptionCode = code.rawValue
        record.ExceptionFlags = isNoncontinuable ? UInt32(EXCEPTION_NONCONTINUABLE) : 0
        record.ExceptionAddress = address
        record.NumberParameters = parameterCount
        record.ExceptionInformation.0 = parameters.0
        record.ExceptionInformation.1 = parameters.1
        return record
    }
}
