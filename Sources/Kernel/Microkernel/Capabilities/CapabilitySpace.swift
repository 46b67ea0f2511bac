import SeL4ABI

extension Kernel {
    /// Follows `bits` bits of a pointer down the CNodes from `root`, until they are used up or a
    /// slot holds something else than a CNode.
    ///
    /// A CNode has at least two slots, so every step uses bits up.
    @inline(__always) func resolve(
        _ pointer: Word, bits: Int, from root: Capability
    ) throws(LookupFailure) -> (slot: Slot, bitsLeft: Int) {
        guard root.kind == .cnode else { throw .invalidRoot }
        var left = bits
        var node = CNodeCapability(root)
        while true {
            let guardSize = node.guardSize
            let levelBits = guardSize &+ node.radix
            if guardSize > left
                || (pointer &>> Word(bitPattern: left &- guardSize)) & lowBits(guardSize)
                    != node.guardBits
            {
                throw .guardMismatch(bitsLeft: left, cnode: node)
            }
            if levelBits > left { throw .depthMismatch(bitsLeft: left, bitsFound: levelBits) }
            left &-= levelBits
            let index = (pointer &>> Word(bitPattern: left)) & lowBits(node.radix)
            let slot = Slot(node.capability.object).advanced(by: index)
            if left == 0 { return (slot, 0) }
            let next = slot.capability
            if next.kind != .cnode { return (slot, left) }
            node = CNodeCapability(next)
        }
    }

    /// The slot that a thread's capability pointer names. Bits left over behind a capability that
    /// is no CNode are ignored.
    @inline(__always) func lookUp(
        _ pointer: Word, in thread: Thread
    ) throws(LookupFailure) -> Slot {
        let root = CNodeCapability(thread.cspaceRoot.capability)
        guard root.isQuick, let address = root.firstSlot(pointer) else {
            return try resolve(pointer, bits: Word.bitWidth, from: root.capability).slot
        }
        let slot = Slot(address)
        let found = slot.capability
        let left = Word.bitWidth &- root.guardSize &- root.radix
        if found.kind != .cnode || left == 0 { return slot }
        return try resolve(pointer, bits: left, from: found).slot
    }

    /// The slot at exactly `depth` bits below a CNode.
    ///
    /// - Errors, in this order: FailedLookup (no CNode), RangeError (depth), FailedLookup.
    func lookUpExactly(
        _ pointer: Word, depth: Word, in root: Capability, isSource: Bool
    ) throws(SyscallError) -> Slot {
        guard root.kind == .cnode else {
            throw .failedLookup(isSource: isSource, .invalidRoot)
        }
        guard depth >= 1 && depth <= 64 else { throw .rangeError(1, 64) }
        do throws(LookupFailure) {
            let found = try resolve(pointer, bits: Int(bitPattern: depth), from: root)
            guard found.bitsLeft == 0 else {
                throw .depthMismatch(bitsLeft: found.bitsLeft, bitsFound: 0)
            }
            return found.slot
        } catch {
            throw .failedLookup(isSource: isSource, error)
        }
    }

    /// A slot to put a capability into.
    ///
    /// - Errors, in this order: those of `lookUpExactly`, DeleteFirst (not empty).
    func lookUpEmpty(
        _ pointer: Word, depth: Word, in root: Capability
    ) throws(SyscallError) -> Slot {
        let slot = try lookUpExactly(pointer, depth: depth, in: root, isSource: false)
        guard slot.isEmpty else { throw .deleteFirst }
        return slot
    }
}
