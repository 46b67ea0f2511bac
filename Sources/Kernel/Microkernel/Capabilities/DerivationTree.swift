import SeL4ABI

/// The derivation tree, kept as one doubly linked list in which every capability's descendants
/// follow it directly. Whether the next one is a descendant is told from the two alone.
extension Kernel {
    /// Whether `child`, a later slot of the list, descends from `parent`.
    func isParent(_ parent: Slot, of child: Slot) -> Bool {
        guard parent.isRevocable else { return false }
        let above = parent.capability
        let below = child.capability
        guard covers(above, below) else { return false }
        switch above.kind {
        case .endpoint, .notification:
            // The unbadged original is everybody's parent; a badged one only of its own copies.
            return above.word1 == 0 || above.word1 == below.word1 && !child.isFirstBadged
        default:
            return true
        }
    }

    func hasChildren(_ slot: Slot) -> Bool {
        let next = slot.next
        return !next.isNone && isParent(slot, of: next)
    }

    /// Whether no other capability names the same object. Copies are neighbours, so these tell.
    func isFinal(_ slot: Slot) -> Bool {
        let capability = slot.capability
        let previous = slot.previous
        if !previous.isNone && namesSameObject(previous.capability, capability) { return false }
        let next = slot.next
        return next.isNone || !namesSameObject(capability, next.capability)
    }

    /// Puts a capability derived from the one in `source` into an empty slot, as its child or, if
    /// it is a plain copy, as its sibling.
    func insert(_ capability: Capability, derivedFrom source: Slot, into slot: Slot) {
        let original = source.capability
        let startsLine = startsNewLine(capability, from: original)
        if capability.kind == .untyped && original.kind == .untyped {
            // Two untypeds for one memory: from now on only the new one hands it out.
            source.capability = UntypedCapability(original).full.capability
        }
        link(
            capability, after: source, into: slot, revocable: startsLine, firstBadged: startsLine)
    }

    /// Puts the capability of a new object into an empty slot, as child of the untyped (or other
    /// authority) that it was made from.
    @inline(__always) func insertNew(
        _ capability: Capability, madeFrom parent: Slot, into slot: Slot
    ) {
        link(capability, after: parent, into: slot, revocable: true, firstBadged: true)
    }

    @inline(__always) private func link(
        _ capability: Capability, after previous: Slot, into slot: Slot, revocable: Bool,
        firstBadged: Bool
    ) {
        let next = previous.next
        slot.capability = capability
        slot.setLinks(
            previous: previous, next: next, revocable: revocable, firstBadged: firstBadged)
        previous.next = slot
        if !next.isNone { next.previous = slot }
    }

    /// Moves a capability, perhaps with changed data, into an empty slot; it keeps its place in
    /// the tree.
    func move(_ capability: Capability, from source: Slot, to slot: Slot) {
        let previous = source.previous
        let next = source.next
        slot.capability = capability
        slot.setLinks(
            previous: previous, next: next, revocable: source.isRevocable,
            firstBadged: source.isFirstBadged)
        source.clear()
        if !previous.isNone { previous.next = slot }
        if !next.isNone { next.previous = slot }
    }

    /// Exchanges the contents of two slots, each with changed data; both contents keep their
    /// places in the tree. The slots may be neighbours in it, so each link to one of them becomes
    /// a link to the other.
    func swap(_ first: Slot, _ second: Slot, newFirst: Capability, newSecond: Capability) {
        func exchanged(_ slot: Slot) -> Slot {
            slot == first ? second : slot == second ? first : slot
        }
        let (previous1, next1) = (first.previous, first.next)
        let (previous2, next2) = (second.previous, second.next)
        let (revocable1, badged1) = (first.isRevocable, first.isFirstBadged)
        first.capability = newSecond
        first.setLinks(
            previous: exchanged(previous2), next: exchanged(next2),
            revocable: second.isRevocable, firstBadged: second.isFirstBadged)
        second.capability = newFirst
        second.setLinks(
            previous: exchanged(previous1), next: exchanged(next1),
            revocable: revocable1, firstBadged: badged1)
        if !previous1.isNone && previous1 != second { previous1.next = second }
        if !next1.isNone && next1 != second { next1.previous = second }
        if !previous2.isNone && previous2 != first { previous2.next = first }
        if !next2.isNone && next2 != first { next2.previous = first }
    }

    /// Empties a slot whose capability needs no further care.
    @inline(__always) func unlinkAndClear(_ slot: Slot) {
        let previous = slot.previous
        let next = slot.next
        if !previous.isNone { previous.next = next }
        if !next.isNone {
            next.previous = previous
            // The line of a badge goes on with the next one.
            if slot.isFirstBadged { next.setMarks(revocable: next.isRevocable, firstBadged: true) }
        }
        slot.clear()
    }
}
