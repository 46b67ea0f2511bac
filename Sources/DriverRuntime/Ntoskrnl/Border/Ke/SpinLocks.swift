// The only pointers are the caller's: its lock, and where it wants the old level.

import CWDM

// With one processor a spin lock is its IRQL: whoever holds one is at DISPATCH_LEVEL, and that is exclusive. The lock word is
// kept for drivers that look at it.

/// Makes a free lock.
@c(KeInitializeSpinLock) public func keInitializeSpinLock(_ lock: UnsafeMutablePointer<KSPIN_LOCK>) {
    unsafe lock.pointee = 0
}

/// Raises to DISPATCH_LEVEL and takes the lock. Returns the level before, for the release.
@c(KeAcquireSpinLockRaiseToDpc)
public func keAcquireSpinLockRaiseToDpc(_ lock: UnsafeMutablePointer<KSPIN_LOCK>) -> UInt8 {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    unsafe lock.pointee = 1
    return old
}

/// The same, with the level before written to `old`.
@c(KeAcquireSpinLock)
public func keAcquireSpinLock(
    _ lock: UnsafeMutablePointer<KSPIN_LOCK>, _ old: UnsafeMutablePointer<UInt8>
) {
    unsafe old.pointee = keAcquireSpinLockRaiseToDpc(lock)
}

/// Frees the lock and goes back to the level that acquiring it returned.
@c(KeReleaseSpinLock)
public func keReleaseSpinLock(_ lock: UnsafeMutablePointer<KSPIN_LOCK>, _ old: UInt8) {
    unsafe lock.pointee = 0
    lowerIrql(old)
}

/// Takes the lock; for callers at DISPATCH_LEVEL.
@c(KeAcquireSpinLockAtDpcLevel)
public func keAcquireSpinLockAtDpcLevel(_ lock: UnsafeMutablePointer<KSPIN_LOCK>) {
    unsafe lock.pointee = 1
}

/// Frees the lock and stays at DISPATCH_LEVEL.
@c(KeReleaseSpinLockFromDpcLevel)
public func keReleaseSpinLockFromDpcLevel(_ lock: UnsafeMutablePointer<KSPIN_LOCK>) {
    unsafe lock.pointee = 0
}

/// Takes the lock if it is free. Returns whether it was; for callers at DISPATCH_LEVEL.
@c(KeTryToAcquireSpinLockAtDpcLevel)
public func keTryToAcquireSpinLockAtDpcLevel(_ lock: UnsafeMutablePointer<KSPIN_LOCK>) -> UInt8 {
    guard unsafe lock.pointee == 0 else { return 0 }
    unsafe lock.pointee = 1
    return 1
}
