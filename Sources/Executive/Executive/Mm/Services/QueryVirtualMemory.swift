import CNT
import NTABI

extension Executive {
    /// `NtQueryVirtualMemory`. Class MemoryBasicInformation: the run of like pages that starts at an address.
    ///
    /// - Access: PROCESS_QUERY_INFORMATION.
    /// - Errors, in this order: `.invalidInfoClass`, `.infoLengthMismatch`, `.invalidParameter` (not a user address),
    ///   `.datatypeMisalignment`, those of the handle, `.accessViolation`.
    func ntQueryVirtualMemory(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UInt,
        _ informationClass: UInt32, _ memoryInformation: UInt, _ length: UInt,
        _ returnLength: UserPointer<UInt>?
    ) throws(NTStatus) -> NTStatus {
        guard informationClass == MemoryBasicInformation else { throw .invalidInfoClass }
        let size = UInt(MemoryLayout<MEMORY_BASIC_INFORMATION>.size)
        guard length >= size else { throw .infoLengthMismatch }
        guard baseAddress <= AddressSpace.highest else { throw .invalidParameter }
        try requireAlignment(memoryInformation, to: 8)
        let process = try caller.object(
            processHandle, as: Process.self, needing: .processQueryInformation)
        try caller.process.write(
            process.addressSpace.describe(baseAddress),
            to: UserPointer(required: memoryInformation))
        if let returnLength { try caller.process.write(size, to: returnLength) }
        return .success
    }
}
