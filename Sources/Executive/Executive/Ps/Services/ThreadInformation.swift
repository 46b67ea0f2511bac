import CNT
import NTABI

/// THREADINFOCLASS, as far as there is something to say or to set.
private enum ThreadInformationClass: UInt32 {
    case basic = 0, times = 1, priority = 2, basePriority = 3, affinityMask = 4, startAddress = 9, zeroTlsCell = 10
    case amILastThread = 12, priorityBoost = 14, hideFromDebugger = 17, isTerminated = 20
}

extension Executive {
    /// `NtQueryInformationThread`.
    ///
    /// - Access: THREAD_QUERY_INFORMATION.
    /// - Errors: `.invalidInfoClass`, those of the handle, `.infoLengthMismatch`, `.accessViolation`.
    func ntQueryInformationThread(
        _ caller: Thread, _ threadHandle: Handle, _ threadInformationClass: UInt32, _ threadInformation: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ThreadInformationClass(rawValue: threadInformationClass) else { throw .invalidInfoClass }
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadQueryInformation)
        var answer = ByteWriter()
        switch kind {
        case .basic:
            answer.put(thread.exitStatus.rawValue)
            answer.put(UInt32(0))
            answer.put(thread.teb)
            answer.put(UInt(thread.process.id))
            answer.put(UInt(thread.id))
            answer.put(UInt(1))
            answer.put(thread.priority)
            answer.put(thread.priority - thread.process.basePriority)
        case .times: putTimes(thread.createTime, thread.exitTime, &answer)
        case .startAddress: answer.put(thread.startAddress)
        case .amILastThread: answer.put(UInt32(thread.process.threads.count == 1 ? 1 : 0))
        case .priorityBoost: answer.put(UInt32(1))  // boosts are off: there are none
        case .isTerminated: answer.put(UInt32(thread.isTerminated ? 1 : 0))
        default: throw .invalidInfoClass
        }
        return try caller.process.answer(
            exactly: answer, at: threadInformation, length: length, returnLength: returnLength)
    }

    /// `NtSetInformationThread`. Priority, absolute or relative to the process's; what changes nothing here is accepted.
    ///
    /// - Access: THREAD_SET_INFORMATION.
    /// - Errors: `.invalidInfoClass`, those of the handle, `.infoLengthMismatch`, `.accessViolation`, `.invalidParameter`.
    func ntSetInformationThread(
        _ caller: Thread, _ threadHandle: Handle, _ threadInformationClass: UInt32, _ threadInformation: UInt,
        _ length: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ThreadInformationClass(rawValue: threadInformationClass) else { throw .invalidInfoClass }
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadSetInformation)
        switch kind {
        case .priority, .basePriority:
            guard length == 4 else { throw .infoLengthMismatch }
            let value = try caller.process.read(UserPointer<Int32>(required: threadInformation))
            try setPriority(of: thread, value, isRelative: kind == .basePriority)
        case .affinityMask:
            guard length == 8 else { throw .infoLengthMismatch }
            let mask = try caller.process.read(UserPointer<UInt>(required: threadInformation))
            guard mask == 1 else { throw .invalidParameter }
        case .startAddress:
            guard length == 8 else { throw .infoLengthMismatch }
            thread.startAddress = try caller.process.read(UserPointer<UInt>(required: threadInformation))
        case .zeroTlsCell:
            guard length == 4 else { throw .infoLengthMismatch }
            let cell = try caller.process.read(UserPointer<UInt32>(required: threadInformation))
            try zeroTLSCell(Int(cell), of: caller.process)
        case .priorityBoost:
            guard length == 4 else { throw .infoLengthMismatch }
        case .hideFromDebugger:
            guard length == 0 else { throw .infoLengthMismatch }
        default: throw .invalidInfoClass
        }
        return .success
    }

    private func setPriority(of thread: Thread, _ value: Int32, isRelative: Bool) throws(NTStatus) {
        let priority = isRelative ? thread.process.basePriority + min(15, max(-15, value)) : value
        guard isRelative || (1...31).contains(value) else { throw .invalidParameter }
        thread.priority = min(31, max(1, priority))
        if !thread.isTerminating { thread.applyPriority(self) }
    }

    /// Clears one TLS slot in every thread of the process: what TlsFree asks for.
    private func zeroTLSCell(_ cell: Int, of process: Process) throws(NTStatus) {
        guard cell < 64 else { throw .invalidParameter }
        for thread in process.threads {
            try process.write(UInt(0), to: UserPointer(required: thread.teb + 0x1480 + 8 * UInt(cell)))
        }
    }
}
