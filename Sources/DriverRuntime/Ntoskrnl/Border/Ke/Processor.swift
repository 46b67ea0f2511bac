// Nothing here touches memory but one event on the stack, which is waited for before it goes.

import CWDM
import NTABI

/// One bit a processor; there is one.
@c(KeQueryActiveProcessors) public func keQueryActiveProcessors() -> UInt64 { 1 }

/// How many processors there are, and one bit for each.
@c(KeQueryActiveProcessorCount)
public func keQueryActiveProcessorCount(_ active: UnsafeMutablePointer<UInt64>?) -> UInt32 {
    unsafe active?.pointee = 1
    return 1
}

/// There is one processor, number 0.
@c(KeGetCurrentProcessorNumberEx)
public func keGetCurrentProcessorNumberEx(_ number: UnsafeMutableRawPointer?) -> UInt32 { 0 }

// Kernel APCs do not exist in a driver process, so there is nothing to hold off.

@c(KeEnterCriticalRegion) public func keEnterCriticalRegion() {}
@c(KeLeaveCriticalRegion) public func keLeaveCriticalRegion() {}
@c(KeEnterGuardedRegion) public func keEnterGuardedRegion() {}
@c(KeLeaveGuardedRegion) public func keLeaveGuardedRegion() {}

/// Returns when every DPC that is queued now has run.
@c(KeFlushQueuedDpcs) public func keFlushQueuedDpcs() {
    let marker = UnsafeMutablePointer<FlushMarker>.allocate(capacity: 1)
    defer { unsafe marker.deallocate() }
    unsafe marker.initialize(to: FlushMarker())
    unsafe keInitializeEvent(&marker.pointee.isReached, 0, 0)
    unsafe keInitializeDpc(
        &marker.pointee.call,
        { _, context, _, _ in
            guard let context = unsafe context else { return }
            let marker = unsafe context.assumingMemoryBound(to: FlushMarker.self)
            _ = unsafe keSetEvent(&marker.pointee.isReached, 0, 0)
        }, UnsafeMutableRawPointer(marker))
    _ = unsafe keInsertQueueDpc(&marker.pointee.call, nil, nil)
    unsafe withUnsafeMutablePointer(to: &marker.pointee.isReached) { event in
        _ = unsafe keWaitForSingleObject(UnsafeMutableRawPointer(event), 0, 0, 0, nil)
    }
}

@unsafe
private struct FlushMarker {
    var call = unsafe KDPC()
    var isReached = unsafe KEVENT()
}
