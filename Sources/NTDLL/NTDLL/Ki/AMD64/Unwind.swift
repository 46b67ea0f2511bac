import CNT
import CNTDLL
import NTABI

/// Called by RtlUnwindEx and RtlUnwind with their caller's registers: leaves every frame up to `targetFrame` with
/// its termination handlers called, and goes on there at `targetIp` with `returnValue` in rax.
/// A null target frame leaves all frames.
@c(RtlpUnwind)
public func rtlpUnwind(
    _ targetFrame: UInt, _ targetIp: UInt, _ record: UInt, _ returnValue: UInt, _ caller: UInt
) {
    if record != 0 {
        return Unwind.run(targetFrame, targetIp, Pointer(record), returnValue, Pointer(caller))
    }
    var own = EXCEPTION_RECORD()
    own.ExceptionCode = NTStatus.unwind.rawValue
    own.ExceptionAddress = UInt(Pointer<CONTEXT>(caller).value.Rip)
    withPointer(to: &own) { Unwind.run(targetFrame, targetIp, $0, returnValue, Pointer(caller)) }
}

enum Unwind {
    /// Unwinds from `start` and does not come back.
    static func run(
        _ targetFrame: UInt, _ targetIp: UInt, _ record: Pointer<EXCEPTION_RECORD>,
        _ returnValue: UInt, _ start: Pointer<CONTEXT>
    ) {
        record.value.ExceptionFlags |= EXCEPTION_UNWINDING
        if targetFrame == 0 { record.value.ExceptionFlags |= EXCEPTION_EXIT_UNWIND }
        var current = start.value
        var above = start.value
        withPointer(to: &current) { current in
            withPointer(to: &above) { above in
                walk(targetFrame, targetIp, record, returnValue, current, above)
                current.value.Rip = UInt64(targetIp)
                current.value.Rax = UInt64(returnValue)
                _ = Services.resume(current)
            }
        }
        RtlRaiseStatus(NTStatus.badStack.rawValue)
    }

    /// Leaves `current` as the registers of the target frame's function.
    private static func walk(
        _ targetFrame: UInt, _ targetIp: UInt, _ record: Pointer<EXCEPTION_RECORD>,
        _ returnValue: UInt, _ current: Pointer<CONTEXT>, _ above: Pointer<CONTEXT>
    ) {
        var mayBeLeaf = true
        while current.value.Rip != 0 {
            let pc = UInt(current.value.Rip)
            above.value = current.value
            guard let (entry, base) = Unwinder.function(at: pc) else {
                guard StackWalk.step(current, mayBeLeaf: &mayBeLeaf) else { RtlRaiseStatus(NTStatus.badStack.rawValue) }
                continue
            }
            let frame = Unwinder.step(Unwinder.terminationHandler, base, pc, entry, above)
            mayBeLeaf = frame.isInterruption
            guard StackWalk.isOnStack(frame.establisher) else {
                RtlRaiseStatus(NTStatus.badStack.rawValue)
            }
            let isTarget = frame.establisher == targetFrame
            if targetFrame != 0, frame.establisher > targetFrame {
                RtlRaiseStatus(NTStatus.invalidUnwindTarget.rawValue)
            }
            if isTarget { record.value.ExceptionFlags |= EXCEPTION_TARGET_UNWIND }
            if frame.handler != 0 {
                current.value.Rax = UInt64(returnValue)
                var dispatcher = DISPATCHER_CONTEXT(
                    ControlPc: pc, ImageBase: base, FunctionEntry: entry.address,
                    EstablisherFrame: frame.establisher, TargetIp: targetIp,
                    ContextRecord: current.address, LanguageHandler: frame.handler,
                    HandlerData: frame.handlerData, HistoryTable: 0, ScopeIndex: 0, Fill0: 0)
                let answer = withPointer(to: &dispatcher) {
                    RtlpCallHandler(
                        record.address, frame.establisher, current.address, $0.address,
                        frame.handler)
                }
                guard answer == ExceptionContinueSearch else {
                    RtlRaiseStatus(NTStatus.invalidDisposition.rawValue)
                }
            }
            record.value.ExceptionFlags &= ~(EXCEPTION_TARGET_UNWIND | EXCEPTION_COLLIDED_UNWIND)
            if isTarget { return }
            current.value = above.value
        }
    }
}
