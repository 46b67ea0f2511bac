import NTABI

/// MAXIMUM_WAIT_OBJECTS.
private let maximumWaitObjects: UInt32 = 64

extension Executive {
    /// `NtWaitForSingleObject`. Waits until the object is signalled, the time-out passes or the thread is alerted.
    ///
    /// - Access: SYNCHRONIZE.
    /// - Errors: `.accessViolation` (time-out), `.invalidHandle`, `.accessDenied`, `.objectTypeMismatch` (nothing to wait on).
    func ntWaitForSingleObject(
        _ caller: Thread, _ handle: Handle, _ alertable: Bool, _ timeout: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        let deadline = try self.deadline(caller, timeout)
        let object = try caller.waitableObject(handle)
        return try wait(caller, on: object, alertable: alertable, until: deadline)
    }

    /// `NtWaitForMultipleObjects`. Waits for one (type 1) or all (type 0) of up to 64 objects.
    ///
    /// - Access: SYNCHRONIZE on each.
    /// - Errors: `.invalidParameter1` (count), `.invalidParameter3` (type), `.accessViolation`, those of each handle,
    ///   `.invalidParameterMix` (one object twice in a wait for all).
    func ntWaitForMultipleObjects(
        _ caller: Thread, _ count: UInt32, _ handles: UInt, _ waitType: UInt32, _ alertable: Bool,
        _ timeout: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        guard count > 0, count <= maximumWaitObjects else { throw .invalidParameter1 }
        guard waitType <= 1 else { throw .invalidParameter3 }
        let deadline = try self.deadline(caller, timeout)
        var objects: [DispatcherObject] = []
        objects.reserveCapacity(Int(count))
        for index in 0..<UInt(count) {
            let handle = try caller.process.read(UserPointer<Handle>(required: handles &+ index * 8))
            objects.append(try caller.waitableObject(handle))
        }
        let all = waitType == 0
        if all, hasDuplicates(objects) { throw .invalidParameterMix }
        return try wait(caller, on: objects, all: all, alertable: alertable, until: deadline)
    }

    /// `NtSignalAndWaitForSingleObject`. Sets an event, releases a mutant or a semaphore, and waits: nothing runs in between.
    ///
    /// - Access: what signalling the object needs, and SYNCHRONIZE.
    /// - Errors: those of a wait; those of signalling.
    func ntSignalAndWaitForSingleObject(
        _ caller: Thread, _ signalHandle: Handle, _ waitHandle: Handle, _ alertable: Bool,
        _ timeout: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        let deadline = try self.deadline(caller, timeout)
        let object = try caller.waitableObject(waitHandle)
        try signal(signalHandle, of: caller)
        return try wait(caller, on: object, alertable: alertable, until: deadline)
    }

    /// `NtDelayExecution`. Sleeps; an interval of zero lets others run, as NtYieldExecution does.
    ///
    /// - Errors: `.accessViolation`.
    func ntDelayExecution(
        _ caller: Thread, _ alertable: Bool, _ delayInterval: UserPointer<Int64>
    ) throws(NTStatus) -> NTStatus {
        let interval = try caller.process.read(delayInterval)
        let status = try delay(caller, alertable: alertable, until: clock.deadline(from: interval))
        if interval == 0, status == .timeout, hasPeer(caller) { return .yieldProcessor }
        return status == .timeout ? .success : status
    }

    /// `NtYieldExecution`. Threads of the caller's priority that are ready run before it goes on.
    ///
    /// - Returns: `.success`, by way of ntdll's stub, which does the yielding; `.noYieldPerformed` if there are none.
    func ntYieldExecution(_ caller: Thread) throws(NTStatus) -> NTStatus {
        hasPeer(caller) ? .yieldProcessor : .noYieldPerformed
    }

    /// Whether another thread is ready that the kernel lets run in turn with the caller.
    private func hasPeer(_ caller: Thread) -> Bool {
        for process in processes {
            for thread in process.threads
            where thread !== caller && thread.isReady && thread.kernelPriority == caller.kernelPriority { return true }
        }
        return false
    }

    /// `NtTestAlert`. Says whether the caller had been alerted, which it no longer is; if not, it makes the calls that are
    /// queued for it before this one returns.
    func ntTestAlert(_ caller: Thread) throws(NTStatus) -> NTStatus {
        interruption(of: caller) == .alerted ? .alerted : .success
    }

    /// `NtQueueApcThread`. The thread calls `routine(first, second, third)` when it next waits alertably.
    ///
    /// - Access: THREAD_SET_CONTEXT.
    /// - Errors: those of the handle, `.unsuccessful` (the thread has ended), `.quotaExceeded`, `.insufficientResources`.
    func ntQueueApcThread(
        _ caller: Thread, _ threadHandle: Handle, _ routine: UInt, _ first: UInt, _ second: UInt, _ third: UInt
    ) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadSetContext)
        if thread.isTerminating { throw .unsuccessful }
        try thread.process.addressSpace.requireRoom()
        queue(UserAPC(routine, first, second, third), to: thread)
        return .success
    }

    /// The end of a wait, from the time-out that a program passed. Throws `.accessViolation`.
    func deadline(_ caller: Thread, _ timeout: UserPointer<Int64>?) throws(NTStatus) -> Deadline? {
        guard let timeout else { return nil }
        return clock.deadline(from: try caller.process.read(timeout))
    }

    private func hasDuplicates(_ objects: [DispatcherObject]) -> Bool {
        for index in objects.indices {
            for other in objects[..<index] where other === objects[index] { return true }
        }
        return false
    }
}

extension Thread {
    /// The object of a handle to wait on. The right comes before the kind, since any kind may be waited on that grants it.
    ///
    /// Errors, in this order: `.invalidHandle`, `.accessDenied`, `.objectTypeMismatch`.
    fileprivate func waitableObject(_ handle: Handle) throws(NTStatus) -> DispatcherObject {
        guard let object = try object(handle, as: NTObject.self, needing: .synchronize) as? DispatcherObject else {
            throw .objectTypeMismatch
        }
        return object
    }
}
