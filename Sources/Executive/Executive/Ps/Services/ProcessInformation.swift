import CNT
import NTABI

/// PROCESSINFOCLASS, as far as there is something to say.
private enum ProcessInformationClass: UInt32 {
    case basic = 0, ioCounters = 2, vmCounters = 3, times = 4, basePriority = 5, defaultHardErrorMode = 12
    case priorityClass = 18, handleCount = 20, affinityMask = 21, session = 24, imageFileName = 27, cookie = 36
}

extension Executive {
    /// `NtQueryInformationProcess`.
    ///
    /// - Access: PROCESS_QUERY_INFORMATION.
    /// - Errors: `.invalidInfoClass`, those of the handle, `.infoLengthMismatch`, `.accessViolation`.
    func ntQueryInformationProcess(
        _ caller: Thread, _ processHandle: Handle, _ processInformationClass: UInt32, _ processInformation: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ProcessInformationClass(rawValue: processInformationClass) else { throw .invalidInfoClass }
        let process = try caller.object(processHandle, as: Process.self, needing: .processQueryInformation)
        var answer = ByteWriter()
        switch kind {
        case .basic: putBasic(of: process, &answer)
        case .ioCounters: answer.putZeros(MemoryLayout<IO_COUNTERS>.size)
        case .vmCounters:
            putMemory(of: process, &answer)
            // VM_COUNTERS_EX has PrivateUsage behind it.
            if length == 96 { answer.put(process.addressSpace.usage.committedSize) }
        case .times: putTimes(process.createTime, process.exitTime, &answer)
        case .defaultHardErrorMode: answer.put(UInt32(1))
        case .priorityClass:
            answer.put(UInt8(0))  // not in the foreground
            answer.put(UInt8(2))  // PROCESS_PRIORITY_CLASS_NORMAL
        case .handleCount: answer.put(UInt32(process.handles.count))
        case .affinityMask: answer.put(UInt(1))
        case .session: answer.put(UInt32(0))
        case .cookie: answer.put(UInt32(truncatingIfNeeded: process.createTime) ^ process.id)
        case .imageFileName:
            let name = process.imagePath
            answer.putString(name, at: processInformation + 16)
            answer.put(name)
            answer.put(UInt16(0))
            return try caller.process.answer(
                atLeast: answer, at: processInformation, length: length, returnLength: returnLength)
        case .basePriority: throw .invalidInfoClass  // to be set only
        }
        return try caller.process.answer(
            exactly: answer, at: processInformation, length: length, returnLength: returnLength)
    }

    /// `NtSetInformationProcess`. Base priority, priority class, error mode; affinity to the one processor.
    ///
    /// - Access: PROCESS_SET_INFORMATION.
    /// - Errors: `.invalidInfoClass`, those of the handle, `.infoLengthMismatch`, `.accessViolation`, `.invalidParameter`.
    func ntSetInformationProcess(
        _ caller: Thread, _ processHandle: Handle, _ processInformationClass: UInt32, _ processInformation: UInt,
        _ length: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ProcessInformationClass(rawValue: processInformationClass) else { throw .invalidInfoClass }
        let process = try caller.object(processHandle, as: Process.self, needing: .processSetInformation)
        switch kind {
        case .basePriority:
            guard length == 4 else { throw .infoLengthMismatch }
            let priority = try caller.process.read(UserPointer<Int32>(required: processInformation))
            guard (1...31).contains(priority) else { throw .invalidParameter }
            setBasePriority(of: process, priority)
        case .priorityClass:
            guard length == 2 else { throw .infoLengthMismatch }
            let value = try caller.process.readBytes(UserBuffer(processInformation, 2))[1]
            let priorities: [Int32] = [8, 4, 8, 13, 24, 6, 10]  // by PROCESS_PRIORITY_CLASS_…
            guard value > 0, Int(value) < priorities.count else { throw .invalidParameter }
            setBasePriority(of: process, priorities[Int(value)])
        case .affinityMask:
            guard length == 8 else { throw .infoLengthMismatch }
            let mask = try caller.process.read(UserPointer<UInt>(required: processInformation))
            guard mask == 1 else { throw .invalidParameter }
        case .defaultHardErrorMode:
            guard length == 4 else { throw .infoLengthMismatch }
        default: throw .invalidInfoClass
        }
        return .success
    }

    /// Threads keep their distance from the base.
    private func setBasePriority(of process: Process, _ priority: Int32) {
        let change = priority - process.basePriority
        process.basePriority = priority
        for thread in process.threads {
            thread.priority = min(31, max(1, thread.priority + change))
            thread.applyPriority(self)
        }
    }

    private func putBasic(of process: Process, _ answer: inout ByteWriter) {
        answer.put(process.exitStatus.rawValue)
        answer.put(UInt32(0))
        answer.put(Process.peb)
        answer.put(UInt(1))
        answer.put(process.basePriority)
        answer.put(UInt32(0))
        answer.put(UInt(process.id))
        answer.put(UInt(process.parentID))
    }

    private func putMemory(of process: Process, _ answer: inout ByteWriter) {
        let usage = process.addressSpace.usage
        answer.put(usage.virtualSize)
        answer.put(usage.virtualSize)
        answer.put(UInt32(0))
        answer.put(UInt32(0))
        answer.put(usage.residentSize)
        answer.put(usage.residentSize)
        answer.put(UInt(process.quota.peakBytes))
        answer.put(UInt(process.quota.bytes))
        answer.put(UInt(0))
        answer.put(UInt(0))
        answer.put(usage.committedSize)
        answer.put(usage.committedSize)
    }

    /// KERNEL_USER_TIMES. Processor time is not accounted: seL4's verified kernels do not tell it.
    func putTimes(_ created: Int64, _ exited: Int64, _ answer: inout ByteWriter) {
        answer.put(created)
        answer.put(exited)
        answer.put(Int64(0))
        answer.put(Int64(0))
    }
}

extension Process {
    /// Answers a query whose structure has one size.
    ///
    /// Errors: `.infoLengthMismatch` for a buffer of another size, `.datatypeMisalignment`, `.accessViolation`.
    func answer(
        exactly value: ByteWriter, at address: UInt, length: UInt32, returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        if let returnLength { try write(UInt32(value.count), to: returnLength) }
        guard Int(length) == value.count else { throw .infoLengthMismatch }
        try requireAlignment(address, to: 4)
        try writeBytes(value.bytes, to: address)
        return .success
    }
}
