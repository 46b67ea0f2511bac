import SeL4ABI

extension Kernel {
    /// A domain operation that has passed its checks.
    enum DomainRequest {
        case set(Thread, Word)
        case configure(entry: Int, DomainSchedule.Entry)
        case setStart(Int)
    }

    /// DomainSet_Set (domain; thread), DomainSet_ScheduleConfigure (index, domain, duration),
    /// DomainSet_ScheduleSetStart (index).
    ///
    /// - Errors, in this order: IllegalOperation (label), TruncatedMessage, InvalidArgument (the
    ///   argument's number; 1 for a capability to no thread).
    func decodeDomain(_ invocation: Invocation) throws(SyscallError) -> DomainRequest {
        switch invocation.label {
        case .domainSetSet:
            try invocation.require(length: 1)
            guard invocation[0] < ReadyQueues.domainCount else { throw .invalidArgument(0) }
            try invocation.require(length: 1, capabilities: 1)
            let capability = invocation.capability(0)
            guard capability.kind == .thread else { throw .invalidArgument(1) }
            return .set(Thread(capability.object), invocation[0])
        case .domainScheduleConfigure:
            try invocation.require(length: 3)
            guard invocation[0] < DomainSchedule.entryCount else { throw .invalidArgument(0) }
            guard invocation[1] < ReadyQueues.domainCount else { throw .invalidArgument(1) }
            return .configure(
                entry: Int(bitPattern: invocation[0]),
                DomainSchedule.Entry(domain: invocation[1], duration: invocation[2]))
        case .domainScheduleSetStart:
            try invocation.require(length: 1)
            guard invocation[0] < DomainSchedule.entryCount else { throw .invalidArgument(0) }
            return .setStart(Int(bitPattern: invocation[0]))
        default:
            throw .illegalOperation
        }
    }

    mutating func perform(_ request: DomainRequest) -> Completion {
        switch request {
        case .set(let thread, let domain):
            dequeue(thread)
            thread.domain = domain
            if thread.isRunnable {
                if thread == current { reschedule() } else { wake(thread) }
            }
        case .configure(let index, let entry):
            domainSchedule.entries[index & 1] = entry
        case .setStart(let index):
            domainSchedule.restart(at: index)
            reschedule()
        }
        return .done
    }
}
