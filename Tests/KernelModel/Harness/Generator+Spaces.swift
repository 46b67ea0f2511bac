import SeL4ABI

/// Arguments of operations on frames, tables and identifiers of address spaces.
extension Generator {
    mutating func space(in world: World) -> Word {
        if chance(60) { return InitialSlot.vspace }
        return slot(in: world) { if case .root? = $0 { true } else { false } }
    }

    /// A root without an identifier, most of the time.
    mutating func newRoot(in world: World) -> Word {
        if chance(20) { return space(in: world) }
        return slot(in: world) { if case .root(_, asid: 0)? = $0 { true } else { false } }
    }

    mutating func untypedPage(in world: World) -> Word {
        slot(in: world) { if case .untyped(let memory)? = $0 { memory.sizeBits == 12 } else { false } }
    }

    /// An address that differs from others in few bits, so that mappings meet.
    private mutating func address() -> Word {
        if chance(4) { return oddWord() }
        // Where user space ends.
        if chance(3) { return AddressSpaceLimit.userTop &- one(of: [1, 0x800, 0x1000, 0x1f_f000, 0x3fff_f000]) }
        let indices = [4, 2, 2, 2].map { chance(70) ? 0 : Word(choices.below($0)) }
        return indices[0] << 12 | indices[1] << 21 | indices[2] << 30 | indices[3] << 39
    }

    mutating func frameOperation(in world: World) -> Arguments {
        switch choices.below(10) {
        case 0: return (InvocationLabel.pageGetAddress.rawValue, [], [])
        case 1, 2: return (InvocationLabel.pageUnmap.rawValue, [], [])
        default:
            let words = [address(), rights(), Word(choices.below(16))]
            return (InvocationLabel.pageMap.rawValue, words, [space(in: world)])
        }
    }

    mutating func tableOperation(_ level: Table.Level, in world: World) -> Arguments {
        let first: InvocationLabel
        switch level {
        case .pageTable: first = .pageTableMap
        case .pageDirectory: first = .pageDirectoryMap
        default: first = .pdptMap
        }
        if chance(20) { return (first.rawValue + 1, [], []) }
        return (first.rawValue, [address(), Word(choices.below(8))], [space(in: world)])
    }
}
