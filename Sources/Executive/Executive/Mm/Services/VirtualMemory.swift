import CNT
import NTABI

// NtAllocateVirtualMemory and its kin: addresses and sizes come in by reference and go out rounded.

extension Executive {
    /// `NtAllocateVirtualMemory`. Reserves, commits or both; MEM_RESET keeps the pages as they are.
    ///
    /// - Access: PROCESS_VM_OPERATION.
    /// - Errors, in this order: `.invalidParameter3` (zero bits), `.invalidParameter5` (allocation type),
    ///   `.privilegeNotHeld` (large pages), `.invalidPageProtection`, `.accessViolation`, `.invalidParameter2` (address),
    ///   `.invalidParameter4` (size), those of the handle, those of `AddressSpace.allocate`.
    func ntAllocateVirtualMemory(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UserPointer<UInt>,
        _ zeroBits: UInt, _ regionSize: UserPointer<UInt>, _ allocationType: UInt32,
        _ protect: UInt32
    ) throws(NTStatus) -> NTStatus {
        let limit = try highestAddress(zeroBits: zeroBits)
        let type = try AllocationType(checking: allocationType)
        let protection = try PageProtection(checking: protect)
        guard !protection.copiesOnWrite else { throw .invalidPageProtection }
        let (base, size) = try captureRange(caller, baseAddress, regionSize)
        guard size > 0 else { throw .invalidParameter4 }
        let process = try caller.object(
            processHandle, as: Process.self, needing: .processVMOperation)
        guard !process.isTerminating else { throw .processIsTerminating }
        let result: (base: UInt, size: UInt)
        if type.contains(.reset) {
            let end = (base + size).pageRoundedUp
            guard let range = process.addressSpace.range(at: base), end <= range.end else {
                throw .conflictingAddresses
            }
            result = (base.pageRoundedDown, end - base.pageRoundedDown)
        } else {
            result = try process.addressSpace.allocate(
                at: base == 0 ? nil : base, size: size, type: type, protection: protection,
                limit: limit)
        }
        try write(result, caller, baseAddress, regionSize)
        return .success
    }

    /// `NtFreeVirtualMemory`. Decommits or releases.
    ///
    /// - Access: PROCESS_VM_OPERATION.
    /// - Errors, in this order: `.invalidParameter4` (free type), `.accessViolation`, `.invalidParameter2` (address),
    ///   `.invalidParameter3` (size), those of the handle, those of `AddressSpace.free`.
    func ntFreeVirtualMemory(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UserPointer<UInt>,
        _ regionSize: UserPointer<UInt>, _ freeType: UInt32
    ) throws(NTStatus) -> NTStatus {
        let type = AllocationType(rawValue: freeType)
        guard type == .decommit || type == .release else { throw .invalidParameter4 }
        let (base, size) = try captureRange(
            caller, baseAddress, regionSize, badSize: .invalidParameter3)
        let process = try caller.object(
            processHandle, as: Process.self, needing: .processVMOperation)
        let result = try process.addressSpace.free(at: base, size: size, type: type)
        try write(result, caller, baseAddress, regionSize)
        return .success
    }

    /// `NtProtectVirtualMemory`. Changes the protection of committed pages; answers the first page's old one.
    ///
    /// - Access: PROCESS_VM_OPERATION.
    /// - Errors, in this order: `.invalidPageProtection`, `.accessViolation`, `.invalidParameter2` (address),
    ///   `.invalidParameter3` (size), those of the handle, those of `AddressSpace.protect`.
    func ntProtectVirtualMemory(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UserPointer<UInt>,
        _ regionSize: UserPointer<UInt>, _ newProtect: UInt32, _ oldProtect: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        let protection = try PageProtection(checking: newProtect)
        try caller.process.probeForWrite(
            UserBuffer(oldProtect.address, MemoryLayout<UInt32>.size))
        let (base, size) = try captureRange(
            caller, baseAddress, regionSize, badSize: .invalidParameter3)
        guard size > 0 else { throw .invalidParameter3 }
        let process = try caller.object(
            processHandle, as: Process.self, needing: .processVMOperation)
        let result = try process.addressSpace.protect(at: base, size: size, to: protection)
        try write((result.base, result.size), caller, baseAddress, regionSize)
        try caller.process.write(result.old.rawValue, to: oldProtect)
        return .success
    }

    /// `NtFlushInstructionCache`. x86 keeps it current by itself; only the handle is checked.
    ///
    /// - Access: PROCESS_VM_WRITE.
    func ntFlushInstructionCache(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UInt, _ length: UInt
    ) throws(NTStatus) -> NTStatus {
        _ = try caller.object(processHandle, as: Process.self, needing: .processVMWrite)
        return .success
    }

    /// `NtReadVirtualMemory`. Copies out of a process; what can be read before the first bad page is.
    ///
    /// - Access: PROCESS_VM_READ.
    /// - Errors, in this order: `.accessViolation` (a range outside user space), those of the handle,
    ///   `.partialCopy` with the number of bytes that were copied.
    func ntReadVirtualMemory(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UInt, _ buffer: UInt,
        _ length: UInt, _ returned: UserPointer<UInt>?
    ) throws(NTStatus) -> NTStatus {
        let (source, target) = try checkCopy(caller, baseAddress, buffer, length)
        let process = try caller.object(processHandle, as: Process.self, needing: .processVMRead)
        let (copied, failure) = process.addressSpace.copy(
            source, to: target.address, of: caller.process.addressSpace)
        if let returned { try caller.process.write(UInt(copied), to: returned) }
        if failure != nil { throw .partialCopy }
        return .success
    }

    /// `NtWriteVirtualMemory`. Copies into a process; pages that must not be written to stay as they are.
    ///
    /// - Access: PROCESS_VM_WRITE.
    /// - Errors: those of `NtReadVirtualMemory`.
    func ntWriteVirtualMemory(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UInt, _ buffer: UInt,
        _ length: UInt, _ returned: UserPointer<UInt>?
    ) throws(NTStatus) -> NTStatus {
        let (target, source) = try checkCopy(caller, baseAddress, buffer, length)
        let process = try caller.object(processHandle, as: Process.self, needing: .processVMWrite)
        let (copied, failure) = caller.process.addressSpace.copy(
            source, to: target.address, of: process.addressSpace)
        if let returned { try caller.process.write(UInt(copied), to: returned) }
        if failure != nil { throw .partialCopy }
        return .success
    }

    private func checkCopy(
        _ caller: Thread, _ remote: UInt, _ local: UInt, _ length: UInt
    ) throws(NTStatus) -> (remote: UserBuffer, local: UserBuffer) {
        guard length <= AddressSpace.highest else { throw .accessViolation }
        let buffers = (UserBuffer(remote, Int(length)), UserBuffer(local, Int(length)))
        try caller.process.addressSpace.check(buffers.0)
        try caller.process.addressSpace.check(buffers.1)
        return buffers
    }

    /// Reads an address and a size that the service will write back rounded.
    private func captureRange(
        _ caller: Thread, _ baseAddress: UserPointer<UInt>, _ regionSize: UserPointer<UInt>,
        badSize: NTStatus = .invalidParameter4
    ) throws(NTStatus) -> (base: UInt, size: UInt) {
        let word = MemoryLayout<UInt>.size
        try caller.process.probeForWrite(UserBuffer(baseAddress.address, word))
        try caller.process.probeForWrite(UserBuffer(regionSize.address, word))
        let base = try caller.process.read(baseAddress)
        let size = try caller.process.read(regionSize)
        guard base <= AddressSpace.highest else { throw .invalidParameter2 }
        guard size <= AddressSpace.highest + 1 - base else { throw badSize }
        return (base, size)
    }

    private func write(
        _ result: (base: UInt, size: UInt), _ caller: Thread, _ baseAddress: UserPointer<UInt>,
        _ regionSize: UserPointer<UInt>
    ) throws(NTStatus) {
        try caller.process.write(result.base, to: baseAddress)
        try caller.process.write(result.size, to: regionSize)
    }

    /// The last address that a ZeroBits argument allows: a number of upper bits that are zero of 32, or, above 32, a mask
    /// of the bits that may be set. `.invalidParameter3`.
    func highestAddress(zeroBits: UInt) throws(NTStatus) -> UInt {
        switch zeroBits {
        case 0: return AddressSpace.highest
        case 1...20: return 0xFFFF_FFFF >> zeroBits
        case 21...32: throw .invalidParameter3
        default:
            let mask = UInt.max >> UInt(zeroBits.leadingZeroBitCount)
            return min(mask, AddressSpace.highest)
        }
    }
}

extension AllocationType {
    /// What NtAllocateVirtualMemory may be asked for. `.invalidParameter5`, `.privilegeNotHeld`.
    init(checking rawValue: UInt32) throws(NTStatus) {
        self.init(rawValue: rawValue)
        let largePages: UInt32 = 0x2000_0000
        let known: AllocationType = [.commit, .reserve, .reset, .topDown]
        guard rawValue & ~(known.rawValue | largePages) == 0,
            !isDisjoint(with: [.commit, .reserve, .reset]),
            !contains(.reset) || self == .reset
        else { throw .invalidParameter5 }
        // Nobody holds SeLockMemoryPrivilege.
        guard rawValue & largePages == 0 else { throw .privilegeNotHeld }
    }
}
