import Synchronization

/// A lock whose waiters sleep in the executive. Taking it while it is free is one instruction.
///
/// On a real uniprocessor NT a spin lock only raises the IRQL; in a process the threads that would have been held off are
/// other threads, so they wait here.
struct BlockingLock: ~Copyable {
    /// 0: free; 1: held; 2: held, and somebody may be waiting.
    private let state = Atomic<UInt32>(0)
    /// What waiters sleep on. Made by the first of them, before it sets `state` to 2.
    private let event = Atomic<UInt>(0)

    @inline(__always)
    func acquire() {
        if state.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged { return }
        acquireContended()
    }

    @inline(__always)
    func release() {
        if state.exchange(0, ordering: .releasing) == 2 { wakeOne() }
    }

    @inline(never)
    private func acquireContended() {
        let waiting = waitingRoom()
        while state.exchange(2, ordering: .acquiring) != 0 { waiting.wait() }
    }

    @inline(never)
    private func wakeOne() { waitingRoom().set() }

    private func waitingRoom() -> SystemEvent {
        let known = event.load(ordering: .acquiring)
        if known != 0 { return SystemEvent(handle: known) }
        let made = SystemEvent.create()
        let (wasFirst, other) = event.compareExchange(
            expected: 0, desired: made.handle, ordering: .acquiringAndReleasing)
        if wasFirst { return made }
        made.close()
        return SystemEvent(handle: other)
    }
}
