import NTABI

/// The time-out of a thread's wait: one a thread, scheduled while it waits with a deadline.
final class WaitTimeout: KernelTimer {
    /// The waiting thread, while the time-out is scheduled.
    var thread: Thread?

    override func fired(_ executive: Executive) {
        guard let thread else { return }
        executive.endWait(of: thread, with: .timeout)
    }
}
