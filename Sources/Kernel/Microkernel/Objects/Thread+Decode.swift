import SeL4ABI

extension Kernel {
    /// A TCB invocation that has passed its checks.
    enum ThreadRequest {
        case readRegisters(Thread, suspend: Bool, count: Int)
        case writeRegisters(Thread, resume: Bool, count: Int, Invocation)
        case copyRegisters(Thread, from: Thread, CopyOptions)
        case setSpace(Thread, SpaceChange)
        case setPriorities(Thread, maximum: Word?, priority: Word?)
        case suspend(Thread)
        case resume(Thread)
        case bind(Thread, Notification)
        case unbind(Thread)
        case setTLSBase(Thread, Word)
        case setFlags(Thread, clear: ThreadFlags, set: ThreadFlags)
    }

    /// Decodes the TCB operations.
    ///
    /// - Errors: TruncatedMessage comes first in each; the others stand at the operation.
    func decodeThread(
        _ invocation: Invocation, _ thread: Thread, _ slot: Slot
    ) throws(SyscallError) -> ThreadRequest {
        switch invocation.label {
        case .tcbReadRegisters: return try decodeReadRegisters(invocation, thread)
        case .tcbWriteRegisters: return try decodeWriteRegisters(invocation, thread)
        case .tcbCopyRegisters: return try decodeCopyRegisters(invocation, thread)
        case .tcbConfigure: return try decodeConfigure(invocation, thread)
        case .tcbSetSpace: return try decodeSetSpace(invocation, thread)
        case .tcbSetIPCBuffer: return try decodeSetIPCBuffer(invocation, thread)
        case .tcbSetPriority:
            try invocation.require(length: 1, capabilities: 1)
            let priority = try allowedPriority(invocation[0], invocation)
            return .setPriorities(thread, maximum: nil, priority: priority)
        case .tcbSetMCPriority:
            try invocation.require(length: 1, capabilities: 1)
            let maximum = try allowedPriority(invocation[0], invocation)
            return .setPriorities(thread, maximum: maximum, priority: nil)
        case .tcbSetSchedParams:
            try invocation.require(length: 2, capabilities: 1)
            let maximum = try allowedPriority(invocation[0], invocation)
            let priority = try allowedPriority(invocation[1], invocation)
            return .setPriorities(thread, maximum: maximum, priority: priority)
        case .tcbSuspend: return .suspend(thread)
        case .tcbResume: return .resume(thread)
        case .tcbBindNotification: return try decodeBind(invocation, thread)
        case .tcbUnbindNotification:
            guard !thread.boundNotification.isNone else { throw .illegalOperation }
            return .unbind(thread)
        case .tcbSetTLSBase:
            try invocation.require(length: 1)
            return .setTLSBase(thread, invocation[0])
        case .tcbSetFlags:
            try invocation.require(length: 2)
            return .setFlags(
                thread, clear: ThreadFlags(rawValue: invocation[0]),
                set: ThreadFlags(rawValue: invocation[1]))
        default:
            throw .illegalOperation
        }
    }

    /// - Errors: InvalidCapability 1 (authority is no thread), RangeError (above its maximum).
    private func allowedPriority(
        _ priority: Word, _ invocation: Invocation
    ) throws(SyscallError) -> Word {
        let authority = invocation.capability(0)
        guard authority.kind == .thread else { throw .invalidCapability(1) }
        let maximum = Thread(authority.object).maximumPriority
        guard priority <= maximum else { throw .rangeError(0, maximum) }
        return priority
    }

    /// - Errors: IllegalOperation: the thread is bound, or the capability is not to an unbound,
    ///   unwaited notification with Read.
    private func decodeBind(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 0, capabilities: 1)
        guard thread.boundNotification.isNone else { throw .illegalOperation }
        let capability = invocation.capability(0)
        guard capability.kind == .notification,
            NotificationCapability(capability).rights.contains(.read)
        else { throw .illegalOperation }
        let notification = Notification(capability.object)
        guard notification.boundThread.isNone, notification.queue.state != Notification.waiting
        else { throw .illegalOperation }
        return .bind(thread, notification)
    }

    mutating func perform(_ request: ThreadRequest) -> Completion {
        switch request {
        case .readRegisters(let thread, let stops, let count):
            if stops { suspend(thread) }
            return .registers(of: thread.address, count: count)
        case .writeRegisters(let thread, let resumes, let count, let invocation):
            writeRegisters(of: thread, count: count, from: invocation)
            if resumes { resume(thread) }
        case .copyRegisters(let thread, let source, let options):
            copyRegisters(from: source, to: thread, options)
        case .setSpace(let thread, let change):
            return setSpace(of: thread, change)
        case .setPriorities(let thread, let maximum, let priority):
            if let maximum { thread.maximumPriority = maximum }
            if let priority { setPriority(of: thread, to: priority) }
        case .suspend(let thread): suspend(thread)
        case .resume(let thread): resume(thread)
        case .bind(let thread, let notification): bind(notification, to: thread)
        case .unbind(let thread): unbind(thread)
        case .setTLSBase(let thread, let base): setTLSBase(of: thread, to: base)
        case .setFlags(let thread, let clear, let set):
            let flags = (thread.flags.subtracting(clear) | set) & .fpuDisabled
            thread.flags = flags | thread.flags & .usesFPU
            refreshFPU(of: thread)
            return .value(flags.rawValue)
        }
        return .done
    }
}
