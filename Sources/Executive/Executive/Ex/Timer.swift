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
    /// What a thread is to call when the timer expires, and that thread.
    private var call: (apc: TimerAPC, thread: Thread)?

    init(_ kind: Kind) { self.kind = kind }

    override var type: ObjectType { .timer }
    override func isSignaled(for thread: Thread) -> Bool { isSignaled }

    override func satisfyWait(of thread: Thread) -> NTStatus {
        if kind == .synchronization { isSignaled = false }
        return .success
    }

    /// Starts the timer anew, with what `thread` is to call when it expires. Returns whether it was signalled before.
    func set(
        at deadline: Deadline, everyMilliseconds: UInt32, calling routine: UInt, _ context: UInt, by thread: Thread,
        _ executive: Executive
    ) -> Bool {
        forgetCall(executive)
        if routine != 0 {
            call = (TimerAPC(routine, context, of: self), thread)
            thread.callingTimers.append(self)
        }
        let before = isSignaled
        isSignaled = false
        period = UInt64(everyMilliseconds) * 10_000
        expiry.timer = self
        executive.schedule(expiry, at: deadline)
        if deadline <= executive.clock.now { executive.expireTimers() }
        return before
    }

    /// Stops the timer; its state stays as it is. A call that is queued and not made is not made any more.
    func cancel(_ executive: Executive) {
        forgetCall(executive)
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
        if let call {
            (call.apc.first, call.apc.second) = executive.systemTimeHalves
            executive.queue(call.apc, to: call.thread)
        }
        if period > 0, handleCount > 0 || !waiters.isEmpty || call != nil {
            // Counted from the last expiry, not from now, so that the average rate is right.
            let next = max(
                expiry.deadline.interruptTime + period, executive.clock.now.interruptTime + 1)
            executive.schedule(expiry, at: Deadline(interruptTime: next))
        } else {
            expiry.timer = nil
        }
        executive.signalStateChanged(self)
    }

    /// The thread makes the call: the only one of a timer that expires once.
    fileprivate func callTaken() {
        if period == 0 { removeCall() }
    }

    private func forgetCall(_ executive: Executive) {
        guard let call else { return }
        executive.withdraw(call.apc, from: call.thread)
        removeCall()
    }

    private func removeCall() {
        guard let thread = call?.thread else { return }
        call = nil
        // From the back, where an ending thread looks: a program may have a great many.
        guard let index = thread.callingTimers.lastIndex(where: { $0 === self }) else { return }
        thread.callingTimers.swapAt(index, thread.callingTimers.count - 1)
        thread.callingTimers.removeLast()
    }

    /// Nobody can name it any more: it need not run, unless a thread still waits for it or is to be called.
    override func lastHandleClosed(_ executive: Executive) {
        if waiters.isEmpty, call == nil { cancel(executive) }
    }
}

/// A timer's call. It holds the timer, which holds it, until one of the two is done with.
private final class TimerAPC: UserAPC {
    private let timer: Timer

    init(_ routine: UInt, _ context: UInt, of timer: Timer) {
        self.timer = timer
        super.init(routine, context)
    }

    override func taken() { timer.callTaken() }
}

extension Executive {
    /// System time as a timer's routine is told it: the low half, then the high one.
    fileprivate var systemTimeHalves: (UInt, UInt) {
        let time = UInt(bitPattern: Int(clock.systemTime))
        return (time & 0xFFFF_FFFF, time >> 32)
    }

    /// Stops the timers that would have called an ending thread.
    func cancelTimers(of thread: Thread) {
        while let timer = thread.callingTimers.last { timer.cancel(self) }
    }
}

/// The timer's entry in the deadline queue; it keeps the timer alive while it runs.
private final class TimerExpiry: KernelTimer {
    var timer: Timer?

    override func fired(_ executive: Executive) { timer?.expired(executive) }
}
