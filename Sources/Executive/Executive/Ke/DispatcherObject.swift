import NTABI

/// An object that can be waited on: event, mutant, semaphore, timer, process, thread, file.
///
/// Kinds override the two questions below; waiting and waking are done here, once.
open class DispatcherObject: NTObject {
    /// Threads that wait for this object, first come first served.
    final var waiters = WaitList()

    /// Whether a wait of `thread` would be satisfied now.
    open func isSignaled(for thread: Thread) -> Bool {
        preconditionFailure("every dispatcher object knows its state")
    }

    /// What a satisfied wait does to the state: resets a synchronization event, takes a mutant, counts a semaphore down.
    /// Returns `.success`, or `.abandoned` for a mutant whose owner died.
    open func satisfyWait(of thread: Thread) -> NTStatus { .success }
}
