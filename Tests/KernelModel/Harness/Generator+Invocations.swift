import SeL4ABI

/// Arguments that an object's operations take, in the order of the ABI.
extension Generator {
    typealias Arguments = (label: Word, words: [Word], capabilities: [Word])

    mutating func arguments(for capability: Capability?, in world: World) -> Arguments {
        switch capability {
        case .untyped: retype(in: world)
        case .cnode: cnodeOperation(in: world)
        case .thread: threadOperation(in: world)
        case .frame: frameOperation(in: world)
        case .table(let table, _): tableOperation(table.level, in: world)
        case .asidControl:
            (42, [emptyPointer(in: world), depth()], [untypedPage(in: world), InitialSlot.cnode])
        case .asidPool: (43, [], [newRoot(in: world)])
        case .domain:
            (InvocationLabel.domainSetSet.rawValue, [Word(chance(95) ? 0 : choices.below(5))], [thread(in: world)])
        case .irqControl: handler(in: world)
        case .irqHandler:
            (
                Word(27 + choices.below(3)), [],
                [pointer(in: world) { if case .notification? = $0 { true } else { false } }]
            )
        default: (oddWord(), (0..<choices.below(4)).map { _ in oddWord() }, [])
        }
    }

    private mutating func thread(in world: World) -> Word {
        pointer(in: world) { if case .thread? = $0 { true } else { false } }
    }

    private mutating func retype(in world: World) -> Arguments {
        let type = one(of: [0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12])
        let bits: Word = type == 0 ? Word(4 + choices.below(10)) : Word(1 + choices.below(4))
        let count = chance(70) ? 1 : Word(choices.below(4))
        let slot = emptyPointer(in: world)
        let words = [Word(type), bits, 0, chance(97) ? 0 : depth(), slot, count]
        return (InvocationLabel.untypedRetype.rawValue, words, [cnode(in: world)])
    }

    private mutating func cnode(in world: World) -> Word {
        if chance(90) { return InitialSlot.cnode }
        return pointer(in: world) { if case .cnode? = $0 { true } else { false } }
    }

    private mutating func cnodeOperation(in world: World) -> Arguments {
        let target = emptyPointer(in: world)
        // Badges have most to say in the tree, so what can have one is copied most.
        let source = chance(50) ? filledPointer(in: world) : badgeable(in: world)
        let root = cnode(in: world)
        let places = [target, depth(), source, depth()]
        switch choices.below(20) {
        case 0, 1, 2: return (InvocationLabel.cnodeDelete.rawValue, [deletable(in: world), depth()], [])
        case 3: return (InvocationLabel.cnodeRevoke.rawValue, [deletable(in: world), depth()], [])
        case 4: return (InvocationLabel.cnodeCancelBadgedSends.rawValue, [source, depth()], [])
        case 5...8: return (InvocationLabel.cnodeCopy.rawValue, places + [rights()], [root])
        case 9...13:
            return (InvocationLabel.cnodeMint.rawValue, places + [rights(), chance(80) ? badge() : nodeData()], [root])
        case 14, 15: return (InvocationLabel.cnodeMove.rawValue, places, [root])
        case 16: return (InvocationLabel.cnodeMutate.rawValue, places + [nodeData()], [root])
        case 17: return (InvocationLabel.cnodeSaveCaller.rawValue, [target, depth()], [])
        default:
            let pivot = filledPointer(in: world)
            let words = [
                chance(30) ? source : target, depth(), nodeData(), pivot, depth(), nodeData(), source, depth(),
            ]
            return (InvocationLabel.cnodeRotate.rawValue, words, [root, InitialSlot.cnode])
        }
    }

    mutating func badgeable(in world: World) -> Word {
        pointer(in: world) { capability in
            switch capability {
            case .endpoint, .notification: true
            default: false
            }
        }
    }

    /// Seldom what the whole world hangs from.
    private mutating func deletable(in world: World) -> Word {
        let slot =
            switch choices.below(10) {
            case 0...2: badgeable(in: world)
            case 3: space(in: world)
            default: filledPointer(in: world)
            }
        let isPrecious = slot <= InitialSlot.ipcBuffer || slot == World.untyped
        return isPrecious && !chance(5) ? anyPointer() : slot
    }

    /// A guard for a CNode, or 0.
    private mutating func nodeData() -> Word {
        if chance(40) { return 0 }
        let size = Word(choices.below(64))
        return chance(60) ? size : size | Word(choices.below(16)) << 6
    }

    private mutating func priority() -> Word { chance(95) ? Word(250 + choices.below(6)) : oddWord() }

    private mutating func threadOperation(in world: World) -> Arguments {
        let authority = chance(80) ? InitialSlot.thread : thread(in: world)
        let frame = pointer(in: world) { if case .frame? = $0 { true } else { false } }
        let address = chance(95) ? Word(1 + choices.below(8)) << 10 : oddWord()
        let handler = pointer(in: world) { if case .endpoint? = $0 { true } else { false } }
        let data = chance(80) ? 0 : nodeData()
        let roots = [cnode(in: world), InitialSlot.vspace]
        switch choices.below(28) {
        case 0: return (2, [Word(choices.below(2)), Word(choices.below(22))], [])
        case 1:
            let count = choices.below(22)
            let words = (0..<count).map { _ in oddWord() }
            return (3, [Word(choices.below(2)), Word(count)] + words, [])
        case 2: return (4, [Word(choices.below(16))], [thread(in: world)])
        case 3...7: return (5, [handler, data, 0, address], roots + [frame])
        case 8, 9: return (6, [priority()], [authority])
        case 10: return (7, [priority()], [authority])
        case 11, 12: return (8, [255, priority()], [authority])
        case 13: return (9, [address], [frame])
        case 14: return (10, [handler, data, 0], roots)
        case 15: return (11, [], [])
        case 16...23: return (12, [], [])
        case 24: return (13, [], [pointer(in: world) { if case .notification? = $0 { true } else { false } }])
        case 25: return (14, [], [])
        case 26: return (15, [oddWord()], [])
        default: return (16, [oddWord(), oddWord()], [])
        }
    }

    private mutating func handler(in world: World) -> Arguments {
        let slot = emptyPointer(in: world)
        let vector = chance(95) ? Word(choices.below(4)) : oddWord()
        let small = { (limit: Int, self: inout Self) in Word(self.choices.below(limit)) }
        let source = [small(2, &self), small(25, &self), small(2, &self), small(2, &self)]
        return (Word(51 + choices.below(2)), [slot, depth()] + source + [vector], [InitialSlot.cnode])
    }
}
