import CKernelTest
import SeL4ABI

/// Slots, memory and addresses, handed out once.
enum Pool {
    static func field(_ offset: Int) -> Word { load(State.bootInfo + Word(offset)) }
    static var untypeds: Range<Word> {
        field(BootInfoLayout.untyped)..<field(BootInfoLayout.untyped + 8)
    }

    /// Address, size as a power of two, and whether it is a device's, of an untyped of the boot information.
    static func description(_ slot: Word) -> (address: Word, sizeBits: Word, isDevice: Bool) {
        let entry =
            State.bootInfo + Word(BootInfoLayout.untypedList) + 16 * (slot - untypeds.lowerBound)
        let word = load(entry + 8)
        return (load(entry), word & 0xFF, word >> 8 & 0xFF != 0)
    }

    /// Takes the largest piece of memory to make everything from.
    static func start() {
        State.nextSlot = field(BootInfoLayout.empty)
        var best: Word = 0
        for slot in untypeds {
            let piece = description(slot)
            if !piece.isDevice && piece.sizeBits > best {
                best = piece.sizeBits
                State.memory = slot
            }
        }
    }

    static func emptySlot(count: Word = 1) -> Word {
        State.nextSlot += count
        return State.nextSlot - count
    }

    /// Makes one object and returns its slot.
    static func make(_ type: ObjectType, bits: Word = 0) -> Word {
        let slot = emptySlot()
        if retype(State.memory, type, bits, into: slot).label == 0 { return slot }
        for other in untypeds where !description(other).isDevice {
            if retype(other, type, bits, into: slot).label == 0 { return slot }
        }
        check("memory for an object of this test", false, type.rawValue)
        return slot
    }

    static func retype(
        _ untyped: Word, _ type: ObjectType, _ bits: Word = 0, into slot: Word, count: Word = 1
    ) -> Answer {
        Invoke.call(
            untyped, .untypedRetype, [type.rawValue, bits, 0, 0, slot, count], [InitialSlot.cnode])
    }

    /// An address whose 2 MB nobody uses; with `tables` the tables for 4 KB pages are there.
    static func address(tables: Bool = true) -> Word {
        let address = State.nextPage
        State.nextPage += 0x20_0000
        if tables {
            if address & 0x7F_FFFF_FFFF == 0 {
                Invoke.call(make(.pdpt), .pdptMap, [address, 0], [InitialSlot.vspace])
            }
            if address & 0x3FFF_FFFF == 0 {
                Invoke.call(
                    make(.pageDirectory), .pageDirectoryMap, [address, 0], [InitialSlot.vspace])
            }
            Invoke.call(make(.pageTable), .pageTableMap, [address, 0], [InitialSlot.vspace])
        }
        return address
    }

    static func map(_ frame: Word, _ address: Word, rights: Word = 3, attributes: Word = 0) -> Answer {
        Invoke.call(frame, .pageMap, [address, rights, attributes], [InitialSlot.vspace])
    }

    static func addressOf(_ frame: Word) -> Word { Invoke.call(frame, .pageGetAddress).words.0 }
}

/// Operations on slots of the root CNode.
enum Slots {
    @discardableResult static func copy(_ from: Word, to slot: Word, rights: Word = 15) -> Answer {
        Invoke.call(
            InitialSlot.cnode, .cnodeCopy, [slot, 64, from, 64, rights], [InitialSlot.cnode])
    }
    @discardableResult
    static func mint(_ from: Word, to slot: Word, badge: Word, rights: Word = 15) -> Answer {
        Invoke.call(
            InitialSlot.cnode, .cnodeMint, [slot, 64, from, 64, rights, badge], [InitialSlot.cnode])
    }
    static func move(_ from: Word, to slot: Word) -> Answer {
        Invoke.call(InitialSlot.cnode, .cnodeMove, [slot, 64, from, 64], [InitialSlot.cnode])
    }
    static func mutate(_ from: Word, to slot: Word, data: Word) -> Answer {
        Invoke.call(InitialSlot.cnode, .cnodeMutate, [slot, 64, from, 64, data], [InitialSlot.cnode])
    }
    static func rotate(
        _ source: Word, _ pivot: Word, to slot: Word, pivotData: Word = 0, sourceData: Word = 0
    ) -> Answer {
        Invoke.call(
            InitialSlot.cnode, .cnodeRotate,
            [slot, 64, pivotData, pivot, 64, sourceData, source, 64],
            [InitialSlot.cnode, InitialSlot.cnode])
    }
    @discardableResult static func delete(_ slot: Word) -> Answer {
        Invoke.call(InitialSlot.cnode, .cnodeDelete, [slot, 64])
    }
    @discardableResult static func revoke(_ slot: Word) -> Answer {
        Invoke.call(InitialSlot.cnode, .cnodeRevoke, [slot, 64])
    }

    /// A copy, or a minted one, in a slot of its own.
    static func copied(_ from: Word, rights: Word = 15) -> Word {
        let slot = Pool.emptySlot()
        copy(from, to: slot, rights: rights)
        return slot
    }
    static func minted(_ from: Word, badge: Word, rights: Word = 15) -> Word {
        let slot = Pool.emptySlot()
        mint(from, to: slot, badge: badge, rights: rights)
        return slot
    }

    /// Whether a slot is empty: moving a capability onto itself tells without changing anything.
    static func isEmpty(_ slot: Word) -> Bool {
        move(slot, to: slot).label == ErrorCode.failedLookup.rawValue
    }
}
