import SeL4ABI

/// What the scheduler shall do before the kernel is left: nothing, choose anew, or look at one
/// thread that was woken (the number is then its address).
struct SchedulingDecision: Equatable {
    var rawValue: Word
    @inline(__always) init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) static var keep: Self { Self(rawValue: 0) }
    @inline(__always) static var choose: Self { Self(rawValue: 1) }
}

extension Kernel {
    /// Ticks of a time slice.
    static var timeSlice: Word { 5 }

    /// Installs the thread to return to: address space, FPU, segment bases, register context.
    ///
    /// False: no thread can run, and the processor shall wait for an interrupt.
    @inline(__always) public mutating func prepareToRun() -> Bool {
        if decision != .keep { schedule() }
        return !current.isNone
    }

    /// The rules, in this order: a domain whose time is over ends; a single woken thread runs at
    /// once if none has a higher priority; the current thread stays ahead of its equals.
    @inline(never) private mutating func schedule() {
        let decision = decision
        self.decision = .keep
        let isRunnable = !current.isNone && current.isRunnable
        if decision == .choose {
            if isRunnable { enqueueFirst(current) }
            return chooseThread()
        }
        let candidate = Thread(PhysicalAddress(decision.rawValue))
        if isRunnable {
            if candidate.priority > current.priority {
                enqueueFirst(current)
                return switchTo(candidate)
            }
            // The current thread goes on, but for a domain that ends. Nothing that is ready outranks it.
            if candidate.priority == current.priority { enqueueLast(candidate) } else { enqueueFirst(candidate) }
            if domainSchedule.isExpired {
                enqueueFirst(current)
                chooseThread()
            }
        } else if !current.isNone && candidate.priority >= current.priority || isHighest(candidate) {
            switchTo(candidate)
        } else {
            enqueueFirst(candidate)
            chooseThread()
        }
    }

    /// Whether nothing that is ready outranks a thread.
    @inline(__always) mutating func isHighest(_ thread: Thread) -> Bool {
        highestReady(in: currentDomain) <= Int(bitPattern: thread.priority)
    }

    /// Makes the first of the highest ready threads the current one.
    mutating func chooseThread() {
        if domainSchedule.isExpired { currentDomain = domainSchedule.advance() }
        let priority = highestReady(in: currentDomain)
        if priority < 0 {
            current = .none
            return
        }
        let thread = takeFirst(of: ReadyQueues.index(domain: currentDomain, priority: Word(bitPattern: priority)))
        if thread != current { switchDirectly(to: thread) }
    }

    /// Makes a woken thread the current one.
    @inline(__always) private mutating func switchTo(_ thread: Thread) {
        dequeue(thread)
        switchDirectly(to: thread)
    }

    /// The same for a thread that is not the current one and in no queue.
    @inline(__always) mutating func switchDirectly(to thread: Thread) {
        current = thread
        activateAddressSpace(of: thread)
        switchFPU(to: thread)
        loadSegmentBases(of: thread)
        M.setCurrentContext(thread.context)
    }

    /// Gives the FPU to a thread that may use it and has. For any other it is switched off, and the owner's state stays
    /// in it: a thread that never uses it pays nothing.
    @inline(__always) private mutating func switchFPU(to thread: Thread) {
        if thread.flags == .usesFPU {
            if fpuOwner != thread || isFPUDisabled { giveFPU(to: thread) }
        } else if !isFPUDisabled {
            isFPUDisabled = true
            M.setFPUEnabled(false)
        }
    }

    @inline(never) private mutating func giveFPU(to thread: Thread) {
        if isFPUDisabled {
            isFPUDisabled = false
            M.setFPUEnabled(true)
        }
        if fpuOwner == thread { return }
        if !fpuOwner.isNone { M.saveFPU(to: fpuOwner.fpuState) }
        M.loadFPU(from: thread.fpuState)
        fpuOwner = thread
    }

    /// The current thread found the FPU switched off (#NM). True if it was its first use, and it may go on.
    mutating func beginUsingFPU() -> Bool {
        guard current.flags == .none else { return false }
        current.flags = .usesFPU
        giveFPU(to: current)
        return true
    }

    /// A thread's FPU permission changed, or its FPU state must leave the processor.
    mutating func refreshFPU(of thread: Thread) {
        if thread == current { switchFPU(to: thread) }
    }

    /// The thread goes away: its FPU state need not be saved.
    mutating func forgetFPU(of thread: Thread) {
        if fpuOwner == thread { fpuOwner = .none }
    }

    /// Nothing decided so far holds: choose among all runnable threads.
    mutating func reschedule() {
        if decision != .keep && decision != .choose {
            let candidate = Thread(PhysicalAddress(decision.rawValue))
            if candidate.isRunnable { enqueueFirst(candidate) }
        }
        decision = .choose
    }

    /// A thread became runnable. The first one woken since entry may be switched to directly;
    /// with a second one the queues decide.
    @inline(__always) mutating func wake(_ thread: Thread) {
        if thread.domain != currentDomain {
            enqueueFirst(thread)
        } else if decision == .keep && thread != current {
            decision = SchedulingDecision(rawValue: thread.address.rawValue)
        } else {
            reschedule()
            enqueueFirst(thread)
        }
    }

    /// Changes a thread's state; a current thread that stops running asks for a decision.
    @inline(__always) mutating func setState(_ thread: Thread, _ state: ThreadState) {
        thread.storeState(state)
        if state != .running && thread == current && decision == .keep {
            decision = .choose
        }
    }

    /// seL4_Yield: behind the threads of the same priority. Nothing that is ready outranks the current thread.
    @inline(__always) mutating func yield() {
        let hasEqual = ready.heads[ReadyQueues.index(domain: current.domain, priority: current.priority)] != 0
        if hasEqual || domainSchedule.isExpired {
            enqueueLast(current)
            chooseThread()
        }
    }

    /// A tick (2 ms) of the kernel's timer.
    public mutating func handleTimerTick() {
        if !current.isNone && current.isRunnable {
            if current.timeSlice > 1 {
                current.timeSlice &-= 1
            } else {
                current.timeSlice = Self.timeSlice
                enqueueLast(current)
                reschedule()
            }
        }
        if domainSchedule.tick() { reschedule() }
    }
}
