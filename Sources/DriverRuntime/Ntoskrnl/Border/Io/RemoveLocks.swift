// The lock lies in the driver's device extension; its count is changed by atomic steps.

import CWDM
import NTABI

// A remove lock counts who is inside a device's code. The count begins at one: the device's own, given back by the one
// who removes the device and waits for the rest.

/// Makes a lock that nobody but the device holds. Time and watermark are for checked builds.
@c(IoInitializeRemoveLockEx)
public func ioInitializeRemoveLockEx(
    _ lock: UnsafeMutablePointer<IO_REMOVE_LOCK>, _ tag: UInt32, _ maximumMinutes: UInt32,
    _ highWatermark: UInt32, _ size: UInt32
) {
    unsafe lock.pointee.Removed = 0
    unsafe lock.pointee.IoCount = 1
    unsafe keInitializeEvent(&lock.pointee.RemoveEvent, 1, 0)
}

/// `.deletePending` once removal has begun.
@c(IoAcquireRemoveLockEx)
public func ioAcquireRemoveLockEx(
    _ lock: UnsafeMutablePointer<IO_REMOVE_LOCK>, _ tag: UnsafeMutableRawPointer?,
    _ file: UnsafePointer<CChar>?, _ line: UInt32, _ size: UInt32
) -> NTSTATUS {
    _ = unsafe FetchAdd32(&lock.pointee.IoCount, 1)
    if unsafe lock.pointee.Removed == 0 { return NTStatus.success.code }
    unsafe release(lock)
    return NTStatus.deletePending.code
}

/// Leaves.
@c(IoReleaseRemoveLockEx)
public func ioReleaseRemoveLockEx(
    _ lock: UnsafeMutablePointer<IO_REMOVE_LOCK>, _ tag: UnsafeMutableRawPointer?, _ size: UInt32
) {
    unsafe release(lock)
}

/// Leaves for good, and waits until everybody else has left; nobody comes in any more.
@c(IoReleaseRemoveLockAndWaitEx)
public func ioReleaseRemoveLockAndWaitEx(
    _ lock: UnsafeMutablePointer<IO_REMOVE_LOCK>, _ tag: UnsafeMutableRawPointer?, _ size: UInt32
) {
    unsafe lock.pointee.Removed = 1
    // The caller's own and the device's: the event is set when nobody else is left.
    unsafe release(lock)
    unsafe release(lock)
    unsafe withUnsafeMutablePointer(to: &lock.pointee.RemoveEvent) { event in
        _ = unsafe keWaitForSingleObject(UnsafeMutableRawPointer(event), 0, 0, 0, nil)
    }
}

private func release(_ lock: UnsafeMutablePointer<IO_REMOVE_LOCK>) {
    if unsafe FetchAdd32(&lock.pointee.IoCount, -1) == 1 {
        _ = unsafe keSetEvent(&lock.pointee.RemoveEvent, 0, 0)
    }
}
