import CNT
import NTABI

/// RtlLookupFunctionEntry. The unwind entry of the function that holds an address, or null for a leaf.
@c(RtlLookupFunctionEntry)
public func rtlLookupFunctionEntry(_ pc: UInt, _ imageBase: UInt, _ historyTable: UInt) -> UInt {
    guard let (entry, base) = Unwinder.function(at: pc) else {
        Pointer<UInt>(imageBase).value = ModuleList.containing(pc)?.base ?? 0
        return 0
    }
    Pointer<UInt>(imageBase).value = base
    return entry.address
}

/// RtlVirtualUnwind. Turns `context` into that of the caller of the function at `pc`; the result is the
/// function's handler of the wanted kind, or null.
@c(RtlVirtualUnwind)
public func rtlVirtualUnwind(
    _ handlerType: UInt32, _ imageBase: UInt, _ pc: UInt, _ function: UInt, _ context: UInt,
    _ handlerData: UInt, _ establisherFrame: UInt, _ contextPointers: UInt
) -> UInt {
    let frame = Unwinder.step(
        UInt8(truncatingIfNeeded: handlerType), imageBase, pc, Pointer(function), Pointer(context))
    Pointer<UInt>(handlerData).value = frame.handlerData
    Pointer<UInt>(establisherFrame).value = frame.establisher
    return frame.handler
}

/// RtlRestoreContext. Goes on with the state in a CONTEXT.
@c(RtlRestoreContext)
public func rtlRestoreContext(_ context: UInt, _ record: UInt) {
    kiRaiseStatus(Services.resume(Pointer(context)).rawValue, context)
}
