import SeL4ABI

extension Model {
    /// Follows `bits` bits of a pointer from a CNode, until they are used up or no CNode comes next.
    func resolve(_ pointer: Word, bits: Int, from root: Capability?) throws(LookupFailure) -> (Slot, bitsLeft: Int) {
        guard case .cnode(var node, var guardBits, var guardSize)? = root else { throw .invalidRoot }
        var left = bits
        while true {
            guard guardSize <= left, Self.field(pointer, from: left - guardSize, count: guardSize) == guardBits else {
                throw .guardMismatch(bitsLeft: left, guardBits: guardBits, guardSize: guardSize)
            }
            guard guardSize + node.radix <= left else {
                throw .depthMismatch(bitsLeft: left, bitsFound: guardSize + node.radix)
            }
            left -= guardSize + node.radix
            let slot = Slot(holder: node, index: Int(Self.field(pointer, from: left, count: node.radix)))
            guard left > 0, case .cnode(let next, let nextBits, let nextSize)? = slot.capability else {
                return (slot, left)
            }
            (node, guardBits, guardSize) = (next, nextBits, nextSize)
        }
    }

    private static func field(_ word: Word, from bit: Int, count: Int) -> Word {
        count == 0 ? 0 : word >> Word(bit) & Word.max >> Word(64 - count)
    }

    /// The slot that a thread's pointer names. Bits left behind a capability that is no CNode count for nothing.
    func lookUp(_ pointer: Word, in thread: Thread) throws(LookupFailure) -> Slot {
        try resolve(pointer, bits: 64, from: thread.cspaceRoot.capability).0
    }

    /// The slot at exactly `depth` bits below a CNode.
    func lookUpExactly(
        _ pointer: Word, depth: Word, in root: Capability?, isSource: Bool = false
    ) throws(Refusal) -> Slot {
        guard case .cnode? = root else { throw .failedLookup(isSource: isSource, .invalidRoot) }
        guard (1...64).contains(depth) else { throw .range(1, 64) }
        do throws(LookupFailure) {
            let (slot, left) = try resolve(pointer, bits: Int(depth), from: root)
            guard left == 0 else { throw .depthMismatch(bitsLeft: left, bitsFound: 0) }
            return slot
        } catch {
            throw .failedLookup(isSource: isSource, error)
        }
    }

    /// A capability at exactly `depth` bits below a CNode.
    func lookUpHeld(
        _ pointer: Word, depth: Word, in root: Capability?, isSource: Bool
    ) throws(Refusal) -> Held {
        let slot = try lookUpExactly(pointer, depth: depth, in: root, isSource: isSource)
        guard let held = slot.held else {
            throw .failedLookup(isSource: isSource, .missingCapability(bitsLeft: depth))
        }
        return held
    }
}
