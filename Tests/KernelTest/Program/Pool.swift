import CKernelTest
import SeL4ABI

/// Slots, memory and addresses to work with.
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

    /// Takes the largest piece of memory to make everything from, but no piece of 1 GB or more: those are for the
    /// figures.
    static func start() {
        State.nextSlot = field(BootInfoLayout.empty)
        var best: Word = 0
        for slot in untypeds {
            let piece = description(slot)
            if !piece.isDevice && piece.sizeBits > best && piece.sizeBits < 30 {
                best = piece.sizeBits
                State.memory = slot
            }
        }
    }

    /// Takes back all that was made, and the addresses where it was mapped. Slots are given out once.
    static func startAgain() {
        for slot in untypeds { Slots.revoke(slot) }
        State.nextPage = 0x80_0000_0000
    }

    static func emptySlot(count: Word = 1) -> Word {
        State.nextSlot += count
        return State.nextSlot - count
    }

    /// Makes one object and returns its slot.
    static func make(_ type: ObjectType, bits: Word = 0) -> Word {
        if let slot = makeIfPossible(type, bits: bits) { return slot }
        check("memory for an object of this test", false, type.rawValue)
        return 0
    }

    /// The same where there may be no memory for it.
    static func makeIfPossible(_ type: ObjectType, bits: Word = 0) -> Word? {
        let slot = emptySlot()
        if retype(State.memory, type, bits, into: slot).label == 0 { return slot }
        for other in untypeds where !description(other).isDevice && description(other).sizeBits < 30 {
            if retype(other, type, bits, into: slot).label == 0 { return slot }
        }
        return nil
    }

    /// Whether a slot of the boot information's holds 1 GB of memory, which nothing is made from.
    static func isUnusedGigabyte(_ slot: Word) -> Bool {
        !description(slot).isDevice && description(slot).sizeBits == 30
    }

    /// The frame that this program's page at an address is in.
    static func imageFrame(at address: Word) -> Word {
        field(BootInfoLayout.userImageFrames) + (address - Word(address_of_image())) / 4096
    }

    /// How fast the time-stamp counter counts, as the boot information tells it.
    static var megahertz: Word {
        let record = bootRecord(5)
        return record == 0 ? 1000 : load(record + 16) & 0xFFFF_FFFF
    }

    /// The address of an extra record of the boot information; 0 if there is none of that number.
    static func bootRecord(_ number: Word) -> Word {
        let length = field(BootInfoLayout.extraLength)
        var offset: Word = 0
        while offset + 16 <= length {
            let record = State.bootInfo + 4096 + offset
            if load(record) == number { return record }
            // What is behind the last record is no record.
            if load(record + 8) < 16 { return 0 }
            offset += load(record + 8)
        }
        return 0
    }

    /// The size of a thread as a power of two. Kernels with large FPU states have the larger one, which is found out by
    /// trying.
    static func threadBits() -> Word {
        let memory = make(.untyped, bits: 11)
        return retype(memory, .thread, into: emptySlot()).label == 0 ? 11 : 12
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

    /// A frame of device memory: pieces are halved until one is the page at an address.
    static func deviceFrame(at address: Word) -> Word? {
        for slot in untypeds where description(slot).isDevice {
            var (piece, base, bits) = (slot, description(slot).address, description(slot).sizeBits)
            guard address >= base && address - base < 1 << bits else { continue }
            while bits > 12 {
                bits -= 1
                let halves = emptySlot(count: 2)
                if retype(piece, .untyped, bits, into: halves, count: 2).label != 0 { return nil }
                let isInUpper = address - base >= 1 << bits
                piece = isInUpper ? halves + 1 : halves
                if isInUpper { base += 1 << bits }
            }
            let frame = emptySlot()
            return retype(piece, .page, into: frame).label == 0 ? frame : nil
        }
        return nil
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
