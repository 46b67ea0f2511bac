import CNT
import CNTDLL
import NTABI

/// Handlers of the functions on the stack: structured exception handling.
enum FrameHandlers {
    /// Asks every function that has a handler, from the innermost up. True if one says that the thread is to go on
    /// as `original` stands; one that takes the exception unwinds to itself and does not come back.
    static func search(_ record: Pointer<EXCEPTION_RECORD>, _ original: Pointer<CONTEXT>) -> Bool {
        guard currentPEB.value.Ldr != 0 else { return false }
        var context = original.value
        return withPointer(to: &context) { search(record, original, $0) }
    }

    private static func search(
        _ record: Pointer<EXCEPTION_RECORD>, _ original: Pointer<CONTEXT>,
        _ context: Pointer<CONTEXT>
    ) -> Bool {
        var nestedFrame: UInt = 0
        var mayBeLeaf = true
        while context.value.Rip != 0 {
            let pc = UInt(context.value.Rip)
            guard let (entry, base) = Unwinder.function(at: pc) else {
                guard StackWalk.step(context, mayBeLeaf: &mayBeLeaf) else { return false }
                continue
            }
            guard StackWalk.isOnStack(UInt(context.value.Rsp)) else { break }
            let frame = Unwinder.step(Unwinder.exceptionHandler, base, pc, entry, context)
            mayBeLeaf = frame.isInterruption
            guard StackWalk.isOnStack(frame.establisher) else { break }
            guard frame.handler != 0 else { continue }
            var dispatcher = DISPATCHER_CONTEXT(
                ControlPc: pc, ImageBase: base, FunctionEntry: entry.address,
                EstablisherFrame: frame.establisher, TargetIp: 0, ContextRecord: context.address,
                LanguageHandler: frame.handler, HandlerData: frame.handlerData, HistoryTable: 0,
                ScopeIndex: 0, Fill0: 0)
            let answer = withPointer(to: &dispatcher) {
                RtlpCallHandler(
                    record.address, frame.establisher, original.address, $0.address, frame.handler)
            }
            if nestedFrame == frame.establisher {
                record.value.ExceptionFlags &= ~EXCEPTION_NESTED_CALL
                nestedFrame = 0
            }
            switch answer {
            case ExceptionContinueExecution:
                if record.value.ExceptionFlags & EXCEPTION_NONCONTINUABLE == 0 { return true }
                RtlRaiseStatus(NTStatus.noncontinuableException.rawValue)
            case ExceptionContinueSearch: continue
            case ExceptionNestedException:
                record.value.ExceptionFlags |= EXCEPTION_NESTED_CALL
                nestedFrame = max(nestedFrame, dispatcher.EstablisherFrame)
            default: RtlRaiseStatus(NTStatus.invalidDisposition.rawValue)
            }
        }
        record.value.ExceptionFlags |= EXCEPTION_STACK_INVALID
        return false
    }
}
