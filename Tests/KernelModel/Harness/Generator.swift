import SeL4ABI

/// Makes operations that mean something in the state they meet, most of the time: labels that fit the capability,
/// slots that are full or empty as the label wants, numbers near their limits. The rest is noise.
///
/// A world in which nobody runs any more is no test, so the last thread that can run seldom does what stops it.
struct Generator<Choices: ChoiceSource> {
    var choices: Choices
    /// The thread that runs must not stop now.
    private(set) var mustGoOn = false

    init(choices: Choices) { self.choices = choices }

    mutating func chance(_ percent: Int) -> Bool { choices.below(100) < percent }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[choices.below(elements.count)] }

    mutating func operation(in world: World) -> Operation {
        guard let current = world.model.current else { return fromOutside() }
        mustGoOn = world.isAlone && choices.below(300) != 0
        switch choices.below(64) {
        case 0, 1: return .tick
        case 2 where !mustGoOn:
            return .exception(
                vector: one(of: [0, 6, 7, 13, 14, 14]), code: Word(choices.below(32)), address: oddWord())
        case 3: return chance(80) ? fromOutside() : current.flags == 0 ? .useFPU(choices.word()) : .tick
        case 4 where !mustGoOn: return .softwareInterrupt(vector: choices.below(256))
        case 5 where current.flags == 0: return .useFPU(choices.word())
        case 6...30:
            if let message = message(in: world) { return .call(message) }
            fallthrough
        default: return .call(invocation(in: world))
        }
    }

    private mutating func fromOutside() -> Operation {
        chance(50) ? .tick : .interrupt(vector: chance(95) ? choices.below(3) : choices.below(108))
    }

    // MARK: Slots

    /// A slot of the root CNode that holds what is wanted, if chance finds one; nil if there is none.
    mutating func found(in world: World, where isWanted: (Capability?) -> Bool) -> Word? {
        let slots = world.model.rootNode.slots
        if slots.isEmpty { return nil }
        let start = choices.below(slots.count)
        for distance in 0..<slots.count {
            let index = (start + distance) % slots.count
            if isWanted(slots[index]?.capability) { return Word(index) }
        }
        return nil
    }

    /// The same; any number if there is none, and seldom otherwise.
    mutating func slot(in world: World, where isWanted: (Capability?) -> Bool) -> Word {
        if !mustGoOn && chance(1) { return oddWord() }
        return found(in: world, where: isWanted) ?? anySlot()
    }

    mutating func anySlot() -> Word { Word(choices.below(64)) }
    mutating func emptySlot(in world: World) -> Word { slot(in: world) { $0 == nil } }
    mutating func filledSlot(in world: World) -> Word { slot(in: world) { $0 != nil } }

    /// The pointer by which the thread that runs names a slot of the root CNode: its CSpace may begin with another
    /// guard, which leaves room behind the slot's number.
    func pointer(to slot: Word, in world: World) -> Word {
        guard slot < 64,
            case .cnode(let node, let guardBits, let guardSize)? = world.model.current?.cspaceRoot.capability,
            node === world.model.rootNode, guardSize + node.radix <= 64
        else { return slot }
        return (guardBits << Word(node.radix) | slot) << Word(64 - guardSize - node.radix)
    }

    /// The same, or else a slot of a CNode behind it, if the pointer has room for that.
    mutating func pointer(to slot: Word, orBehindIn world: World) -> Word {
        let pointer = pointer(to: slot, in: world)
        guard slot < 64, slot < world.model.rootNode.slots.count,
            case .cnode(let node, let guardBits, let guardSize)? = world.model.rootNode.slots[Int(slot)]?.capability,
            guardSize + node.radix <= pointer.trailingZeroBitCount
        else { return pointer }
        let left = min(pointer.trailingZeroBitCount, 58) - guardSize - node.radix
        guard left >= 0 else { return pointer }
        let index = Word(choices.below(1 << node.radix))
        return pointer | (guardBits << Word(node.radix) | index) << Word(left)
    }

    // MARK: Words

    /// Numbers at the edges of what is allowed, and others.
    mutating func oddWord() -> Word {
        switch choices.below(8) {
        case 0: 0
        case 1: 1
        case 2: Word(choices.below(64))
        case 3: Word(choices.below(300))
        case 4: Word.max - Word(choices.below(4))
        case 5: 1 << Word(choices.below(64))
        case 6: 1 << Word(choices.below(64)) &- 1
        default: choices.word()
        }
    }

    mutating func depth() -> Word { chance(97) ? 64 : chance(70) ? Word(choices.below(67)) : oddWord() }
    mutating func badge() -> Word { chance(90) ? Word(choices.below(3)) : oddWord() }
    mutating func rights() -> Word { chance(60) ? 15 : Word(choices.below(16)) }
}
