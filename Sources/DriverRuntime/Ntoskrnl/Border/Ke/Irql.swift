// Works on the running thread's own block only.

import CWDM

/// The lock that being at DISPATCH_LEVEL means: the DPC thread and every thread that raises itself hold it in turn, so
/// that two of them never run driver code at once.
let dispatchLock = BlockingLock()

@inline(__always)
func raiseIrql(_ new: UInt8) -> UInt8 {
    let thread = unsafe KernelThread.current
    let old = unsafe thread.pointee.irql
    if old < DISPATCH_LEVEL && new >= DISPATCH_LEVEL { dispatchLock.acquire() }
    unsafe thread.pointee.irql = new
    return old
}

@inline(__always)
func lowerIrql(_ new: UInt8) {
    let thread = unsafe KernelThread.current
    let old = unsafe thread.pointee.irql
    unsafe thread.pointee.irql = new
    if old >= DISPATCH_LEVEL && new < DISPATCH_LEVEL { dispatchLock.release() }
}

/// The calling thread's level.
@c(KeGetCurrentIrql) public func keGetCurrentIrql() -> UInt8 {
    unsafe KernelThread.current.pointee.irql
}

/// KfRaiseIrql, and KeRaiseIrql of callers that import it.
@c(KfRaiseIrql) public func kfRaiseIrql(_ new: UInt8) -> UInt8 { raiseIrql(new) }

/// Raises the calling thread to `new`; the level before goes to `old`. From DISPATCH_LEVEL on, no other thread of
/// the process runs driver code at that level.
@c(KeRaiseIrql) public func keRaiseIrql(_ new: UInt8, _ old: UnsafeMutablePointer<UInt8>) {
    unsafe old.pointee = raiseIrql(new)
}

/// Raises the calling thread to DISPATCH_LEVEL. Returns the level before.
@c(KeRaiseIrqlToDpcLevel) public func keRaiseIrqlToDpcLevel() -> UInt8 {
    raiseIrql(UInt8(DISPATCH_LEVEL))
}

/// Lowers the calling thread to a level that raising it returned.
@c(KeLowerIrql) public func keLowerIrql(_ new: UInt8) { lowerIrql(new) }
