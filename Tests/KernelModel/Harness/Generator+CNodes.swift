import SeL4ABI

/// Operations on CNodes: the derivation tree grows and shrinks by them.
extension Generator {
    /// A CNode, and the root CNode's slot that holds the capability to it.
    struct NamedNode {
        let slot: Word
        let node: CNode
        let guardBits: Word
        let guardSize: Int
    }

    mutating func node(in world: World) -> NamedNode {
        let root = world.model.rootNode
        guard chance(30), let slot = found(in: world, where: { if case .cnode? = $0 { true } else { false } }),
            case .cnode(let node, let guardBits, let guardSize)? = root.slots[Int(slot)]?.capability
        else { return NamedNode(slot: InitialSlot.cnode, node: root, guardBits: 0, guardSize: 58) }
        return NamedNode(slot: slot, node: node, guardBits: guardBits, guardSize: guardSize)
    }

    /// A place in a CNode that holds what is wanted, if there is one: its index, and the depth to say with that.
    mutating func place(
        in named: NamedNode, where isWanted: (Capability?) -> Bool
    ) -> (index: Word, depth: Word) {
        let count = max(named.node.slots.count, 1)
        let start = choices.below(count)
        var index = start
        for distance in 0..<named.node.slots.count
        where isWanted(named.node.slots[(start + distance) % count]?.capability) {
            index = (start + distance) % count
            break
        }
        let word = named.guardBits << Word(named.node.radix) | Word(index)
        let depth = chance(98) ? Word(named.guardSize + named.node.radix) : depth()
        return (chance(99) ? word : oddWord(), depth)
    }

    mutating func cnodeOperation(_ capability: Capability?, in world: World) -> Arguments {
        guard case .cnode(let invoked, let guardBits, let guardSize)? = capability else { return (0, [], []) }
        let service = NamedNode(slot: 0, node: invoked, guardBits: guardBits, guardSize: guardSize)
        let empty = place(in: service) { $0 == nil }
        let target = [empty.index, empty.depth]
        let root = node(in: world)
        if invoked !== world.model.rootNode && chance(20) { return moveIntoItself(invoked, target, world) }
        // Badges have most to say in the tree, so what can have one is copied most.
        let wanted = sourceKind()
        let found = place(in: root, where: wanted)
        let source = [found.index, found.depth]
        switch choices.below(24) {
        case 0...2: return (InvocationLabel.cnodeDelete.rawValue, deletable(in: service, world), [])
        case 3:
            if chance(30) {
                let memory = place(in: service) { if case .untyped? = $0 { true } else { false } }
                if memory.index != World.untyped || chance(40) {
                    return (InvocationLabel.cnodeRevoke.rawValue, [memory.index, memory.depth], [])
                }
            }
            return (InvocationLabel.cnodeRevoke.rawValue, deletable(in: service, world), [])
        case 4:
            let endpoint = place(in: service) { if case .endpoint? = $0 { true } else { false } }
            return (InvocationLabel.cnodeCancelBadgedSends.rawValue, [endpoint.index, endpoint.depth], [])
        case 5...9: return (InvocationLabel.cnodeCopy.rawValue, target + source + [rights()], [root.slot])
        case 10...15:
            let data = chance(80) ? badge() : nodeData()
            return (InvocationLabel.cnodeMint.rawValue, target + source + [rights(), data], [root.slot])
        case 16, 17: return (InvocationLabel.cnodeMove.rawValue, target + source, [root.slot])
        case 18, 19: return (InvocationLabel.cnodeMutate.rawValue, target + source + [nodeData()], [root.slot])
        case 20: return (InvocationLabel.cnodeSaveCaller.rawValue, target, [])
        default:
            let other = node(in: world)
            let pivot = place(in: root) { $0 != nil }
            let moved = place(in: other) { $0 != nil }
            let isSwap = other.node === invoked && chance(30)
            let words =
                (isSwap ? [moved.index, moved.depth] : target) + [nodeData(), pivot.index, pivot.depth, nodeData()]
                + [moved.index, moved.depth]
            return (InvocationLabel.cnodeRotate.rawValue, words, [root.slot, other.slot])
        }
    }

    /// A CNode whose own capability lies in it ends by itself, or when its memory is taken back.
    private mutating func moveIntoItself(_ node: CNode, _ target: [Word], _ world: World) -> Arguments {
        let source = found(in: world) { if case .cnode(let other, _, _)? = $0 { other === node } else { false } }
        let label: InvocationLabel = chance(70) ? .cnodeMove : .cnodeCopy
        return (label.rawValue, target + [source ?? 0, 64] + (label == .cnodeCopy ? [15] : []), [InitialSlot.cnode])
    }

    private mutating func sourceKind() -> (Capability?) -> Bool {
        switch choices.below(10) {
        case 0...4:
            { capability in
                switch capability {
                case .endpoint, .notification: true
                default: false
                }
            }
        case 5: { if case .cnode? = $0 { true } else { false } }
        default: { $0 != nil }
        }
    }

    /// Seldom what the whole world hangs from.
    private mutating func deletable(in named: NamedNode, _ world: World) -> [Word] {
        let kind = choices.below(10)
        let chosen = place(in: named) { capability in
            switch capability {
            case .endpoint?, .notification?: kind < 4
            case .root?: kind == 4
            case .irqHandler?, .ioPorts?, .asidPool?: kind >= 5
            case nil: false
            default: kind >= 5
            }
        }
        let isPrecious =
            named.node === world.model.rootNode
            && (chosen.index <= InitialSlot.ipcBuffer || chosen.index == World.untyped)
        if isPrecious && !chance(2) {
            let other = place(in: named) { $0 == nil }
            return [other.index, other.depth]
        }
        return [chosen.index, chosen.depth]
    }

    /// A guard for a CNode: one that makes its slots reachable, any, or none.
    mutating func nodeData() -> Word {
        switch choices.below(10) {
        case 0...3: return 0
        case 4, 5: return one(of: [58, 50, 5, 4, 3])
        default:
            let size = Word(choices.below(64))
            return chance(60) ? size : size | Word(choices.below(16)) << 6
        }
    }
}
