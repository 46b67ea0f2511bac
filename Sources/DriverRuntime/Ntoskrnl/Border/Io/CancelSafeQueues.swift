// The queue is the driver's, behind its five routines; an IRP in it belongs to whoever takes out its cancel routine.

import CWDM
import NTABI

typealias CancelSafeQueue = UnsafeMutablePointer<IO_CSQ>

/// DriverContext[3] of a queued IRP leads its cancel routine to the queue, or to the context it was queued with.
private func setOwner(_ irp: IrpPointer, _ owner: UnsafeMutableRawPointer?) {
    unsafe irp.pointee.Tail.Overlay.DriverContext.3 = owner
}

/// Makes a cancel-safe queue of the driver's own routines.
@c(IoCsqInitialize)
public func ioCsqInitialize(
    _ queue: UnsafeMutablePointer<IO_CSQ>,
    _ insert: (@convention(c) (UnsafeMutablePointer<IO_CSQ>?, IrpPointer?) -> Void)?,
    _ remove: (@convention(c) (UnsafeMutablePointer<IO_CSQ>?, IrpPointer?) -> Void)?,
    _ peek: (
        @convention(c) (UnsafeMutablePointer<IO_CSQ>?, IrpPointer?, UnsafeMutableRawPointer?) ->
            IrpPointer?
    )?,
    _ acquire: (
        @convention(c) (UnsafeMutablePointer<IO_CSQ>?, UnsafeMutablePointer<UInt8>?) -> Void
    )?,
    _ release: (@convention(c) (UnsafeMutablePointer<IO_CSQ>?, UInt8) -> Void)?,
    _ complete: (@convention(c) (UnsafeMutablePointer<IO_CSQ>?, IrpPointer?) -> Void)?
) -> NTSTATUS {
    unsafe queue.pointee = IO_CSQ(
        Type: UInt32(IO_TYPE_CSQ), CsqInsertIrp: insert, CsqRemoveIrp: remove,
        CsqPeekNextIrp: peek, CsqAcquireLock: acquire, CsqReleaseLock: release,
        CsqCompleteCanceledIrp: complete, ReservePointer: nil)
    return NTStatus.success.code
}

/// Queues an IRP as pending, and cancels it at once if that was asked meanwhile.
@c(IoCsqInsertIrp)
public func ioCsqInsertIrp(
    _ queue: UnsafeMutablePointer<IO_CSQ>, _ irp: IrpPointer,
    _ context: UnsafeMutablePointer<IO_CSQ_IRP_CONTEXT>?
) {
    if let context = unsafe context {
        unsafe context.pointee.`Type` = UInt32(IO_TYPE_CSQ_IRP_CONTEXT)
        unsafe context.pointee.Irp = irp
        unsafe context.pointee.Csq = queue
        unsafe setOwner(irp, UnsafeMutableRawPointer(context))
    } else {
        unsafe setOwner(irp, UnsafeMutableRawPointer(queue))
    }
    var irql: UInt8 = 0
    unsafe queue.pointee.CsqAcquireLock?(queue, &irql)
    unsafe queue.pointee.CsqInsertIrp?(queue, irp)
    unsafe IoMarkIrpPending(irp)
    _ = unsafe IoSetCancelRoutine(irp, cancelQueued)
    let isCancelled = unsafe irp.pointee.Cancel != 0 && IoSetCancelRoutine(irp, nil) != nil
    if isCancelled { unsafe take(irp, from: queue) }
    unsafe queue.pointee.CsqReleaseLock?(queue, irql)
    if isCancelled { unsafe queue.pointee.CsqCompleteCanceledIrp?(queue, irp) }
}

/// The next IRP that the driver's peek routine offers and that nobody is cancelling.
@c(IoCsqRemoveNextIrp)
public func ioCsqRemoveNextIrp(
    _ queue: UnsafeMutablePointer<IO_CSQ>, _ peekContext: UnsafeMutableRawPointer?
) -> IrpPointer? {
    var irql: UInt8 = 0
    unsafe queue.pointee.CsqAcquireLock?(queue, &irql)
    defer { unsafe queue.pointee.CsqReleaseLock?(queue, irql) }
    var next = unsafe queue.pointee.CsqPeekNextIrp?(queue, nil, peekContext)
    while let irp = unsafe next {
        if unsafe IoSetCancelRoutine(irp, nil) != nil {
            unsafe take(irp, from: queue)
            return unsafe irp
        }
        unsafe next = queue.pointee.CsqPeekNextIrp?(queue, irp, peekContext)
    }
    return nil
}

/// The IRP queued with this context; nil if it was taken or cancelled.
@c(IoCsqRemoveIrp)
public func ioCsqRemoveIrp(
    _ queue: UnsafeMutablePointer<IO_CSQ>, _ context: UnsafeMutablePointer<IO_CSQ_IRP_CONTEXT>
) -> IrpPointer? {
    var irql: UInt8 = 0
    unsafe queue.pointee.CsqAcquireLock?(queue, &irql)
    defer { unsafe queue.pointee.CsqReleaseLock?(queue, irql) }
    guard let irp = unsafe context.pointee.Irp, unsafe IoSetCancelRoutine(irp, nil) != nil else {
        return nil
    }
    unsafe take(irp, from: queue)
    return unsafe irp
}

/// Takes an IRP out; the caller holds the queue's lock and has its cancel routine.
private func take(_ irp: IrpPointer, from queue: CancelSafeQueue) {
    unsafe queue.pointee.CsqRemoveIrp?(queue, irp)
    if let context = unsafe contextOwner(irp) { unsafe context.pointee.Irp = nil }
    unsafe setOwner(irp, nil)
}

private func contextOwner(_ irp: IrpPointer) -> UnsafeMutablePointer<IO_CSQ_IRP_CONTEXT>? {
    guard let owner = unsafe irp.pointee.Tail.Overlay.DriverContext.3,
        unsafe owner.load(as: UInt32.self) == UInt32(IO_TYPE_CSQ_IRP_CONTEXT)
    else { return nil }
    return unsafe owner.assumingMemoryBound(to: IO_CSQ_IRP_CONTEXT.self)
}

private func cancelQueued(_ device: DevicePointer?, _ irp: IrpPointer?) {
    guard let irp = unsafe irp else { return }
    unsafe ioReleaseCancelSpinLock(irp.pointee.CancelIrql)
    let queue: CancelSafeQueue?
    if let context = unsafe contextOwner(irp) {
        unsafe queue = context.pointee.Csq
    } else {
        unsafe queue = irp.pointee.Tail.Overlay.DriverContext.3?
            .assumingMemoryBound(to: IO_CSQ.self)
    }
    guard let queue = unsafe queue else { return }
    var irql: UInt8 = 0
    unsafe queue.pointee.CsqAcquireLock?(queue, &irql)
    unsafe take(irp, from: queue)
    unsafe queue.pointee.CsqReleaseLock?(queue, irql)
    unsafe queue.pointee.CsqCompleteCanceledIrp?(queue, irp)
}
