// Timers are linked into `timers` while `dispatcherLock` is held; a driver must cancel one before it frees it, as on NT.

import CWDM

/// Timers that are set, earliest first. `dispatcherLock` guards it.
@unsafe
struct TimerQueue {
    private let head: UnsafeMutablePointer<LIST_ENTRY>

    init() {
        unsafe head = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe InitializeListHead(head)
    }

    /// When the first timer is due, in interrupt time.
    var earliest: UInt64? { unsafe first?.pointee.DueTime }

    /// Returns whether the timer is the earliest now.
    mutating func insert(_ timer: UnsafeMutablePointer<KTIMER>) -> Bool {
        var place = unsafe head.pointee.Flink
        while let entry = unsafe place, unsafe entry != head,
            unsafe Self.timer(of: entry).pointee.DueTime <= timer.pointee.DueTime
        {
            unsafe place = entry.pointee.Flink
        }
        // Before `place`: to the tail of the list that would begin there.
        unsafe InsertTailList(place ?? head, &timer.pointee.TimerListEntry)
        unsafe timer.pointee.Header.Inserted = 1
        return unsafe head.pointee.Flink == Self.entry(of: timer)
    }

    /// Returns whether the timer was set.
    mutating func remove(_ timer: UnsafeMutablePointer<KTIMER>) -> Bool {
        guard unsafe timer.pointee.Header.Inserted != 0 else { return false }
        unsafe timer.pointee.Header.Inserted = 0
        _ = unsafe RemoveEntryList(&timer.pointee.TimerListEntry)
        return true
    }

    /// Signals every timer that is due and queues its DPC.
    mutating func expire(at now: UInt64) {
        while let timer = unsafe first, unsafe timer.pointee.DueTime <= now {
            _ = unsafe remove(timer)
            let period = unsafe timer.pointee.Period
            if period > 0 {
                unsafe timer.pointee.DueTime += UInt64(period) * 10_000
                _ = unsafe insert(timer)
            }
            _ = unsafe signalLocked(&timer.pointee.Header)
            if let dpc = unsafe timer.pointee.Dpc { _ = unsafe deferredCalls.insert(dpc) }
        }
    }

    private var first: UnsafeMutablePointer<KTIMER>? {
        guard let entry = unsafe head.pointee.Flink, unsafe entry != head else { return nil }
        return unsafe Self.timer(of: entry)
    }

    private static let linkOffset = 0x20

    private static func timer(of entry: UnsafeMutablePointer<LIST_ENTRY>)
        -> UnsafeMutablePointer<KTIMER>
    {
        unsafe (UnsafeMutableRawPointer(entry) - linkOffset).assumingMemoryBound(to: KTIMER.self)
    }

    private static func entry(of timer: UnsafeMutablePointer<KTIMER>)
        -> UnsafeMutablePointer<LIST_ENTRY>
    {
        unsafe (UnsafeMutableRawPointer(timer) + linkOffset)
            .assumingMemoryBound(to: LIST_ENTRY.self)
    }
}

/// Makes a timer that is not set: a notification timer (`type` 0), or a synchronization timer (1), which lets one
/// waiter through.
@c(KeInitializeTimerEx)
public func keInitializeTimerEx(_ timer: UnsafeMutablePointer<KTIMER>, _ type: Int32) {
    unsafe timer.pointee = KTIMER()
    unsafe initializeHeader(
        &timer.pointee.Header, type: Int(TimerNotificationObject) + Int(type),
        size: MemoryLayout<KTIMER>.size, state: 0)
}

/// Makes a notification timer that is not set.
@c(KeInitializeTimer) public func keInitializeTimer(_ timer: UnsafeMutablePointer<KTIMER>) {
    unsafe keInitializeTimerEx(timer, 0)
}

/// `dueTime`: negative from now, positive a system time; 100 ns units.
@c(KeSetTimerEx)
public func keSetTimerEx(
    _ timer: UnsafeMutablePointer<KTIMER>, _ dueTime: Int64, _ period: Int32,
    _ dpc: UnsafeMutablePointer<KDPC>?
) -> UInt8 {
    let now = SharedInterruptTime()
    // The most negative of all times has no positive counterpart but as an unsigned number.
    let distance =
        dueTime < 0 ? UInt64(bitPattern: 0 &- dueTime) : UInt64(max(0, dueTime - Int64(SharedSystemTime())))
    dispatcherLock.acquire()
    let wasSet = unsafe timers.remove(timer)
    unsafe timer.pointee.Header.SignalState = 0
    unsafe timer.pointee.DueTime = now + distance
    unsafe timer.pointee.Period = period
    unsafe timer.pointee.Dpc = dpc
    let isEarliest = unsafe timers.insert(timer)
    dispatcherLock.release()
    if isEarliest { unsafe deferredCalls.wake() }
    return wasSet ? 1 : 0
}

/// Sets a timer that expires once. Returns whether it was set already. Time as for `KeSetTimerEx`.
@c(KeSetTimer)
public func keSetTimer(
    _ timer: UnsafeMutablePointer<KTIMER>, _ dueTime: Int64, _ dpc: UnsafeMutablePointer<KDPC>?
) -> UInt8 {
    unsafe keSetTimerEx(timer, dueTime, 0, dpc)
}

/// Takes a timer back. Returns whether it was set.
@c(KeCancelTimer) public func keCancelTimer(_ timer: UnsafeMutablePointer<KTIMER>) -> UInt8 {
    dispatcherLock.acquire()
    defer { dispatcherLock.release() }
    return unsafe timers.remove(timer) ? 1 : 0
}

/// Whether the timer has expired since it was set.
@c(KeReadStateTimer) public func keReadStateTimer(_ timer: UnsafeMutablePointer<KTIMER>) -> UInt8 {
    unsafe timer.pointee.Header.SignalState != 0 ? 1 : 0
}
