import SeL4ABI

extension Kernel {
    /// An operation on a page table, page directory or PDPT that has passed its checks.
    enum TableRequest {
        case map(Slot, Capability, EntryReference, PageTableEntry)
        case unmap(Slot)
    }

    /// PageTable_Map, PageDirectory_Map, PDPT_Map (vaddr, attr; vspace) and their Unmaps.
    ///
    /// - Errors of Map, in this order: TruncatedMessage, InvalidCapability 0 (mapped already),
    ///   those of the address space, InvalidArgument 0 (not user space), FailedLookup (no table
    ///   above), DeleteFirst (occupied).
    /// - Errors of Unmap: RevokeFirst (there are copies).
    func decodeTable(
        _ invocation: Invocation, _ table: TableCapability, _ slot: Slot
    ) throws(SyscallError) -> TableRequest {
        let kind = table.capability.kind
        if invocation.label == kind.unmapLabel {
            guard isFinal(slot) else { throw .revokeFirst }
            return .unmap(slot)
        }
        guard invocation.label == kind.mapLabel else { throw .illegalOperation }
        try invocation.require(length: 2, capabilities: 1)
        guard table.mapping.isNone else { throw .invalidCapability(0) }
        let level = kind.parentLevel
        let address = invocation[0] & ~lowBits(level.rawValue)
        let space = try addressSpace(invocation.capability(0), position: 1)
        guard address < AddressSpaceLimit.userTop else { throw .invalidArgument(0) }
        let reference = try entry(for: address, at: level, in: space.root)
        guard !reference.entry.isPresent else { throw .deleteFirst }
        let attributes = VMAttributes(rawValue: invocation[1])
        return .map(
            slot, table.with(mapping: Mapping(space.asid, address)), reference,
            .table(at: table.capability.object, attributes))
    }

    mutating func perform(_ request: TableRequest) -> Completion {
        switch request {
        case .map(let slot, let capability, let reference, let entry):
            slot.capability = capability
            reference.entry = entry
        case .unmap(let slot):
            let table = TableCapability(slot.capability)
            unmapTable(table)
            PhysicalMemory<M>.clear(
                table.capability.object.rawValue, count: 1 &<< Word(ObjectSize.pageTableBits))
            slot.capability = table.with(mapping: .none)
        }
        return .done
    }

    /// Takes a table out of the address space that it is mapped in, if it still is.
    mutating func unmapTable(_ table: TableCapability) {
        let mapping = table.mapping
        guard let root = root(of: mapping.asid),
            let reference = try? entry(
                for: mapping.address, at: table.capability.kind.parentLevel, in: root)
        else { return }
        let entry = reference.entry
        guard entry.isPresent && !entry.isLarge && entry.target == table.capability.object else {
            return
        }
        reference.entry = .none
        // Any page below it may be cached, and partial translations of it with other roots' tags.
        if root == activeRoot { M.invalidateAllPages() }
    }
}

extension CapabilityKind {
    fileprivate var mapLabel: InvocationLabel {
        switch self {
        case .pageTable: .pageTableMap
        case .pageDirectory: .pageDirectoryMap
        default: .pdptMap
        }
    }

    fileprivate var unmapLabel: InvocationLabel {
        switch self {
        case .pageTable: .pageTableUnmap
        case .pageDirectory: .pageDirectoryUnmap
        default: .pdptUnmap
        }
    }

    /// The level whose entries point to tables of this kind: an entry spans what the table maps.
    fileprivate var parentLevel: TableLevel {
        switch self {
        case .pageTable: .pageDirectory
        case .pageDirectory: .pdpt
        default: .pml4
        }
    }
}
