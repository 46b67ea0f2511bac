import SeL4ABI

/// A capability in a slot, and its place in the derivation tree.
final class Held {
    var capability: Capability
    var slot: Slot
    /// None for the right to answer: it descends from no capability, and nothing from it.
    unowned(unsafe) var parent: Held?
    /// Newest first.
    var children: [Held] = []
    /// An original, not a plain copy: what is derived from it is its child. What is derived from a plain copy is the
    /// copy's sibling.
    let isOriginal: Bool

    init(_ capability: Capability, in slot: Slot, isOriginal: Bool) {
        self.capability = capability
        self.slot = slot
        self.isOriginal = isOriginal
    }

    func position(of child: Held) -> Int {
        guard let index = children.firstIndex(where: { $0 === child }) else {
            preconditionFailure("a capability that is no child of its parent")
        }
        return index
    }
}

extension Model {
    /// Puts a capability that boot makes into an empty slot. What it descends from is in no slot and never goes away.
    func insertInitial(_ capability: Capability, into slot: Slot) {
        let boot = Held(capability, in: slot, isOriginal: true)
        lines.append(boot)
        insertNew(capability, madeFrom: boot, into: slot)
    }

    /// Puts a capability to a new object below the authority that it was made from.
    func insertNew(_ capability: Capability, madeFrom parent: Held, into slot: Slot) {
        let held = Held(capability, in: slot, isOriginal: true)
        held.parent = parent
        parent.children.insert(held, at: 0)
        put(held, into: slot)
    }

    /// Puts a capability derived from another into an empty slot.
    func insert(_ capability: Capability, derivedFrom source: Held, into slot: Slot) {
        let held = Held(
            capability, in: slot, isOriginal: capability.startsLine(derivedFrom: source.capability))
        if case .untyped(var memory) = source.capability {
            // Two capabilities to one memory: only the new one hands it out.
            memory.free = memory.size
            source.capability = .untyped(memory)
        }
        if source.isOriginal {
            held.parent = source
            source.children.insert(held, at: 0)
        } else {
            held.parent = source.parent
            insertSibling(held, after: source)
        }
        put(held, into: slot)
    }

    /// What a copy of a capability is, if there may be one.
    func derive(_ capability: Capability, from held: Held) throws(Refusal) -> Capability {
        switch capability {
        case .irqControl, .ioPortControl, .reply: throw .illegalOperation
        case .untyped:
            guard held.children.isEmpty else { throw .revokeFirst }
            return capability
        case .frame(let frame, let access, _):
            return .frame(frame, access: access, nil)
        case .table(_, nil), .root(_, asid: 0):
            throw .illegalOperation
        default: return capability
        }
    }

    /// Takes a capability to another slot; it stays where it is in the tree.
    func move(_ held: Held, to slot: Slot) {
        held.slot.holder.slots[held.slot.index] = nil
        held.slot = slot
        slot.holder.slots[slot.index] = held
    }

    func exchange(_ first: Slot, _ second: Slot) {
        let (one, two) = (first.held, second.held)
        first.holder.slots[first.index] = two
        second.holder.slots[second.index] = one
        two?.slot = first
        one?.slot = second
    }

    /// Empties a slot. The children of what was in it become its parent's.
    func clear(_ slot: Slot) {
        guard let held = slot.held else { return }
        slot.holder.slots[slot.index] = nil
        if let object = held.capability.object { object.capabilityCount -= 1 }
        countAuthority(of: held.capability, -1)
        if case .reply(let caller, _) = held.capability, caller.answer === held { caller.answer = nil }
        for child in held.children { child.parent = held.parent }
        replace(held, by: held.children)
        held.children = []
    }

    private func put(_ held: Held, into slot: Slot) {
        slot.holder.slots[slot.index] = held
        if let object = held.capability.object { object.capabilityCount += 1 }
        countAuthority(of: held.capability, 1)
    }

    /// Vectors and ports are in use for as long as there is a capability to them.
    private func countAuthority(of capability: Capability, _ change: Int) {
        changes += 1
        switch capability {
        case .irqHandler(let vector): interrupts.handlerCount[vector] += change
        case .ioPorts(let range): ports.count(range, change)
        default: break
        }
    }

    private func insertSibling(_ held: Held, after source: Held) {
        guard let parent = source.parent else { return }
        parent.children.insert(held, at: parent.position(of: source) + 1)
    }

    private func replace(_ held: Held, by children: [Held]) {
        guard let parent = held.parent else { return }
        let index = parent.position(of: held)
        parent.children.replaceSubrange(index...index, with: children)
    }
}
