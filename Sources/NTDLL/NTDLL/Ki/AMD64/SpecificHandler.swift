import CNT
import CNTDLL
import NTABI

/// The scope table behind `__C_specific_handler`: which parts of a function are guarded, and by what.
private struct ScopeTable {
    struct Scope: BitwiseCopyable {
        var begin: UInt32
        var end: UInt32
        /// A filter, 1 for "always", or for `__finally` the termination handler.
        var handler: UInt32
        /// Where an `__except` block starts; 0 for `__finally`.
        var target: UInt32

        func contains(_ offset: UInt) -> Bool { offset >= UInt(begin) && offset < UInt(end) }
    }

    let address: UInt
    var count: Int { Int(Pointer<UInt32>(address).value) }
    subscript(index: Int) -> Scope { Pointer<Scope>(address + 4)[index] }
}

/// __C_specific_handler. The language handler of functions with `__try`: runs filters while an exception looks for
/// its handler, and `__finally` blocks while the stack unwinds.
@c(__C_specific_handler)
public func cSpecificHandler(
    _ record: UInt, _ frame: UInt, _ context: UInt, _ dispatcherContext: UInt
) -> Int32 {
    let dispatcher = Pointer<DISPATCHER_CONTEXT>(dispatcherContext)
    let flags = Pointer<EXCEPTION_RECORD>(record).value.ExceptionFlags
    if flags & (EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND) == 0 {
        return search(Pointer(record), frame, Pointer(context), dispatcher)
    }
    terminate(flags, frame, dispatcher)
    return ExceptionContinueSearch
}

private func search(
    _ record: Pointer<EXCEPTION_RECORD>, _ frame: UInt, _ context: Pointer<CONTEXT>,
    _ dispatcher: Pointer<DISPATCHER_CONTEXT>
) -> Int32 {
    let base = dispatcher.value.ImageBase
    let offset = dispatcher.value.ControlPc - base
    let table = ScopeTable(address: dispatcher.value.HandlerData)
    var index = Int(dispatcher.value.ScopeIndex)
    while index < table.count {
        let scope = table[index]
        index += 1
        guard scope.contains(offset), scope.target != 0 else { continue }
        var answer = EXCEPTION_EXECUTE_HANDLER
        if scope.handler != 1 {
            var pointers = EXCEPTION_POINTERS(
                ExceptionRecord: record.address, ContextRecord: context.address)
            answer = withPointer(to: &pointers) {
                RtlpCallHandler($0.address, frame, 0, 0, base + UInt(scope.handler))
            }
        }
        if answer < 0 { return ExceptionContinueExecution }
        guard answer > 0 else { continue }
        // Nothing between here and the exception has a frame that matters: start where it happened.
        Unwind.run(
            frame, base + UInt(scope.target), record, UInt(record.value.ExceptionCode), context)
    }
    return ExceptionContinueSearch
}

private func terminate(_ flags: UInt32, _ frame: UInt, _ dispatcher: Pointer<DISPATCHER_CONTEXT>) {
    let base = dispatcher.value.ImageBase
    let offset = dispatcher.value.ControlPc - base
    let target = dispatcher.value.TargetIp &- base
    let isTarget = flags & EXCEPTION_TARGET_UNWIND != 0
    let table = ScopeTable(address: dispatcher.value.HandlerData)
    while Int(dispatcher.value.ScopeIndex) < table.count {
        let scope = table[Int(dispatcher.value.ScopeIndex)]
        dispatcher.value.ScopeIndex += 1
        guard scope.contains(offset) else { continue }
        // Unwinding ends in the `__except` of this scope, or inside it: what lies further out goes on.
        if isTarget, scope.contains(target) || UInt(scope.target) == target, scope.target != 0 {
            return
        }
        if isTarget, scope.target == 0, scope.contains(target) { return }
        guard scope.target == 0 else { continue }
        _ = RtlpCallHandler(1, frame, 0, 0, base + UInt(scope.handler))
    }
}
