import NTABI

/// An object that is signalled at a time, once or again and again.
final class Timer: DispatcherObject {
    /// What a satisfied wait does: nothing, or reset the timer so that one thread passes.
    enum Kind: UInt32 {
        case notification = 0
        case synchronization = 1
    }

    let kind: Kind
    private(set) var isSignaled = false
    private let expiry = TimerExpiry()
    /// 100 ns units between one expiry and the next; 0 for a timer that expires once.
    private var period: UInt64 = 0

    init(_ kind: Kind) { self.kind = kind }

    override var type: ObjectType { .timer }
    override func isSignaled(for thread: Thread) -> Bool { isSignaled }

    override func satisfyWait(of thread: Thread) -> NTStatus {
        if kind == .synchronization { isSignaled = false }
        return .success
    }

    /// Starts the timer anew. Returns whether it was signalled before.
    func set(at deadline: Deadline, everyMilliseconds: UInt32, _ executive: Executive) -> Bool {
        let before = isSignaled
        isSignaled = false
        period = UInt64(everyMilliseconds) * 10_000
        expiry.timer = self
        executive.schedule(expiry, at: deadline)
        if deadline <= executive.clock.now { executive.expireTimers() }
        return before
    }

    /// Stops the timer; its state stays as it is.
    func cancel(_ executive: Executive) {
        executive.cancel(expiry)
        expiry.timer = nil
    }

    /// 100 ns units until it expires; 0 if it is not running or overdue.
    func remaining(at now: Deadline) -> Int64 {
        guard expiry.isScheduled, expiry.deadline > now else { return 0 }
        return Int64(clamping: expiry.deadline.interruptTime - now.interruptTime)
    }

    fileprivate func expired(_ executive: Executive) {
        isSignaled = true
        if period > 0, handleCount > 0 || !waiters.isEmpty {
            // Counted from the last expiry, not from now, so that the average rate is right.
            let next = max(
                expiry.deadline.interruptTime + period, executive.clock.now.interruptTime + 1)
            executive.schedule(expiry, at: Deadline(interruptTime: next))
        } else {
            expiry.timer = nil
        }
        executive.signalStateChanged(self)
    }

    /// Nobody can name it any more: it need not run, unless a thread still waits for it.
    override func lastHandleClosed(_ executive: Executive) {
        if waiters.isEmpty { cancel(executive) }
    }
}

/// The timer's entry in the deadline queue; it keeps the timer alive while it runs.
private final class TimerExpiry: KernelTimer {
    var timer: Timer?

    override func fired(_ executive: Executive) { timer?.expired(executive) }
}
