// The objects are the driver's own, whose fields are touched under `dispatcherLock`, or stand for one of the executive's.

import CNT
import CWDM
import NTABI

/// Makes a semaphore that lets `count` waiters through, and never holds more than `limit`.
@c(KeInitializeSemaphore)
public func keInitializeSemaphore(
    _ semaphore: UnsafeMutablePointer<KSEMAPHORE>, _ count: Int32, _ limit: Int32
) {
    unsafe initializeHeader(
        &semaphore.pointee.Header, type: Int(SemaphoreObject),
        size: MemoryLayout<KSEMAPHORE>.size, state: count)
    unsafe semaphore.pointee.Limit = limit
}

/// Adds `adjustment` to the count. Returns the count before. Going beyond the limit ends the driver process.
@c(KeReleaseSemaphore)
public func keReleaseSemaphore(
    _ semaphore: UnsafeMutablePointer<KSEMAPHORE>, _ increment: Int32, _ adjustment: Int32,
    _ wait: UInt8
) -> Int32 {
    if let handle = unsafe SharedObject.handle(of: semaphore) {
        var before: Int32 = 0
        let status = unsafe NTStatus(code: NtReleaseSemaphore(handle, adjustment, &before))
        precondition(status.isSuccess, "a driver releases a semaphore beyond its limit")
        return before
    }
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    let old = unsafe semaphore.pointee.Header.SignalState
    let (new, overflow) = old.addingReportingOverflow(adjustment)
    precondition(
        unsafe !overflow && new <= semaphore.pointee.Limit,
        "a driver releases a semaphore beyond its limit")
    return unsafe signalLocked(&semaphore.pointee.Header, state: new)
}

/// The count: how many waits would be satisfied.
@c(KeReadStateSemaphore)
public func keReadStateSemaphore(_ semaphore: UnsafeMutablePointer<KSEMAPHORE>) -> Int32 {
    guard let handle = unsafe SharedObject.handle(of: semaphore) else {
        return unsafe semaphore.pointee.Header.SignalState
    }
    var state = SEMAPHORE_BASIC_INFORMATION()
    _ = unsafe NtQuerySemaphore(handle, 0, &state, UInt32(MemoryLayout<SEMAPHORE_BASIC_INFORMATION>.size), nil)
    return state.CurrentCount
}

/// Makes a mutex that nobody owns. `level` has had no meaning since NT 5.
@c(KeInitializeMutex)
public func keInitializeMutex(_ mutex: UnsafeMutablePointer<KMUTANT>, _ level: UInt32) {
    unsafe initializeHeader(
        &mutex.pointee.Header, type: Int(MutantObject), size: MemoryLayout<KMUTANT>.size, state: 1)
    unsafe mutex.pointee.OwnerThread = nil
    unsafe mutex.pointee.Abandoned = 0
    unsafe mutex.pointee.ApcDisable = 1
}

/// Gives one acquisition back. Returns the state before: 0 when that was the last one, less for an owner that had
/// it more often.
@c(KeReleaseMutex)
public func keReleaseMutex(_ mutex: UnsafeMutablePointer<KMUTANT>, _ wait: UInt8) -> Int32 {
    if let handle = unsafe SharedObject.handle(of: mutex) {
        var before: Int32 = 0
        _ = unsafe NtReleaseMutant(handle, &before)
        return before
    }
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    let old = unsafe mutex.pointee.Header.SignalState
    if old == 0 { unsafe mutex.pointee.OwnerThread = nil }
    return unsafe signalLocked(&mutex.pointee.Header, state: old + 1)
}

/// 1 while nobody owns the mutex.
@c(KeReadStateMutex)
public func keReadStateMutex(_ mutex: UnsafeMutablePointer<KMUTANT>) -> Int32 {
    unsafe mutex.pointee.Header.SignalState
}
