import NTABI

extension Executive {
    /// Waits until one or all of `objects` are signalled, the deadline passes or the thread is alerted.
    ///
    /// A wait that is satisfied at once returns at once. Any other parks the stack it is called on: what was read
    /// before may have changed when it returns. A deadline that has passed (0) only asks.
    /// - Returns: `.success` or `.abandoned` plus the object's index (index 0 for `all`), `.timeout`, `.alerted`, `.userApc`.
    /// - Throws: `.threadIsTerminating`, which no service catches; `.noMemory` for a stack to go on with.
    func wait(
        _ thread: Thread, on objects: [DispatcherObject], all: Bool, alertable: Bool, until deadline: Deadline?
    ) throws(NTStatus) -> NTStatus {
        if thread.isTerminating { throw .threadIsTerminating }
        if let status = satisfiedNow(thread, objects, all: all) { return status }
        if alertable, let status = interruption(of: thread) { return status }
        if let deadline, deadline <= clock.now { return .timeout }
        try reserveStack()
        while thread.waitBlocks.count < objects.count { thread.waitBlocks.append(WaitBlock()) }
        for index in objects.indices {
            thread.waitBlocks[index].enqueue(thread, on: objects[index], index: index)
        }
        return try park(thread, all: all, alertable: alertable, until: deadline)
    }

    /// The same for one object: allocates nothing.
    func wait(
        _ thread: Thread, on object: DispatcherObject, alertable: Bool, until deadline: Deadline?
    ) throws(NTStatus) -> NTStatus {
        if thread.isTerminating { throw .threadIsTerminating }
        if object.isSignaled(for: thread) { return object.satisfyWait(of: thread) }
        if alertable, let status = interruption(of: thread) { return status }
        if let deadline, deadline <= clock.now { return .timeout }
        try reserveStack()
        thread.waitBlocks[0].enqueue(thread, on: object, index: 0)
        return try park(thread, all: false, alertable: alertable, until: deadline)
    }

    /// Waits for nothing but the deadline, an alert or the end.
    func delay(_ thread: Thread, alertable: Bool, until deadline: Deadline?) throws(NTStatus) -> NTStatus {
        if thread.isTerminating { throw .threadIsTerminating }
        if alertable, let status = interruption(of: thread) { return status }
        if let deadline, deadline <= clock.now { return .timeout }
        try reserveStack()
        return try park(thread, all: false, alertable: alertable, until: deadline)
    }

    /// Wakes whom a change of the object's state may satisfy, oldest first, for as long as it stays signalled.
    @inline(__always)
    func signalStateChanged(_ object: DispatcherObject) {
        if !object.waiters.isEmpty { wakeWaiters(of: object) }
    }

    @inline(never)
    private func wakeWaiters(of object: DispatcherObject) {
        var next = object.waiters.first
        while let block = next {
            guard let thread = block.thread, let status = satisfiedNow(thread, by: block) else {
                next = object.waiters.successor(of: block)
                continue
            }
            endWait(of: thread, with: status)
            // The thread's other blocks have left their lists too, and one may have been the next here: start over.
            next = object.waiters.first
        }
    }

    /// The status with which the wait that `block` belongs to ends now, if it does.
    private func satisfiedNow(_ thread: Thread, by block: WaitBlock) -> NTStatus? {
        guard let object = block.object else { return nil }
        if thread.waitsForAll { return satisfiedNow(thread, thread.waitedObjects, all: true) }
        guard object.isSignaled(for: thread) else { return nil }
        return object.satisfyWait(of: thread).counting(block.index)
    }

    /// The status of a wait that needs no waiting, with the objects' states changed as the wait demands.
    private func satisfiedNow(_ thread: Thread, _ objects: [DispatcherObject], all: Bool) -> NTStatus? {
        if all {
            for object in objects where !object.isSignaled(for: thread) { return nil }
            var result = NTStatus.success
            for object in objects {
                if object.satisfyWait(of: thread) == .abandoned { result = .abandoned }
            }
            return result
        }
        for index in objects.indices where objects[index].isSignaled(for: thread) {
            return objects[index].satisfyWait(of: thread).counting(index)
        }
        return nil
    }
}

extension NTStatus {
    /// STATUS_WAIT_0 + n, STATUS_ABANDONED_WAIT_0 + n.
    fileprivate func counting(_ index: Int) -> NTStatus { NTStatus(rawValue: rawValue + UInt32(index)) }
}
