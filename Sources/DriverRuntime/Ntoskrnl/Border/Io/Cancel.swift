// Whoever takes the cancel routine out of an IRP, by exchange, decides its fate; the IRP stays valid until then.

import CWDM
import NTABI

// The cancel spin lock is DISPATCH_LEVEL, like every spin lock.

/// Raises to DISPATCH_LEVEL; the level before goes to `irql`.
@c(IoAcquireCancelSpinLock)
public func ioAcquireCancelSpinLock(_ irql: UnsafeMutablePointer<UInt8>) {
    unsafe irql.pointee = raiseIrql(UInt8(DISPATCH_LEVEL))
}

/// Goes back to the level before.
@c(IoReleaseCancelSpinLock) public func ioReleaseCancelSpinLock(_ irql: UInt8) { lowerIrql(irql) }

/// Returns whether the IRP had a cancel routine, which has been called then. The routine releases the cancel spin lock.
@c(IoCancelIrp) public func ioCancelIrp(_ irp: IrpPointer) -> UInt8 {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    unsafe irp.pointee.Cancel = 1
    guard let routine = unsafe IoSetCancelRoutine(irp, nil) else {
        lowerIrql(old)
        return 0
    }
    unsafe irp.pointee.CancelIrql = old
    unsafe routine(IoGetCurrentIrpStackLocation(irp).pointee.DeviceObject, irp)
    return 1
}
