import SeL4ABI

/// What the scheduler shall do when the system call is over.
enum Decision {
    case keep
    /// The first thread that was woken may be switched to directly.
    case consider(Thread)
    case choose
}

extension Model {
    private func queue(of thread: Thread) -> Int { Int(thread.domain << 8 | thread.priority) }

    func enqueueFirst(_ thread: Thread) {
        if thread.isQueued { return }
        thread.isQueued = true
        ready[queue(of: thread), default: []].insert(thread, at: 0)
    }

    func enqueueLast(_ thread: Thread) {
        if thread.isQueued { return }
        thread.isQueued = true
        ready[queue(of: thread), default: []].append(thread)
    }

    func dequeue(_ thread: Thread) {
        if !thread.isQueued { return }
        thread.isQueued = false
        let left = ready[queue(of: thread), default: []].filter { $0 !== thread }
        ready[queue(of: thread)] = left.isEmpty ? nil : left
    }

    /// Changes a thread's state; if the current one stops, another runs.
    func setState(_ thread: Thread, _ state: Thread.State) {
        thread.state = state
        if !thread.isRunning, thread === current, case .keep = decision { decision = .choose }
    }

    func reschedule() {
        if case .consider(let thread) = decision, thread.isRunning { enqueueFirst(thread) }
        decision = .choose
    }

    /// A thread became runnable.
    func wake(_ thread: Thread) {
        if thread.domain != currentDomain {
            enqueueFirst(thread)
        } else if case .keep = decision, thread !== current {
            decision = .consider(thread)
        } else {
            reschedule()
            enqueueFirst(thread)
        }
    }

    /// Decides who runs. A woken thread of higher priority runs at once; one of equal priority waits behind its
    /// equals while the current thread goes on; if the current thread stopped, a woken thread that nobody outranks
    /// is next, before its equals.
    func schedule() {
        let running = current.flatMap { $0.isRunning ? $0 : nil }
        switch decision {
        case .keep: return
        case .choose:
            if let running { enqueueFirst(running) }
            chooseThread()
        case .consider(let thread):
            if let running { enqueueFirst(running) }
            let outranksCurrent = current.map { thread.priority >= $0.priority } ?? false
            if !outranksCurrent && highestReady > Int(thread.priority) {
                enqueueFirst(thread)
                chooseThread()
            } else if running?.priority == thread.priority {
                enqueueLast(thread)
                chooseThread()
            } else {
                run(thread)
            }
        }
        decision = .keep
    }

    private var highestReady: Int {
        ready.keys.filter { $0 >> 8 == Int(currentDomain) }.max().map { $0 & 255 } ?? -1
    }

    private func chooseThread() {
        if domains.isOver { currentDomain = domains.advance() }
        let priority = highestReady
        guard priority >= 0, let next = ready[Int(currentDomain) << 8 | priority]?.first else {
            current = nil
            return
        }
        run(next)
    }

    private func run(_ thread: Thread) {
        dequeue(thread)
        if thread === current { return }
        current = thread
        activateSpace(of: thread)
    }

    /// The processor uses a thread's address space from now on, or the kernel's own if it has none.
    func activateSpace(of thread: Thread) {
        guard case .root(let table, let asid)? = thread.vspaceRoot.capability, root(of: asid) === table else {
            activeRoot = nil
            return
        }
        activeRoot = table
    }

    /// A tick of the kernel's timer: after five the thread goes behind its equals.
    func tick() {
        if let thread = current, thread.isRunning {
            thread.timeSlice -= 1
            if thread.timeSlice == 0 {
                thread.timeSlice = Thread.wholeTimeSlice
                enqueueLast(thread)
                reschedule()
            }
        }
        if domains.tick() { reschedule() }
    }
}
