import SeL4ABI

/// Arguments that an object's operations take, in the order of the ABI. Capabilities are slots of the root CNode.
extension Generator {
    typealias Arguments = (label: Word, words: [Word], capabilities: [Word])

    mutating func arguments(for capability: Capability?, in world: World) -> Arguments {
        switch capability {
        case .untyped(let memory): retype(memory, in: world)
        case .cnode: cnodeOperation(capability, in: world)
        case .thread(let thread): threadOperation(thread, in: world)
        case .frame: frameOperation(in: world)
        case .table(let table, _): tableOperation(table.level, in: world)
        case .asidControl:
            (42, [emptySlot(in: world), depth()], [untypedPage(in: world), InitialSlot.cnode])
        case .asidPool: (43, [], [newRoot(in: world)])
        case .domain: domainOperation(in: world)
        case .irqControl: handler(in: world)
        case .irqHandler: (Word(27 + choices.below(3)), [], [notification(in: world)])
        case .ioPortControl: issue(in: world)
        case .ioPorts(let range): portAccess(range)
        default: (oddWord(), (0..<choices.below(4)).map { _ in oddWord() }, [])
        }
    }

    mutating func thread(in world: World) -> Word { slot(in: world) { if case .thread? = $0 { true } else { false } } }

    private mutating func notification(in world: World) -> Word {
        slot(in: world) { if case .notification? = $0 { true } else { false } }
    }

    private mutating func retype(_ memory: Capability.UntypedMemory, in world: World) -> Arguments {
        let types =
            memory.isDevice
            ? [0, 0, 8, 8, 9, 9, 7, 1] : [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 11, 12]
        let type = one(of: types)
        let bits: Word = type == 0 ? Word(4 + choices.below(10)) : Word(1 + choices.below(4))
        let count = chance(70) ? 1 : Word(choices.below(4))
        if chance(90) {
            let words = [Word(type), bits, 0, 0, emptySlot(in: world), count]
            return (InvocationLabel.untypedRetype.rawValue, words, [InitialSlot.cnode])
        }
        let node = node(in: world)
        let offset = place(in: node, where: { $0 == nil }).index & 63
        if chance(50) {
            return (InvocationLabel.untypedRetype.rawValue, [Word(type), bits, 0, 0, offset, count], [node.slot])
        }
        let words = [Word(type), bits, node.slot, depth(), offset, count]
        return (InvocationLabel.untypedRetype.rawValue, words, [InitialSlot.cnode])
    }

    mutating func priority() -> Word { chance(95) ? Word(250 + choices.below(6)) : oddWord() }

    private mutating func threadOperation(_ target: Thread, in world: World) -> Arguments {
        let authority = chance(80) ? InitialSlot.thread : thread(in: world)
        let frame = slot(in: world) { if case .frame? = $0 { true } else { false } }
        let address = chance(95) ? Word(1 + choices.below(8)) << 10 : oddWord()
        let handler = pointer(to: slot(in: world) { if case .endpoint? = $0 { true } else { false } }, in: world)
        let isSelf = target === world.model.current
        let data = chance(80) || mustGoOn && isSelf ? 0 : one(of: [58, 50, 50, nodeData()])
        let space = chance(80) ? InitialSlot.vspace : space(in: world)
        let roots = [mustGoOn || chance(90) ? InitialSlot.cnode : node(in: world).slot, space]
        if mustGoOn && !target.isRunning && chance(70) { return (12, [], []) }
        switch choices.below(29) {
        case 0: return (2, [mustGoOn ? 0 : Word(choices.below(2)), Word(choices.below(22))], [])
        case 1, 2:
            let count = choices.below(22)
            let words = (0..<count).map { _ in oddWord() }
            return (3, [Word(choices.below(2)), Word(count)] + words, [])
        case 3: return (4, [Word(choices.below(16)) & (mustGoOn ? 14 : 15)], [thread(in: world)])
        case 4...7: return (5, [handler, data, 0, address], roots + [frame])
        case 8, 9: return (6, [priority()], [authority])
        case 10: return (7, [priority()], [authority])
        case 11, 12: return (8, [255, priority()], [authority])
        case 13: return (9, [chance(10) ? 0 : address], [frame])
        case 14, 15: return (10, [handler, data, 0], roots)
        case 16 where !(mustGoOn && isSelf), 17 where !(mustGoOn && isSelf): return (11, [], [])
        case 18, 19: return (13, [], [notification(in: world)])
        case 20: return (14, [], [])
        case 21: return (15, [oddWord()], [])
        case 22, 23: return (16, [oddWord(), oddWord()], [])
        default: return (12, [], [])
        }
    }

    private mutating func domainOperation(in world: World) -> Arguments {
        switch choices.below(8) {
        case 0, 1, 2:
            let duration = chance(80) ? Word(choices.below(4)) : oddWord()
            return (31, [Word(choices.below(20) / 9), Word(chance(60) ? 0 : choices.below(4)), duration], [])
        case 3: return (32, [Word(choices.below(2))], [])
        default:
            // Who waits for an answer, or for a message, may get it from another domain.
            if chance(50) { return (30, [Word(chance(40) ? 0 : choices.below(4))], [stopped(in: world)]) }
            return (30, [Word(mustGoOn || chance(60) ? 0 : choices.below(4))], [thread(in: world)])
        }
    }

    private mutating func handler(in world: World) -> Arguments {
        let slot = emptySlot(in: world)
        let vector = chance(95) ? Word(choices.below(4)) : oddWord()
        if chance(50) {
            let source = [choices.below(20) / 19, choices.below(4) * 8, choices.below(2), choices.below(2)]
            return (51, [slot, depth()] + source.map { Word($0) } + [vector], [InitialSlot.cnode])
        }
        let source = [choices.below(258), choices.below(33), choices.below(8), choices.below(2)]
        return (52, [slot, depth()] + source.map { Word($0) } + [vector], [InitialSlot.cnode])
    }

    /// Ranges that meet each other, and those at both ends.
    private mutating func issue(in world: World) -> Arguments {
        let base = one(of: [0, 0x60, 0x60, 0x60, 0x3f8, 0xfff8])
        let first = base + choices.below(8)
        let words = [Word(first), Word(first + choices.below(6)), emptySlot(in: world), depth()]
        return (44, words, [InitialSlot.cnode])
    }

    private mutating func portAccess(_ range: PortRange) -> Arguments {
        let span = Int(range.last) - Int(range.first) + 1
        let port = chance(90) ? Int(range.first) + choices.below(span) : Int(range.first) - 1 + choices.below(span + 2)
        return (Word(45 + choices.below(6)), [Word(bitPattern: port), oddWord()], [])
    }
}
