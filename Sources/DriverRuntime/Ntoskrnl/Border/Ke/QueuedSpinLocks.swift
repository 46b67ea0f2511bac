// Handle and lock are the driver's, the handle on its stack while the lock is held.

import CWDM

/// Raises to DISPATCH_LEVEL and takes the lock; lock and old level are kept in `handle`.
@c(KeAcquireInStackQueuedSpinLock)
public func keAcquireInStackQueuedSpinLock(
    _ lock: UnsafeMutablePointer<KSPIN_LOCK>, _ handle: UnsafeMutablePointer<KLOCK_QUEUE_HANDLE>
) {
    let old = unsafe keAcquireSpinLockRaiseToDpc(lock)
    unsafe handle.pointee = KLOCK_QUEUE_HANDLE(Next: nil, Lock: lock, OldIrql: old)
}

/// Frees the lock that `handle` holds, and goes back to its old level.
@c(KeReleaseInStackQueuedSpinLock)
public func keReleaseInStackQueuedSpinLock(_ handle: UnsafeMutablePointer<KLOCK_QUEUE_HANDLE>) {
    guard let lock = unsafe handle.pointee.Lock else { return }
    unsafe keReleaseSpinLock(lock, handle.pointee.OldIrql)
}

/// The same as at lower levels, for callers at DISPATCH_LEVEL.
@c(KeAcquireInStackQueuedSpinLockAtDpcLevel)
public func keAcquireInStackQueuedSpinLockAtDpcLevel(
    _ lock: UnsafeMutablePointer<KSPIN_LOCK>, _ handle: UnsafeMutablePointer<KLOCK_QUEUE_HANDLE>
) {
    unsafe keAcquireSpinLockAtDpcLevel(lock)
    unsafe handle.pointee = KLOCK_QUEUE_HANDLE(
        Next: nil, Lock: lock, OldIrql: UInt8(DISPATCH_LEVEL))
}

/// Frees the lock that `handle` holds, and stays at DISPATCH_LEVEL.
@c(KeReleaseInStackQueuedSpinLockFromDpcLevel)
public func keReleaseInStackQueuedSpinLockFromDpcLevel(
    _ handle: UnsafeMutablePointer<KLOCK_QUEUE_HANDLE>
) {
    guard let lock = unsafe handle.pointee.Lock else { return }
    unsafe keReleaseSpinLockFromDpcLevel(lock)
}
