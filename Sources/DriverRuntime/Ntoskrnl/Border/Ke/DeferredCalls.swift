// A queued KDPC belongs to the queue until its routine is called; `dispatcherLock` guards the list.

import CWDM

/// The DPC queue and the thread that empties it. That thread is the timer interrupt as well.
@unsafe
struct DeferredCalls {
    private let head: UnsafeMutablePointer<LIST_ENTRY>
    private let work: SystemEvent

    init() {
        unsafe head = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe InitializeListHead(head)
        unsafe work = SystemEvent.create()
    }

    /// Returns whether the DPC was not queued already. The caller holds `dispatcherLock`.
    mutating func insert(_ dpc: UnsafeMutablePointer<KDPC>) -> Bool {
        guard unsafe dpc.pointee.DpcData == nil else { return false }
        unsafe dpc.pointee.DpcData = UnsafeMutableRawPointer(head)
        unsafe InsertTailList(head, &dpc.pointee.DpcListEntry)
        return true
    }

    mutating func remove(_ dpc: UnsafeMutablePointer<KDPC>) -> Bool {
        guard unsafe dpc.pointee.DpcData != nil else { return false }
        unsafe dpc.pointee.DpcData = nil
        _ = unsafe RemoveEntryList(&dpc.pointee.DpcListEntry)
        return true
    }

    /// Lets the DPC thread look at the queues.
    func wake() { unsafe work.set() }

    /// The DPC thread: expires timers and runs DPCs at DISPATCH_LEVEL, in the order they were queued.
    mutating func run() -> Never {
        while true {
            let now = SharedInterruptTime()
            dispatcherLock.acquire()
            unsafe timers.expire(at: now)
            let dpc = unsafe takeFirst()
            let due = unsafe timers.earliest
            dispatcherLock.release()
            if let dpc = unsafe dpc {
                unsafe Self.call(dpc)
            } else if let due {
                _ = unsafe work.wait(atMost: -Int64(clamping: max(due, now + 1) - now))
            } else {
                unsafe work.wait()
            }
        }
    }

    /// The routine and arguments of a DPC, read before it may be queued again.
    @unsafe
    private struct Call {
        let dpc: UnsafeMutablePointer<KDPC>
        let copy: KDPC
    }

    private mutating func takeFirst() -> Call? {
        guard let entry = unsafe head.pointee.Flink, unsafe entry != head else { return nil }
        let dpc = unsafe (UnsafeMutableRawPointer(entry) - 8).assumingMemoryBound(to: KDPC.self)
        _ = unsafe remove(dpc)
        return unsafe Call(dpc: dpc, copy: dpc.pointee)
    }

    private static func call(_ call: Call) {
        let old = raiseIrql(UInt8(DISPATCH_LEVEL))
        unsafe call.copy.DeferredRoutine?(
            call.dpc, call.copy.DeferredContext, call.copy.SystemArgument1,
            call.copy.SystemArgument2)
        lowerIrql(old)
    }
}

/// Makes a DPC: `routine` is called at DISPATCH_LEVEL with `context` and what the queuing gives.
@c(KeInitializeDpc)
public func keInitializeDpc(
    _ dpc: UnsafeMutablePointer<KDPC>, _ routine: PKDEFERRED_ROUTINE?,
    _ context: UnsafeMutableRawPointer?
) {
    unsafe dpc.pointee = KDPC()
    unsafe dpc.pointee.`Type` = UInt8(DpcObject)
    unsafe dpc.pointee.Importance = 1
    unsafe dpc.pointee.DeferredRoutine = routine
    unsafe dpc.pointee.DeferredContext = context
}

/// Queues a DPC. Returns whether it was not queued already; if it was, the arguments of that time count. Any level.
@c(KeInsertQueueDpc)
public func keInsertQueueDpc(
    _ dpc: UnsafeMutablePointer<KDPC>, _ argument1: UnsafeMutableRawPointer?,
    _ argument2: UnsafeMutableRawPointer?
) -> UInt8 {
    dispatcherLock.acquire()
    let isNew = unsafe deferredCalls.insert(dpc)
    if isNew {
        unsafe dpc.pointee.SystemArgument1 = argument1
        unsafe dpc.pointee.SystemArgument2 = argument2
    }
    dispatcherLock.release()
    if isNew { unsafe deferredCalls.wake() }
    return isNew ? 1 : 0
}

/// Takes a DPC out of the queue. Returns whether it was there.
@c(KeRemoveQueueDpc) public func keRemoveQueueDpc(_ dpc: UnsafeMutablePointer<KDPC>) -> UInt8 {
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    return unsafe deferredCalls.remove(dpc) ? 1 : 0
}

/// Importance and target only order DPCs among processors and queues; there is one of each.
@c(KeSetImportanceDpc)
public func keSetImportanceDpc(_ dpc: UnsafeMutablePointer<KDPC>, _ importance: Int32) {
    unsafe dpc.pointee.Importance = UInt8(truncatingIfNeeded: importance)
}

/// There is one processor: nothing to choose.
@c(KeSetTargetProcessorDpc)
public func keSetTargetProcessorDpc(_ dpc: UnsafeMutablePointer<KDPC>, _ number: Int8) {}
