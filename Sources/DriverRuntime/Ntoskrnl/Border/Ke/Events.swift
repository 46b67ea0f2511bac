// The events are the driver's own, whose headers are touched under `dispatcherLock`, or stand for one of the executive's.

import CNT
import CWDM

func initializeHeader(_ object: WaitBlock.Header, type: Int, size: Int, state: Int32) {
    unsafe object.pointee = DISPATCHER_HEADER()
    unsafe object.pointee.`Type` = UInt8(type)
    unsafe object.pointee.Size = UInt8(size / 4)
    unsafe object.pointee.SignalState = state
    unsafe InitializeListHead(&object.pointee.WaitListHead)
}

/// Sets the state and wakes. Returns the state before. The caller holds `dispatcherLock`.
func signalLocked(_ object: WaitBlock.Header, state: Int32 = 1) -> Int32 {
    let old = unsafe object.pointee.SignalState
    unsafe object.pointee.SignalState = state
    unsafe WaitBlock.wakeWaiters(of: object)
    return old
}

/// Makes an event: a notification event (`type` 0) stays signalled, a synchronization event (1) lets one waiter
/// through.
@c(KeInitializeEvent)
public func keInitializeEvent(
    _ event: UnsafeMutablePointer<KEVENT>, _ type: Int32, _ state: UInt8
) {
    unsafe initializeHeader(
        &event.pointee.Header, type: Int(type), size: MemoryLayout<KEVENT>.size,
        state: state != 0 ? 1 : 0)
}

/// Signals the event and wakes whoever may go on. Returns the state before. Up to DISPATCH_LEVEL.
@c(KeSetEvent)
public func keSetEvent(
    _ event: UnsafeMutablePointer<KEVENT>, _ increment: Int32, _ wait: UInt8
) -> Int32 {
    if let handle = unsafe SharedObject.handle(of: event) {
        var before: Int32 = 0
        _ = unsafe NtSetEvent(handle, &before)
        return before
    }
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    return unsafe signalLocked(&event.pointee.Header)
}

/// Wakes those that wait now, and leaves the event unsignalled. Returns the state before.
@c(KePulseEvent)
public func kePulseEvent(
    _ event: UnsafeMutablePointer<KEVENT>, _ increment: Int32, _ wait: UInt8
) -> Int32 {
    if let handle = unsafe SharedObject.handle(of: event) {
        var before: Int32 = 0
        _ = unsafe NtPulseEvent(handle, &before)
        return before
    }
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    let old = unsafe signalLocked(&event.pointee.Header)
    unsafe event.pointee.Header.SignalState = 0
    return old
}

/// Takes the signal away. Returns the state before.
@c(KeResetEvent) public func keResetEvent(_ event: UnsafeMutablePointer<KEVENT>) -> Int32 {
    if let handle = unsafe SharedObject.handle(of: event) {
        var before: Int32 = 0
        _ = unsafe NtResetEvent(handle, &before)
        return before
    }
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    let old = unsafe event.pointee.Header.SignalState
    unsafe event.pointee.Header.SignalState = 0
    return old
}

/// Takes the signal away.
@c(KeClearEvent) public func keClearEvent(_ event: UnsafeMutablePointer<KEVENT>) {
    if let handle = unsafe SharedObject.handle(of: event) {
        _ = NtClearEvent(handle)
        return
    }
    unsafe event.pointee.Header.SignalState = 0
}

/// Not 0 while the event is signalled.
@c(KeReadStateEvent) public func keReadStateEvent(_ event: UnsafeMutablePointer<KEVENT>) -> Int32 {
    if let handle = unsafe SharedObject.handle(of: event) { return unsafe SharedObject.eventState(handle) }
    return unsafe event.pointee.Header.SignalState
}
