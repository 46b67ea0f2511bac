import SeL4ABI

extension Model {
    /// Untyped_Retype: type, size, node index, node depth, node offset, count; root.
    func retype(_ invocation: Invocation, from held: Held) throws(Refusal) {
        guard invocation.label == .untypedRetype, case .untyped(var memory) = held.capability else {
            throw .illegalOperation
        }
        try invocation.require(length: 6, capabilities: 1)
        let type = ObjectType(rawValue: invocation[0])
        let sizeBits = try size(of: type, argument: invocation[1])
        let slots = try targets(invocation)
        let free = held.children.isEmpty ? 0 : memory.free
        let left = memory.size - free
        guard left >> Word(sizeBits) >= Word(slots.count) else { throw .notEnoughMemory(left) }
        guard !memory.isDevice || type == .untyped || Self.frameTypes.contains(type.rawValue) else {
            throw .invalidArgument(1)
        }

        if held.children.isEmpty { forgetObjects(in: memory) }
        let size: Word = 1 << Word(sizeBits)
        var address = memory.address + (free + size - 1) & ~(size - 1)
        for slot in slots {
            insertNew(make(type, at: address, sizeBits, isDevice: memory.isDevice), madeFrom: held, into: slot)
            address += size
        }
        memory.free = address - memory.address
        held.capability = .untyped(memory)
    }

    private static let frameTypes: [Word] = [
        ObjectType.page.rawValue, ObjectType.largePage.rawValue, ObjectType.hugePage.rawValue,
    ]

    private func size(of type: ObjectType, argument: Word) throws(Refusal) -> Int {
        guard type.rawValue < ObjectType.count else { throw .invalidArgument(0) }
        guard argument < 64 else { throw .range(0, 47) }
        let bits: Int
        switch type {
        case .untyped: bits = Int(argument)
        case .thread: bits = 11
        case .endpoint: bits = 4
        case .notification: bits = 5
        case .capabilityTable: bits = Int(argument) + 5
        case .largePage: bits = 21
        case .hugePage: bits = 30
        default: bits = 12
        }
        guard bits <= 47 else { throw .range(0, 47) }
        if type == .capabilityTable && argument == 0 { throw .invalidArgument(1) }
        if type == .untyped && argument < 4 { throw .invalidArgument(1) }
        return bits
    }

    /// The row of empty slots that the capabilities go into. Depth 0: the root itself holds them.
    private func targets(_ invocation: Invocation) throws(Refusal) -> [Slot] {
        var capability = invocation.extra[0].capability
        if invocation[3] != 0 {
            capability = try lookUpExactly(invocation[2], depth: invocation[3], in: capability).capability
        }
        guard case .cnode(let node, _, _)? = capability else {
            throw .failedLookup(isSource: false, .missingCapability(bitsLeft: invocation[3]))
        }
        let (offset, count) = (invocation[4], invocation[5])
        let slotCount = Word(node.slots.count)
        guard offset < slotCount else { throw .range(0, slotCount - 1) }
        guard (1...256).contains(count) else { throw .range(1, 256) }
        guard count <= slotCount - offset else { throw .range(1, slotCount - offset) }
        let slots = (offset..<offset + count).map { Slot(holder: node, index: Int($0)) }
        guard slots.allSatisfy(\.isEmpty) else { throw .deleteFirst }
        return slots
    }

    private func make(_ type: ObjectType, at address: Word, _ sizeBits: Int, isDevice: Bool) -> Capability {
        let object: KernelObject
        let capability: Capability
        switch type {
        case .untyped:
            return .untyped(Capability.UntypedMemory(address: address, sizeBits: sizeBits, isDevice: isDevice))
        case .thread:
            let thread = Thread(at: address, domain: currentDomain)
            (object, capability) = (thread, .thread(thread))
        case .endpoint:
            let endpoint = Endpoint(at: address)
            (object, capability) = (endpoint, .endpoint(endpoint, badge: 0, rights: .all))
        case .notification:
            let notification = Notification(at: address)
            (object, capability) = (notification, .notification(notification, badge: 0, rights: .read | .write))
        case .capabilityTable:
            let node = CNode(at: address, radix: sizeBits - ObjectSize.slotBits)
            (object, capability) = (node, .cnode(node, guardBits: 0, guardSize: 0))
        case .page, .largePage, .hugePage:
            let frame = Frame(at: address, sizeBits: sizeBits, isDevice: isDevice)
            (object, capability) = (frame, .frame(frame, access: .read | .write, nil))
        case .pml4:
            let table = Table(at: address, .root)
            (object, capability) = (table, .root(table, asid: 0))
        default:
            let table = Table(at: address, type == .pdpt ? .pdpt : type == .pageTable ? .pageTable : .pageDirectory)
            (object, capability) = (table, .table(table, nil))
        }
        objects[address] = object
        created.append(object)
        return capability
    }

    /// Memory that nobody names is taken back: what lay in it is gone.
    func forgetObjects(in memory: Capability.UntypedMemory) {
        let range = memory.address..<memory.address + memory.size
        for (address, object) in objects where range.contains(address) {
            precondition(object.capabilityCount == 0, "an object is named whose memory is taken back")
            objects[address] = nil
        }
    }
}
