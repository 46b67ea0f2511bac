import CNT
import CNTDLL
import NTABI

/// Called by KiUserExceptionDispatcher: offers an exception to the vectored handlers, then to the functions on the
/// stack, and goes on where they say. One that nobody takes is reported and ends the process.
@c(KiDispatchException)
public func kiDispatchException(_ record: UInt, _ context: UInt) {
    dispatch(Pointer(record), Pointer(context))
}

/// Called by RtlRaiseException with its caller's registers.
@c(KiRaiseException)
public func kiRaiseException(_ record: UInt, _ context: UInt) {
    Pointer<EXCEPTION_RECORD>(record).value.ExceptionAddress = Pointer<CONTEXT>(context).value.instructionPointer
    dispatch(Pointer(record), Pointer(context))
}

/// Called by RtlRaiseStatus with its caller's registers.
@c(KiRaiseStatus)
public func kiRaiseStatus(_ status: UInt32, _ context: UInt) {
    var record = EXCEPTION_RECORD()
    record.ExceptionCode = status
    record.ExceptionFlags = EXCEPTION_NONCONTINUABLE
    record.ExceptionAddress = Pointer<CONTEXT>(context).value.instructionPointer
    withPointer(to: &record) { dispatch($0, Pointer(context)) }
}

private func dispatch(_ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>) {
    if VectoredHandlers.callExceptionHandlers(record, context) || FrameHandlers.search(record, context) {
        VectoredHandlers.callContinueHandlers(record, context)
        _ = Services.resume(context)
    }
    ExceptionReport.write(record, context)
    _ = Services.raise(record, context, firstChance: false)
    while true {
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, record.value.ExceptionCode)
    }
}
