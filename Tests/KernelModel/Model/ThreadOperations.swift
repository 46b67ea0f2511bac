import SeL4ABI

extension Model {
    func operate(on thread: Thread, _ invocation: Invocation) throws(Refusal) -> Outcome {
        switch invocation.label {
        case .tcbReadRegisters:
            try invocation.require(length: 2)
            guard (1...20).contains(invocation[1]) else { throw .range(1, 20) }
            guard thread !== current else { throw .illegalOperation }
            if invocation[0] & 1 != 0 { suspend(thread) }
            return .registers(thread, count: Int(invocation[1]))
        case .tcbWriteRegisters: try writeRegisters(of: thread, invocation)
        case .tcbCopyRegisters: try copyRegisters(to: thread, invocation)
        case .tcbConfigure, .tcbSetSpace, .tcbSetIPCBuffer: try setSpace(of: thread, invocation)
        case .tcbSetPriority:
            try invocation.require(length: 1, capabilities: 1)
            setPriority(of: thread, to: try allowed(invocation[0], invocation))
        case .tcbSetMCPriority:
            try invocation.require(length: 1, capabilities: 1)
            thread.maximumPriority = try allowed(invocation[0], invocation)
        case .tcbSetSchedParams:
            try invocation.require(length: 2, capabilities: 1)
            let (maximum, priority) = (try allowed(invocation[0], invocation), try allowed(invocation[1], invocation))
            thread.maximumPriority = maximum
            setPriority(of: thread, to: priority)
        case .tcbSuspend: suspend(thread)
        case .tcbResume: resume(thread)
        case .tcbBindNotification:
            try invocation.require(length: 0, capabilities: 1)
            guard thread.boundNotification == nil,
                case .notification(let notification, _, let rights)? = invocation.extra[0].capability,
                rights.contains(.read), notification.bound == nil, notification.queue.isEmpty
            else { throw .illegalOperation }
            notification.bound = thread
            thread.boundNotification = notification
        case .tcbUnbindNotification:
            guard thread.boundNotification != nil else { throw .illegalOperation }
            unbind(thread)
        case .tcbSetTLSBase:
            try invocation.require(length: 1)
            thread[.fsBase] = Register.fsBase.accepted(invocation[0])
        case .tcbSetFlags:
            try invocation.require(length: 2)
            thread.flags = (thread.flags & ~invocation[0] | invocation[1]) & 1
            return .value(thread.flags)
        default: throw .illegalOperation
        }
        return .done
    }

    /// A priority up to the maximum of the thread whose capability vouches for it.
    private func allowed(_ priority: Word, _ invocation: Invocation) throws(Refusal) -> Word {
        guard case .thread(let authority)? = invocation.extra[0].capability else { throw .invalidCapability(1) }
        guard priority <= authority.maximumPriority else { throw .range(0, authority.maximumPriority) }
        return priority
    }

    private func writeRegisters(of thread: Thread, _ invocation: Invocation) throws(Refusal) {
        try invocation.require(length: 2)
        guard invocation[1] <= Word(invocation.words.count - 2) else { throw .truncatedMessage }
        guard thread !== current else { throw .illegalOperation }
        let count = min(Int(invocation[1]), Register.count)
        for index in 0..<count {
            let register = Register(rawValue: index)
            thread[register] = register.accepted(invocation[2 + index])
        }
        if count > 0 { thread.isInSystemCall = false }
        if invocation[0] & 1 != 0 { resume(thread) }
    }

    private func copyRegisters(to thread: Thread, _ invocation: Invocation) throws(Refusal) {
        try invocation.require(length: 1, capabilities: 1)
        guard case .thread(let source)? = invocation.extra[0].capability else { throw .invalidCapability(1) }
        let options = invocation[0]
        if options & 1 != 0 { suspend(source) }
        if options & 2 != 0 { resume(thread) }
        if options & 4 != 0 {
            thread[.rip] = source.restartAddress
            for index in 1..<Register.frameCount { thread.registers[index] = source.registers[index] }
            thread.isInSystemCall = false
        }
        if options & 8 != 0 {
            thread[.fsBase] = source[.fsBase]
            thread[.gsBase] = source[.gsBase]
        }
    }

    func suspend(_ thread: Thread) {
        cancelWaiting(of: thread)
        // The current thread is inside the very call that stops it.
        if thread === current && thread.isRunning { thread.rewind() }
        setState(thread, .inactive)
        dequeue(thread)
        if case .consider(let woken) = decision, woken === thread { decision = .choose }
    }

    func resume(_ thread: Thread) {
        if thread.isRunning { return }
        cancelWaiting(of: thread)
        thread.canBeAnswered = true
        thread.state = .running
        thread.timeSlice = Thread.wholeTimeSlice
        wake(thread)
    }

    private func cancelWaiting(of thread: Thread) {
        switch thread.state {
        case .inactive, .running: return
        case .receiving(let endpoint, _), .sending(let endpoint, _): endpoint.queue.removeAll { $0 === thread }
        case .waiting(let notification): notification.queue.removeAll { $0 === thread }
        case .awaitingReply: if let answer = thread.answer { clear(answer.slot) }
        }
        if thread.fault == nil { thread.rewind() }
        thread.fault = nil
    }

    private func setPriority(of thread: Thread, to priority: Word) {
        dequeue(thread)
        thread.priority = priority
        if !thread.isRunning { return }
        if thread === current { reschedule() } else { wake(thread) }
    }
}
