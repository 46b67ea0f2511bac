extension Executive {
    /// Has `timer.fired` called at the deadline; a timer that is scheduled already is moved.
    func schedule(_ timer: KernelTimer, at deadline: Deadline) { deadlines.insert(timer, at: deadline) }

    /// The timer will not fire; nothing happens if it is not scheduled.
    func cancel(_ timer: KernelTimer) { deadlines.remove(timer) }

    /// Fires what has come due. Called on every tick.
    func expireTimers() {
        while let timer = deadlines.takeExpired(at: clock.now) { timer.fired(self) }
    }
}
