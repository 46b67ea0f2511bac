import CNT
import NTABI

/// SYSTEM_INFORMATION_CLASS, as far as there is something to say.
private enum SystemInformationClass: UInt32 {
    case basic = 0, processor = 1, performance = 2, timeOfDay = 3, process = 5, processorPerformance = 8, module = 11
    case kernelDebugger = 35
}

extension Executive {
    /// `NtQuerySystemInformation`.
    ///
    /// - Errors: `.invalidInfoClass`, `.infoLengthMismatch` (with the length needed), `.accessViolation`.
    func ntQuerySystemInformation(
        _ caller: Thread, _ systemInformationClass: UInt32, _ systemInformation: UInt, _ length: UInt32,
        _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard let kind = SystemInformationClass(rawValue: systemInformationClass) else { throw .invalidInfoClass }
        let process = caller.process
        var answer = ByteWriter()
        switch kind {
        case .basic:
            return try process.answer(
                basicInformation, at: systemInformation, length: length, returnLength: returnLength)
        case .performance:
            return try process.answer(
                performanceInformation, at: systemInformation, length: length, returnLength: returnLength)
        case .processor:
            answer.put(UInt16(9))  // PROCESSOR_ARCHITECTURE_AMD64
            answer.put(UInt16(6))
            answer.put(UInt16(0))
            answer.put(UInt16(1))
            answer.put(UInt32(0))
        case .timeOfDay:
            answer.put(clock.bootTime)
            answer.put(clock.systemTime)
            answer.putZeros(32)
        case .processorPerformance: answer.putZeros(48)
        case .kernelDebugger:
            answer.put(UInt8(0))
            answer.put(UInt8(1))
        case .process:
            putProcesses(&answer, at: systemInformation)
            return try process.answer(
                atLeast: answer, at: systemInformation, length: length, returnLength: returnLength)
        case .module:
            putModules(&answer)
            return try process.answer(
                atLeast: answer, at: systemInformation, length: length, returnLength: returnLength)
        }
        return try process.answer(
            exactly: answer, at: systemInformation, length: length, returnLength: returnLength)
    }

    private var basicInformation: SYSTEM_BASIC_INFORMATION {
        var answer = SYSTEM_BASIC_INFORMATION()
        let frames = UInt32(memory.hardware.pageCount)
        answer.TimerResolution = IntervalTimer.unitsPerTick
        answer.PageSize = UInt32(pageSize)
        answer.NumberOfPhysicalPages = frames
        answer.LowestPhysicalPageNumber = 1
        answer.HighestPhysicalPageNumber = frames
        answer.AllocationGranularity = UInt32(allocationGranularity)
        answer.MinimumUserModeAddress = AddressSpace.lowest
        answer.MaximumUserModeAddress = AddressSpace.highest
        answer.ActiveProcessorsAffinityMask = 1
        answer.NumberOfProcessors = 1
        return answer
    }

    private var performanceInformation: SYSTEM_PERFORMANCE_INFORMATION {
        var answer = SYSTEM_PERFORMANCE_INFORMATION()
        answer.IoReadOperationCount = io.counters.reads
        answer.IoWriteOperationCount = io.counters.writes
        answer.IoOtherOperationCount = io.counters.others
        let counters = memory.counters
        answer.AvailablePages = UInt32(counters.freePages + stacks.freePages)
        answer.CommittedPages = UInt32(counters.committedPages)
        answer.CommitLimit = UInt32(max(0, counters.commitLimit))
        // What stands for NT's own pools: the heap, kernel objects, and the tables of address spaces.
        answer.PagedPoolPages = UInt32(counters.heapPages)
        // Each stack is two blocks, and a free one is kept for the next wait.
        answer.PagedPoolAllocs = UInt32(max(0, counters.heapBlocks - 2 * stacks.made))
        answer.NonPagedPoolPages = UInt32(counters.tablesInUse)
        answer.NonPagedPoolAllocs = UInt32(counters.objectsInUse)
        answer.FreeSystemPtes = UInt32(counters.slotsInUse)
        return answer
    }

    /// One SYSTEM_PROCESS_INFORMATION after the other, each with its threads and its name behind it.
    private func putProcesses(_ answer: inout ByteWriter, at address: UInt) {
        for process in processes {
            let entrySize = MemoryLayout<SYSTEM_PROCESS_INFORMATION>.size
            let threadSize = MemoryLayout<SYSTEM_THREAD_INFORMATION>.size
            let nameOffset = entrySize + process.threads.count * threadSize
            let size = (nameOffset + process.imageName.byteCount + 2 + 7) & ~7
            let isLast = process === processes.last
            let usage = process.addressSpace.usage
            answer.put(UInt32(isLast ? 0 : size))
            answer.put(UInt32(process.threads.count))
            answer.putZeros(24)
            answer.put(process.createTime)
            answer.putZeros(16)
            answer.putString(process.imageName, at: address + UInt(answer.count - 0x38 + nameOffset))
            answer.put(process.basePriority)
            answer.put(UInt32(0))
            answer.put(UInt(process.id))
            answer.put(UInt(process.parentID))
            answer.put(UInt32(process.handles.count))
            answer.put(UInt32(0))
            answer.put(UInt(process.id))
            answer.put(usage.virtualSize)
            answer.put(usage.virtualSize)
            answer.put(UInt64(0))
            answer.put(usage.residentSize)
            answer.put(usage.residentSize)
            answer.put(UInt(process.quota.peakBytes))
            answer.put(UInt(process.quota.bytes))
            answer.putZeros(16)
            answer.put(usage.committedSize)
            answer.put(usage.committedSize)
            answer.put(usage.committedSize)
            answer.putZeros(48)
            for thread in process.threads { put(thread, &answer) }
            answer.put(process.imageName)
            answer.put(UInt16(0))
            answer.align(to: 8)
        }
    }

    private func put(_ thread: Thread, _ answer: inout ByteWriter) {
        let isWaiting = thread.parkedStack != nil
        answer.putZeros(16)
        answer.put(thread.createTime)
        answer.put(UInt64(0))
        answer.put(thread.startAddress)
        answer.put(UInt(thread.process.id))
        answer.put(UInt(thread.id))
        answer.put(thread.priority)
        answer.put(thread.process.basePriority)
        answer.put(UInt32(0))
        answer.put(UInt32(isWaiting ? 5 : 1))  // Waiting, Ready
        answer.put(UInt32(thread.suspendCount > 0 ? 5 : isWaiting ? 6 : 0))  // Suspended, UserRequest
        answer.put(UInt32(0))
    }
}
