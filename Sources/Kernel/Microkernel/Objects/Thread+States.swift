import SeL4ABI

extension Kernel {
    /// Makes a cleared block of memory a thread: inactive, with the FPU's initial state.
    public func initialiseThread(at address: PhysicalAddress) {
        let thread = Thread(address)
        M.initialiseFPU(at: thread.fpuState)
        initialiseRegisters(of: thread)
        thread.entryKind = .trap
        thread.timeSlice = Self.timeSlice
        thread.domain = currentDomain
    }

    /// Takes a thread out of whatever it waits for; a system call it was in starts anew when it
    /// runs again.
    mutating func cancelWaiting(of thread: Thread) {
        switch thread.state {
        case .inactive, .running:
            return
        case .blockedOnSend, .blockedOnReceive, .blockedOnNotification:
            WaitQueue(thread.blockingObject).remove(thread)
        case .blockedOnReply:
            let reply = thread.replySlot.next
            if !reply.isNone { unlinkAndClear(reply) }
        }
        if thread.fault == .none {
            rewind(thread)
        } else {
            thread.fault = .none
        }
    }

    /// TCB_Suspend: the thread stops until it is resumed.
    mutating func suspend(_ thread: Thread) {
        cancelWaiting(of: thread)
        // The current thread is inside the very call that suspends it.
        if thread == current && thread.isRunnable { rewind(thread) }
        setState(thread, .inactive)
        dequeue(thread)
        if decision.rawValue == thread.address.rawValue { decision = .choose }
    }

    /// TCB_Resume: a stopped or waiting thread runs (its system call again, if it was in one).
    mutating func resume(_ thread: Thread) {
        if thread.isRunnable { return }
        cancelWaiting(of: thread)
        setUpReplyMaster(of: thread)
        thread.storeState(.running)
        thread.timeSlice = Self.timeSlice
        wake(thread)
    }

    /// A new priority: a queued thread moves to the other queue, and the highest one runs.
    mutating func setPriority(of thread: Thread, to priority: Word) {
        dequeue(thread)
        thread.priority = priority
        if !thread.isRunnable { return }
        if thread == current {
            reschedule()
        } else {
            wake(thread)
        }
    }
}
