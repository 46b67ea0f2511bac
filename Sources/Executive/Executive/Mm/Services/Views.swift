import CNT
import NTABI

extension Executive {
    /// `NtMapViewOfSection`. Answers `.imageNotAtBase` for an image that its loader must relocate.
    ///
    /// - Access: of the process PROCESS_VM_OPERATION; of the section SECTION_MAP_READ, _WRITE, _EXECUTE as `protect` asks.
    /// - Errors, in this order: `.invalidParameter4` (zero bits), `.invalidParameter8` (inheritance), `.invalidParameter9`
    ///   (allocation type), `.invalidPageProtection`, `.accessViolation`, `.invalidParameter3` (address), `.mappedAlignment`,
    ///   those of the handles, those of `AddressSpace.mapView`.
    func ntMapViewOfSection(
        _ caller: Thread, _ sectionHandle: Handle, _ processHandle: Handle,
        _ baseAddress: UserPointer<UInt>, _ zeroBits: UInt, _ commitSize: UInt,
        _ sectionOffset: UserPointer<Int64>?, _ viewSize: UserPointer<UInt>,
        _ inheritDisposition: UInt32, _ allocationType: UInt32, _ protect: UInt32
    ) throws(NTStatus) -> NTStatus {
        var request = ViewRequest()
        do { request.limit = try highestAddress(zeroBits: zeroBits) } catch {
            throw .invalidParameter4
        }
        guard inheritDisposition == ViewShare || inheritDisposition == ViewUnmap else {
            throw .invalidParameter8
        }
        request.isShared = inheritDisposition == ViewShare
        let type = AllocationType(rawValue: allocationType)
        guard type.isSubset(of: [.reserve, .topDown]) else { throw .invalidParameter9 }
        request.topDown = type.contains(.topDown)
        request.protection = try PageProtection(checking: protect)
        request.commit = commitSize
        try capture(&request, caller, baseAddress, sectionOffset, viewSize)
        let process = try caller.object(
            processHandle, as: Process.self, needing: .processVMOperation)
        guard !process.isTerminating else { throw .processIsTerminating }
        let section = try caller.object(
            sectionHandle, as: Section.self, needing: request.protection.mappingAccess)
        let view = try process.addressSpace.mapView(of: section, request)
        try caller.process.write(view.base, to: baseAddress)
        try caller.process.write(view.size, to: viewSize)
        if let sectionOffset { try caller.process.write(Int64(request.offset), to: sectionOffset) }
        return view.status
    }

    private func capture(
        _ request: inout ViewRequest, _ caller: Thread, _ baseAddress: UserPointer<UInt>,
        _ sectionOffset: UserPointer<Int64>?, _ viewSize: UserPointer<UInt>
    ) throws(NTStatus) {
        let process = caller.process
        let word = MemoryLayout<UInt>.size
        try process.probeForWrite(UserBuffer(baseAddress.address, word))
        try process.probeForWrite(UserBuffer(viewSize.address, word))
        if let sectionOffset {
            try process.probeForWrite(UserBuffer(sectionOffset.address, word))
            guard let offset = UInt(exactly: try process.read(sectionOffset)) else {
                throw .invalidViewSize
            }
            request.offset = offset
        }
        let base = try process.read(baseAddress)
        request.size = try process.read(viewSize)
        guard base <= AddressSpace.highest else { throw .invalidParameter3 }
        guard base.allocationRoundedDown == base,
            request.offset.allocationRoundedDown == request.offset
        else { throw .mappedAlignment }
        if base != 0 { request.base = base }
    }

    /// `NtUnmapViewOfSection`.
    ///
    /// - Access: PROCESS_VM_OPERATION.
    /// - Errors: those of the handle, `.notMappedView`.
    func ntUnmapViewOfSection(
        _ caller: Thread, _ processHandle: Handle, _ baseAddress: UInt
    ) throws(NTStatus) -> NTStatus {
        let process = try caller.object(
            processHandle, as: Process.self, needing: .processVMOperation)
        try process.addressSpace.unmapView(at: baseAddress)
        return .success
    }
}

extension PageProtection {
    /// The right to a section that mapping with this protection takes.
    fileprivate var mappingAccess: AccessMask {
        var access: AccessMask = allowsReading ? .sectionMapRead : []
        if allowsWriting, !copiesOnWrite { access.insert(.sectionMapWrite) }
        if allowsExecution { access.insert(.sectionMapExecute) }
        return access
    }
}
