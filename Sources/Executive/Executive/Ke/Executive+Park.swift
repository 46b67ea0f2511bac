import NTABI

extension Executive {
    /// Leaves the stack until the thread's wait ends; its wait blocks are in place.
    ///
    /// - Throws: `.threadIsTerminating` if that is what ended it.
    func park(
        _ thread: Thread, all: Bool, alertable: Bool, until deadline: Deadline?
    ) throws(NTStatus) -> NTStatus {
        thread.waitsForAll = all
        thread.waitIsAlertable = alertable
        if let deadline {
            thread.waitTimeout.thread = thread
            schedule(thread.waitTimeout, at: deadline)
        }
        saveReply(of: thread)
        thread.parkedStack = stacks.current
        switchStack()
        if thread.isTerminating { throw .threadIsTerminating }
        return thread.waitStatus
    }

    /// Ends a wait: the thread's blocks leave their lists and its stack is ready to go on.
    func endWait(of thread: Thread, with status: NTStatus) {
        guard let stack = thread.parkedStack else { return }
        for block in thread.waitBlocks { block.dequeue() }
        cancel(thread.waitTimeout)
        thread.waitTimeout.thread = nil
        thread.waitStatus = status
        thread.parkedStack = nil
        stacks.addReady(stack)
    }

    /// Goes on with the stack whose wait ended first; this one, in the loop, becomes free.
    func continueReadyStack() {
        freeCurrentStack()
        switchStack()
    }
}
