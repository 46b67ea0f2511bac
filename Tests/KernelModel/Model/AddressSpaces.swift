import SeL4ABI

/// Frames and tables in address spaces.
extension Model {
    private static let userTop: Word = 0x7fff_ffff_f000

    /// The root that an identifier names, if it names one.
    func root(of asid: Int) -> Table? { asid == 0 ? nil : pools[asid >> 9]?.spaces[asid & 511] }

    /// The address space that the first extra capability names.
    private func space(_ invocation: Invocation) throws(Refusal) -> (root: Table, asid: Int) {
        guard case .root(let named, let asid)? = invocation.extra[0].capability, asid != 0 else {
            throw .invalidCapability(1)
        }
        guard let root = root(of: asid) else { throw .failedLookup(isSource: false, .invalidRoot) }
        guard root === named else { throw .invalidCapability(1) }
        return (root, asid)
    }

    /// The table of a level that is responsible for an address. All tables above must be there.
    private func table(for address: Word, _ level: Table.Level, in root: Table) throws(Refusal) -> Table {
        var table = root
        while table.level != level {
            guard case .table(let next)? = table.entries[table.index(of: address)] else {
                throw .failedLookup(isSource: false, .missingCapability(bitsLeft: Word(table.level.rawValue)))
            }
            table = next
        }
        return table
    }

    private func set(_ table: Table, _ address: Word, _ entry: Table.Entry?, _ word: Word) {
        table.set(table.index(of: address), entry, word)
        changes += 1
    }

    func operate(onFrame held: Held, _ invocation: Invocation) throws(Refusal) -> Outcome {
        guard case .frame(let frame, let access, let mapping) = held.capability else { throw .illegalOperation }
        switch invocation.label {
        case .pageGetAddress: return .value(frame.address)
        case .pageUnmap:
            unmap(frame, mapping)
            held.capability = .frame(frame, access: access, nil)
            return .done
        case .pageMap: break
        default: throw .illegalOperation
        }
        try invocation.require(length: 3, capabilities: 1)
        let (address, size) = (invocation[0], Word(1) << Word(frame.sizeBits))
        guard case .root(_, let asid)? = invocation.extra[0].capability, asid != 0 else { throw .invalidCapability(1) }
        if let mapping {
            guard mapping.asid == asid else { throw .invalidCapability(1) }
            guard mapping.address == address else { throw .invalidArgument(0) }
        } else {
            guard address < Self.userTop, address + size <= Self.userTop else { throw .invalidArgument(0) }
        }
        let root = try space(invocation).root
        guard address % size == 0 else { throw .alignment }
        let level: Table.Level = frame.sizeBits == 12 ? .pageTable : frame.sizeBits == 21 ? .pageDirectory : .pdpt
        let table = try table(for: address, level, in: root)
        if case .table? = table.entries[table.index(of: address)] { throw .deleteFirst }

        let allowed = Capability.pageAccess(access & CapabilityRights(rawValue: invocation[1]))
        var word = frame.address | 1 | (invocation[2] & 3) << 3
        // No execution: the one attribute that is this kernel's own.
        if invocation[2] & 8 != 0 { word |= 1 << 63 }
        if allowed.contains(.write) { word |= 2 }
        if allowed.contains(.read) { word |= 4 }
        word |= frame.sizeBits == 12 ? (invocation[2] & 4) << 5 : 0x80 | (invocation[2] & 4) << 10
        set(table, address, .page(frame), word)
        held.capability = .frame(frame, access: access, Mapping(asid: asid, address: address))
        return .done
    }

    /// Takes a frame out of the place that its capability says, if it is there.
    func unmap(_ frame: Frame, _ mapping: Mapping?) {
        let level: Table.Level = frame.sizeBits == 12 ? .pageTable : frame.sizeBits == 21 ? .pageDirectory : .pdpt
        guard let mapping, let root = root(of: mapping.asid),
            let table = try? table(for: mapping.address, level, in: root),
            case .page(let mapped)? = table.entries[table.index(of: mapping.address)], mapped === frame
        else { return }
        set(table, mapping.address, nil, 0)
    }

    func operate(onTable held: Held, _ invocation: Invocation) throws(Refusal) {
        guard case .table(let table, let mapping) = held.capability, let above = table.level.above else {
            throw .illegalOperation
        }
        let labels: (map: InvocationLabel, unmap: InvocationLabel)
        switch table.level {
        case .pageTable: labels = (.pageTableMap, .pageTableUnmap)
        case .pageDirectory: labels = (.pageDirectoryMap, .pageDirectoryUnmap)
        default: labels = (.pdptMap, .pdptUnmap)
        }
        if invocation.label == labels.unmap {
            guard table.capabilityCount == 1 else { throw .revokeFirst }
            unmap(table, mapping)
            table.clear()
            held.capability = .table(table, nil)
            return
        }
        guard invocation.label == labels.map else { throw .illegalOperation }
        try invocation.require(length: 2, capabilities: 1)
        guard mapping == nil else { throw .invalidCapability(0) }
        let (root, asid) = try space(invocation)
        let address = (invocation[0] >> Word(above.rawValue)) << Word(above.rawValue)
        guard address < Self.userTop else { throw .invalidArgument(0) }
        let parent = try self.table(for: address, above, in: root)
        guard parent.entries[parent.index(of: address)] == nil else { throw .deleteFirst }
        set(parent, address, .table(table), table.address | 7 | (invocation[1] & 3) << 3)
        held.capability = .table(table, Mapping(asid: asid, address: address))
    }

    func unmap(_ table: Table, _ mapping: Mapping?) {
        guard let mapping, let above = table.level.above, let root = root(of: mapping.asid),
            let parent = try? self.table(for: mapping.address, above, in: root),
            case .table(let mapped)? = parent.entries[parent.index(of: mapping.address)], mapped === table
        else { return }
        set(parent, mapping.address, nil, 0)
    }

    /// ASIDControl_MakePool: an untyped of 4 KB becomes 512 identifiers.
    func makePool(_ invocation: Invocation) throws(Refusal) {
        guard invocation.label == .asidControlMakePool else { throw .illegalOperation }
        try invocation.require(length: 2, capabilities: 2)
        guard let index = pools.firstIndex(where: { $0 == nil }) else { throw .deleteFirst }
        guard let held = invocation.extra[0].held, case .untyped(var memory) = held.capability, memory.sizeBits == 12,
            !memory.isDevice
        else { throw .invalidCapability(1) }
        guard held.children.isEmpty else { throw .revokeFirst }
        let slot = try lookUpExactly(invocation[0], depth: invocation[1], in: invocation.extra[1].capability)
        guard slot.isEmpty else { throw .deleteFirst }
        forgetObjects(in: memory)
        memory.free = memory.size
        held.capability = .untyped(memory)
        let pool = ASIDPool(at: memory.address, index: index)
        objects[pool.address] = pool
        pools[index] = pool
        created.append(pool)
        insertNew(.asidPool(pool), madeFrom: held, into: slot)
    }

    /// ASIDPool_Assign: a root becomes an address space. Identifier 0 is none, so nobody gets it.
    func assign(_ invocation: Invocation, in pool: ASIDPool) throws(Refusal) {
        guard invocation.label == .asidPoolAssign else { throw .illegalOperation }
        try invocation.require(length: 0, capabilities: 1)
        guard let held = invocation.extra[0].held, case .root(let table, asid: 0) = held.capability else {
            throw .invalidCapability(1)
        }
        guard let index = pool.spaces.indices.first(where: { pool.spaces[$0] == nil && pool.index << 9 | $0 != 0 })
        else { throw .deleteFirst }
        pool.spaces[index] = table
        changes += 1
        held.capability = .root(table, asid: pool.index << 9 | index)
    }
}
