// The mutex is the driver's own; Count and Contention are changed under `dispatcherLock`, Owner by the owner.

import CWDM
import NTABI

// FAST_MUTEX as drivers initialise it inline: Count 1, a synchronization event that hands the mutex over.

/// Raises to APC_LEVEL and waits for the mutex, which its owner must not acquire again.
@c(ExAcquireFastMutex)
public func exAcquireFastMutex(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) {
    let old = raiseIrql(UInt8(APC_LEVEL))
    unsafe exAcquireFastMutexUnsafe(mutex)
    unsafe mutex.pointee.OldIrql = UInt32(old)
}

/// Frees the mutex and goes back to the level before.
@c(ExReleaseFastMutex)
public func exReleaseFastMutex(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) {
    let old = unsafe mutex.pointee.OldIrql
    unsafe exReleaseFastMutexUnsafe(mutex)
    lowerIrql(UInt8(truncatingIfNeeded: old))
}

/// Waits for the mutex and leaves the level as it is.
@c(ExAcquireFastMutexUnsafe)
public func exAcquireFastMutexUnsafe(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) {
    if unsafe FetchAdd32(&mutex.pointee.Count, -1) != 1 {
        unsafe mutex.pointee.Contention += 1
        unsafe withUnsafeMutablePointer(to: &mutex.pointee.Event) { event in
            _ = unsafe keWaitForSingleObject(UnsafeMutableRawPointer(event), 0, 0, 0, nil)
        }
    }
    unsafe mutex.pointee.Owner = UnsafeMutableRawPointer(KernelThread.current)
}

/// Frees the mutex and leaves the level as it is.
@c(ExReleaseFastMutexUnsafe)
public func exReleaseFastMutexUnsafe(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) {
    unsafe mutex.pointee.Owner = nil
    if unsafe FetchAdd32(&mutex.pointee.Count, 1) < 0 {
        _ = unsafe keSetEvent(&mutex.pointee.Event, 0, 0)
    }
}

/// Acquires the mutex if it is free. Returns whether it was.
@c(ExTryToAcquireFastMutex)
public func exTryToAcquireFastMutex(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) -> UInt8 {
    let old = raiseIrql(UInt8(APC_LEVEL))
    guard unsafe take(mutex) else {
        lowerIrql(old)
        return 0
    }
    unsafe mutex.pointee.OldIrql = UInt32(old)
    return 1
}

/// Makes a guarded mutex that is free. It is a fast mutex that leaves the IRQL as it is, acquired and released as such.
@c(KeInitializeGuardedMutex)
public func keInitializeGuardedMutex(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) {
    unsafe mutex.pointee = FAST_MUTEX()
    unsafe mutex.pointee.Count = 1
    unsafe keInitializeEvent(&mutex.pointee.Event, Int32(EventSynchronizationObject), 0)
}

/// Acquires the mutex if it is free. Returns whether it was.
@c(KeTryToAcquireGuardedMutex)
public func keTryToAcquireGuardedMutex(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) -> UInt8 {
    guard unsafe take(mutex) else { return 0 }
    return 1
}

private func take(_ mutex: UnsafeMutablePointer<FAST_MUTEX>) -> Bool {
    let count = unsafe UnsafeMutableRawPointer(mutex).assumingMemoryBound(to: UInt32.self)
    guard unsafe CompareExchange32(count, 1, 0) else { return false }
    unsafe mutex.pointee.Owner = UnsafeMutableRawPointer(KernelThread.current)
    return true
}
