import NTABI

// Free lists and headers: the steps that the heap's operations are made of.

extension Heap {
    /// Takes a free block of at least `units` out of its bin.
    func takeFree(_ units: Int) throws(NTStatus) -> UInt? {
        var bin = SizeClass.bin(of: units)
        if units >= 64 {
            // A bin of several sizes: the first that fits.
            var block = header.value.bins[bin]
            while block != 0 {
                let found = try checkedHeader(at: block)
                if Int(found.size) >= units {
                    try unlink(block, Int(found.size))
                    return block
                }
                block = Pointer<FreeLinks>(block + UInt(heapUnit)).value.next
            }
            bin += 1
        }
        guard let occupied = firstOccupied(from: bin) else { return nil }
        let block = header.value.bins[occupied]
        let found = try checkedHeader(at: block)
        guard Int(found.size) >= units else { throw .heapCorruption }
        try unlink(block, Int(found.size))
        return block
    }

    /// Makes the block busy, `units` long; what is left over becomes a free block.
    /// The block's header holds its size and what stands before it.
    func occupy(_ block: UInt, _ units: Int, _ size: Int) throws(NTStatus) -> UInt {
        let found = Pointer<BlockHeader>(block).value
        var mine = Int(found.size)
        let rest = mine - units
        if rest >= 2 {
            mine = units
            let start = block + UInt(units * heapUnit)
            var restUnits = rest
            let behind = start + UInt(rest * heapUnit)
            let next = try checkedHeader(at: behind)
            if next.state == BlockHeader.State.free {
                try unlink(behind, Int(next.size))
                restUnits += Int(next.size)
            }
            link(start, restUnits, previousSize: units)
            try setPreviousSize(restUnits, at: start + UInt(restUnits * heapUnit))
        } else {
            try setPreviousSize(mine, at: block + UInt(mine * heapUnit))
        }
        write(
            BlockHeader(
                size: mine, previousSize: Int(found.previousSize),
                slack: mine * heapUnit - heapUnit - size, state: BlockHeader.State.busy),
            at: block)
        return block + UInt(heapUnit)
    }

    /// Puts a free block first into its bin.
    func link(_ block: UInt, _ units: Int, previousSize: Int) {
        write(
            BlockHeader(
                size: units, previousSize: previousSize, slack: 0, state: BlockHeader.State.free),
            at: block)
        let bin = SizeClass.bin(of: units)
        let first = header.value.bins[bin]
        Pointer<FreeLinks>(block + UInt(heapUnit)).value = FreeLinks(next: first, previous: 0)
        if first != 0 { Pointer<FreeLinks>(first + UInt(heapUnit)).value.previous = block }
        header.value.bins[bin] = block
        mark(bin, occupied: true)
    }

    /// Takes a free block out of its bin. Its neighbours in the list must agree that it is there.
    func unlink(_ block: UInt, _ units: Int) throws(NTStatus) {
        let bin = SizeClass.bin(of: units)
        let links = Pointer<FreeLinks>(block + UInt(heapUnit)).value
        if links.previous == 0 {
            guard header.value.bins[bin] == block else { throw .heapCorruption }
            header.value.bins[bin] = links.next
            if links.next == 0 { mark(bin, occupied: false) }
        } else {
            _ = try checkedHeader(at: links.previous)
            let previous = Pointer<FreeLinks>(links.previous + UInt(heapUnit))
            guard previous.value.next == block else { throw .heapCorruption }
            previous.value.next = links.next
        }
        guard links.next != 0 else { return }
        _ = try checkedHeader(at: links.next)
        Pointer<FreeLinks>(links.next + UInt(heapUnit)).value.previous = links.previous
    }

    private func mark(_ bin: Int, occupied: Bool) {
        let bit = UInt64(1) << UInt64(bin & 63)
        if bin < 64 {
            header.value.occupied.0 = header.value.occupied.0 & ~bit | (occupied ? bit : 0)
        } else {
            header.value.occupied.1 = header.value.occupied.1 & ~bit | (occupied ? bit : 0)
        }
    }

    private func firstOccupied(from bin: Int) -> Int? {
        let occupied = header.value.occupied
        if bin < 64 {
            let low = occupied.0 & (UInt64.max << UInt64(bin))
            if low != 0 { return low.trailingZeroBitCount }
        }
        guard bin < SizeClass.count else { return nil }
        let high = occupied.1 & (bin > 64 ? UInt64.max << UInt64(bin - 64) : .max)
        return high == 0 ? nil : 64 + high.trailingZeroBitCount
    }

    func write(_ block: BlockHeader, at address: UInt) {
        var block = block
        block.check = block.expectedCheck(at: address, cookie: header.value.cookie)
        Pointer<BlockHeader>(address).value = block
    }

    func setPreviousSize(_ units: Int, at address: UInt) throws(NTStatus) {
        var block = try checkedHeader(at: address)
        block.previousSize = UInt32(units)
        write(block, at: address)
    }

    /// The header at an address, if it is one.
    func checkedHeader(at address: UInt) throws(NTStatus) -> BlockHeader {
        guard address % UInt(heapUnit) == 0, address > 0xFFFF else { throw .heapCorruption }
        let found = Pointer<BlockHeader>(address).value
        guard found.check == found.expectedCheck(at: address, cookie: header.value.cookie)
        else { throw .heapCorruption }
        return found
    }

    /// The header of a block that somebody owns.
    func busyHeader(at address: UInt) throws(NTStatus) -> BlockHeader {
        let found = try checkedHeader(at: address)
        guard
            found.state == BlockHeader.State.busy || found.state == BlockHeader.State.large
        else { throw .heapCorruption }
        return found
    }
}
