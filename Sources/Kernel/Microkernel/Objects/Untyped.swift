import SeL4ABI

/// Untyped memory: where all kernel objects come from.
extension Kernel {
    /// An Untyped_Retype that has passed its checks.
    struct RetypeRequest {
        let untyped: Slot
        /// The untyped has no children: it starts again from its beginning.
        let startsOver: Bool
        /// Where the first object starts, from the untyped's base.
        let offset: Word
        let type: ObjectType
        let sizeBits: Int
        let firstSlot: Slot
        let count: Word
    }

    /// Decodes Untyped_Retype (type, size_bits, node_index, node_depth, node_offset, num_objects;
    /// root).
    ///
    /// - Errors, in this order: IllegalOperation, TruncatedMessage, InvalidArgument 0 (type),
    ///   RangeError (size), InvalidArgument 1 (size), FailedLookup (node), RangeError (offset,
    ///   count), DeleteFirst, NotEnoughMemory, InvalidArgument 1 (device memory).
    func decodeUntyped(
        _ invocation: Invocation, _ untyped: UntypedCapability, _ slot: Slot
    ) throws(SyscallError) -> RetypeRequest {
        guard invocation.label == .untypedRetype else { throw .illegalOperation }
        try invocation.require(length: 6, capabilities: 1)
        let type = ObjectType(rawValue: invocation[0])
        let sizeBits = try objectSizeBits(type, argument: invocation[1])
        let (firstSlot, count) = try decodeTargetSlots(invocation)

        let startsOver = !hasChildren(slot)
        let free = startsOver ? 0 : untyped.freeOffset
        let left = untyped.size &- free
        guard left &>> Word(bitPattern: sizeBits) >= count else { throw .notEnoughMemory(left) }
        guard !untyped.isDevice || type == .untyped || type.isFrame else {
            throw .invalidArgument(1)
        }
        let mask = lowBits(sizeBits)
        return RetypeRequest(
            untyped: slot, startsOver: startsOver, offset: (free &+ mask) & ~mask, type: type,
            sizeBits: sizeBits, firstSlot: firstSlot, count: count)
    }

    /// The size of one object as a power of two.
    private func objectSizeBits(
        _ type: ObjectType, argument: Word
    ) throws(SyscallError) -> Int {
        guard type.rawValue < ObjectType.count else { throw .invalidArgument(0) }
        let limit = Word(ObjectSize.maximumUntypedBits)
        guard argument < 64 else { throw .rangeError(0, limit) }
        let size = sizeBits(of: type, argument: Int(bitPattern: argument))
        guard size <= ObjectSize.maximumUntypedBits else { throw .rangeError(0, limit) }
        if type == .capabilityTable && argument == 0 { throw .invalidArgument(1) }
        if type == .untyped && size < ObjectSize.minimumUntypedBits { throw .invalidArgument(1) }
        return size
    }

    /// The same for arguments in their range; the argument counts only for the kinds of variable size.
    private func sizeBits(of type: ObjectType, argument: Int) -> Int {
        switch type {
        case .untyped: argument
        case .thread: M.threadBits
        case .endpoint: ObjectSize.endpointBits
        case .notification: ObjectSize.notificationBits
        case .capabilityTable: argument &+ ObjectSize.slotBits
        default: type.architectureSizeBits
        }
    }

    /// The row of empty slots that the new capabilities go into.
    private func decodeTargetSlots(
        _ invocation: Invocation
    ) throws(SyscallError) -> (Slot, count: Word) {
        let (index, depth) = (invocation[2], invocation[3])
        let (offset, count) = (invocation[4], invocation[5])
        var node = invocation.capability(0)
        if depth != 0 {
            node = try lookUpExactly(index, depth: depth, in: node, isSource: false).capability
        }
        guard node.kind == .cnode else {
            throw .failedLookup(
                isSource: false,
                .missingCapability(bitsLeft: Int(truncatingIfNeeded: depth)))
        }
        let size = CNodeCapability(node).slotCount
        guard offset < size else { throw .rangeError(0, size &- 1) }
        guard count >= 1 && count <= ObjectSize.retypeFanOut else {
            throw .rangeError(1, ObjectSize.retypeFanOut)
        }
        guard count <= size &- offset else { throw .rangeError(1, size &- offset) }
        // Masked for a processor that goes on before the check is made (docs/kernel.md, "Side channels").
        let first = Slot(node.object).advanced(by: offset & (size &- 1))
        for position in 0..<count where !first.advanced(by: position).isEmpty {
            throw .deleteFirst
        }
        return (first, count)
    }

    /// Makes the objects. Their memory is cleared first, as far as it is not known to be clear;
    /// that can be interrupted and then goes on where it stopped.
    mutating func perform(_ request: RetypeRequest) -> Completion {
        let slot = request.untyped
        var untyped = UntypedCapability(slot.capability)
        let end = request.offset &+ request.count &<< Word(bitPattern: request.sizeBits)
        if !request.startsOver {
            // What alignment skips is given up now, so that it need not be cleared.
            untyped = untyped.with(
                freeOffset: request.offset, clearedOffset: untyped.clearedOffset)
        } else if untyped.freeOffset != 0 {
            untyped = untyped.with(freeOffset: 0, clearedOffset: 0)
        }
        slot.capability = untyped.capability
        if !untyped.isDevice && !clear(slot, upTo: end) { return .preempted }

        untyped = UntypedCapability(slot.capability)
        slot.capability =
            untyped.with(freeOffset: end, clearedOffset: untyped.clearedOffset).capability
        let base = untyped.capability.object.rawValue &+ request.offset
        for index in 0..<request.count {
            let address = PhysicalAddress(base &+ index &<< Word(bitPattern: request.sizeBits))
            insertNew(
                makeObject(request, at: address, isDevice: untyped.isDevice), madeFrom: slot,
                into: request.firstSlot.advanced(by: index))
        }
        return .done
    }

    /// Clears an untyped's memory from its free offset up to `end`. False: preempted.
    private mutating func clear(_ slot: Slot, upTo end: Word) -> Bool {
        let untyped = UntypedCapability(slot.capability)
        let step = max(1 &<< Word(bitPattern: untyped.granuleBits), 4096)
        var position = max(untyped.clearedOffset, untyped.freeOffset)
        while position < end {
            let stop = min((position | (step &- 1)) &+ 1, untyped.size)
            PhysicalMemory<M>.clear(
                untyped.capability.object.rawValue &+ position, count: stop &- position)
            position = stop
            slot.capability =
                untyped.with(freeOffset: untyped.freeOffset, clearedOffset: position).capability
            // A unit for 256 bytes: 32 stores, and what a page costs besides.
            if position < end && isPreempted(after: Int(bitPattern: step &>> 8)) { return false }
        }
        return true
    }

    /// Gives cleared memory the form of an object and returns the first capability to it.
    private func makeObject(
        _ request: RetypeRequest, at address: PhysicalAddress, isDevice: Bool
    ) -> Capability {
        switch request.type {
        case .untyped:
            return UntypedCapability(
                at: address, sizeBits: request.sizeBits, isDevice: isDevice
            ).capability
        case .thread:
            initialiseThread(at: address)
            return .thread(at: address)
        case .endpoint:
            return EndpointCapability(at: address).capability
        case .notification:
            return NotificationCapability(at: address).capability
        case .capabilityTable:
            return CNodeCapability(
                at: address, radix: request.sizeBits &- ObjectSize.slotBits
            ).capability
        default:
            return makeArchitectureObject(request.type, at: address, isDevice: isDevice)
        }
    }
}
