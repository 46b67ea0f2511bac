import SeL4ABI

extension Kernel {
    /// A frame operation that has passed its checks.
    enum FrameRequest {
        case map(Slot, Capability, EntryReference, PageTableEntry, address: Word, isActive: Bool)
        case unmap(Slot)
        case getAddress(PhysicalAddress)
    }

    /// Page_Map (vaddr, rights, attr; vspace), Page_Unmap, Page_GetAddress.
    ///
    /// - Errors of Map, in this order: TruncatedMessage, those of the address space's capability,
    ///   for a mapped frame InvalidCapability 1 (other space) and InvalidArgument 0 (other
    ///   address), else InvalidArgument 0 (not user space); FailedLookup (the space),
    ///   AlignmentError, FailedLookup (no table), DeleteFirst (a table is there).
    func decodeFrame(
        _ invocation: Invocation, _ frame: FrameCapability, _ slot: Slot
    ) throws(SyscallError) -> FrameRequest {
        switch invocation.label {
        case .pageMap: return try decodeFrameMap(invocation, frame, slot)
        case .pageUnmap: return .unmap(slot)
        case .pageGetAddress: return .getAddress(frame.base)
        default: throw .illegalOperation
        }
    }

    private func decodeFrameMap(
        _ invocation: Invocation, _ frame: FrameCapability, _ slot: Slot
    ) throws(SyscallError) -> FrameRequest {
        try invocation.require(length: 3, capabilities: 1)
        let address = invocation[0]
        let spaceCapability = invocation.capability(0)
        guard spaceCapability.kind == .pml4,
            !RootTableCapability(spaceCapability).asid.isNone
        else { throw .invalidCapability(1) }
        let size: Word = 1 &<< Word(bitPattern: frame.size.sizeBits)
        if frame.mapping.isNone {
            guard address < AddressSpaceLimit.userTop,
                address &+ size <= AddressSpaceLimit.userTop
            else { throw .invalidArgument(0) }
        } else {
            guard frame.mapping.asid == RootTableCapability(spaceCapability).asid else {
                throw .invalidCapability(1)
            }
            guard frame.mapping.address == address else { throw .invalidArgument(0) }
        }
        let space = try addressSpace(spaceCapability, position: 1)
        guard address & (size &- 1) == 0 else { throw .alignmentError }
        let reference = try entry(for: address, at: frame.size.level, in: space.root)
        if frame.size != .page && reference.entry.isPresent && !reference.entry.isLarge {
            throw .deleteFirst
        }
        let rights = CapabilityRights(rawValue: invocation[1])
        let access = FrameCapability(frame.masked(by: rights)).access
        return .map(
            slot, frame.with(mapping: Mapping(space.asid, address)), reference,
            .page(
                at: frame.base, frame.size, access, VMAttributes(rawValue: invocation[2]),
                canForbidExecution: M.canForbidExecution),
            address: address, isActive: space.root == activeRoot)
    }

    mutating func perform(_ request: FrameRequest) -> Completion {
        switch request {
        case .map(let slot, let capability, let reference, let entry, let address, let isActive):
            slot.capability = capability
            let wasPresent = reference.entry.isPresent
            reference.entry = entry
            if wasPresent && isActive { M.invalidatePage(at: address) }
        case .unmap(let slot):
            let frame = FrameCapability(slot.capability)
            unmapFrame(frame)
            slot.capability = frame.with(mapping: .none)
        case .getAddress(let address):
            return .value(address.rawValue)
        }
        return .done
    }

    /// Takes a frame out of the address space that its capability says, if it is still there.
    mutating func unmapFrame(_ frame: FrameCapability) {
        let mapping = frame.mapping
        guard let root = root(of: mapping.asid),
            let reference = try? entry(for: mapping.address, at: frame.size.level, in: root)
        else { return }
        let entry = reference.entry
        guard entry.isPresent, frame.size == .page || entry.isLarge,
            entry.frameBase(frame.size) == frame.base
        else { return }
        reference.entry = .none
        if root == activeRoot { M.invalidatePage(at: mapping.address) }
    }

    /// The architecture's part of Untyped_Retype: frames and tables.
    func makeArchitectureObject(
        _ type: ObjectType, at address: PhysicalAddress, isDevice: Bool
    ) -> Capability {
        switch type {
        case .hugePage:
            return FrameCapability(at: address, size: .hugePage, isDevice: isDevice).capability
        case .largePage:
            return FrameCapability(at: address, size: .largePage, isDevice: isDevice).capability
        case .page:
            return FrameCapability(at: address, size: .page, isDevice: isDevice).capability
        case .pageTable:
            return Capability(.pageTable, at: address)
        case .pageDirectory:
            return Capability(.pageDirectory, at: address)
        case .pdpt:
            return Capability(.pdpt, at: address)
        default:
            M.copyKernelHalf(to: address)
            return RootTableCapability(at: address, asid: .none).capability
        }
    }
}

extension FrameSize {
    /// The level whose entries map frames of this size.
    var level: TableLevel {
        switch self {
        case .page: .pageTable
        case .largePage: .pageDirectory
        case .hugePage: .pdpt
        }
    }
}

extension PageTableEntry {
    /// The frame that an entry maps: a large page's own attribute bits lie below its address.
    func frameBase(_ size: FrameSize) -> PhysicalAddress {
        PhysicalAddress(target.rawValue & ~lowBits(size.sizeBits))
    }
}

extension ObjectType {
    var isFrame: Bool { self == .page || self == .largePage || self == .hugePage }

    var architectureSizeBits: Int {
        switch self {
        case .hugePage: ObjectSize.hugePageBits
        case .largePage: ObjectSize.largePageBits
        default: ObjectSize.pageBits
        }
    }
}
