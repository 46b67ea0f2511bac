import NTABI
import SeL4

extension Executive {
    /// Ends a thread wherever it is: in user mode, waiting, faulting, or on this very stack.
    ///
    /// The kernel forgets it at once. A service of its that waits unwinds when its stack next runs. With its
    /// last thread the process ends.
    ///
    /// - Parameter isLastOfProcess: false for a thread that could not be finished making: the process stays as it was.
    func terminate(_ thread: Thread, status: NTStatus, isLastOfProcess: Bool = true) {
        guard !thread.isTerminating else { return }
        thread.isTerminating = true
        thread.exitStatus = status
        thread.exitTime = clock.systemTime
        let process = thread.process
        endWait(of: thread, with: .threadIsTerminating)
        abandonMutants(of: thread)
        cancelRequests(of: thread)
        cancelTimers(of: thread)
        process.quota.remove(Cost.thread + thread.queuedCalls.count * Cost.queuedCall)
        thread.queuedCalls = []
        clients.remove(thread)
        thread.kernel.recycle(memory)
        if thread.ownsStack {
            releaseStack(thread.stackAllocation, of: process)
        } else {
            process.addressSpace.disownStack(at: thread.stackAllocation, teb: thread.teb)
        }
        process.addressSpace.freeSystemPages(at: thread.teb)
        process.tebs.giveBack(thread.teb)
        process.threads.removeAll { $0 === thread }
        process.threads.giveBackRoom()
        thread.isTerminated = true
        giveUpID(of: thread)
        signalStateChanged(thread)
        if process.threads.isEmpty, isLastOfProcess { finish(process, status: status) }
    }

    /// Ends every thread of a process and gives back all it held.
    func terminate(_ process: Process, status: NTStatus) {
        guard !process.isTerminating else { return }
        process.isTerminating = true
        process.exitStatus = status
        for thread in process.threads { terminate(thread, status: status) }
        // A process that never had a thread ends here.
        finish(process, status: status)
    }

    /// The last thread is gone.
    private func finish(_ process: Process, status: NTStatus) {
        guard !process.isTerminated else { return }
        if !process.isTerminating {
            process.isTerminating = true
            process.exitStatus = status
        }
        process.isTerminated = true
        process.exitTime = clock.systemTime
        process.closeAllHandles(self)
        if let host = process.driverHost { driverHostEnded(host) }
        process.addressSpace.tearDown()
        processes.removeAll { $0 === process }
        processes.giveBackRoom()
        giveUpID(of: process)
        signalStateChanged(process)
    }

    /// What has ended keeps its number for as long as somebody has a handle to it: it can still be opened by it.
    func giveUpID(of thread: Thread) {
        guard thread.isTerminated, thread.handleCount == 0, !thread.hasGivenUpID else { return }
        thread.hasGivenUpID = true
        clientIDs.release(thread.id)
    }

    func giveUpID(of process: Process) {
        guard process.isTerminated, process.handleCount == 0, !process.hasGivenUpID else { return }
        process.hasGivenUpID = true
        clientIDs.release(process.id)
    }

    /// One suspension more; returns how many there were.
    func suspend(_ thread: Thread) throws(NTStatus) -> UInt32 {
        if thread.isTerminating { throw .threadIsTerminating }
        guard thread.suspendCount < 127 else { throw .suspendCountExceeded }
        thread.suspendCount += 1
        // A thread inside a service or a fault is stopped when it leaves; one that has not begun does not run.
        let isInUserMode = !thread.isInService && thread.pendingContext == nil && thread.heldAnswer == nil
        if thread.suspendCount == 1, isInUserMode { try? thread.kernel.tcb.capability.suspend() }
        return thread.suspendCount - 1
    }

    /// One suspension less; returns how many there were. With the last the thread goes on, unless it is ending.
    func resume(_ thread: Thread) -> UInt32 {
        guard thread.suspendCount > 0, !thread.isTerminating else { return 0 }
        thread.suspendCount -= 1
        guard thread.suspendCount == 0, !thread.isInService else { return thread.suspendCount + 1 }
        let answer = thread.heldAnswer
        thread.heldAnswer = nil
        if !resumeUser(thread, answer ?? 0) { try? thread.kernel.tcb.capability.resume() }
        return 1
    }
}
