import NTABI

// Segments and large blocks: how a heap gets memory.

extension Heap {
    static func firstBlock(ofSegment segment: UInt) -> UInt {
        segment + UInt((MemoryLayout<HeapSegment>.size + heapUnit - 1) & ~(heapUnit - 1))
    }

    /// Makes the committed part of new memory one free block, and the memory the newest segment.
    func open(segment: UInt, base: UInt, committed: Int, reserved: Int) {
        Pointer<HeapSegment>(segment).value = HeapSegment(
            next: header.value.segments, base: base, committedEnd: base + UInt(committed),
            reservedEnd: base + UInt(reserved))
        header.value.segments = segment
        let first = Self.firstBlock(ofSegment: segment)
        let end = base + UInt(committed - heapUnit)
        let units = Int(end - first) / heapUnit
        write(
            BlockHeader(size: 0, previousSize: units, slack: 0, state: BlockHeader.State.end),
            at: end)
        link(first, units, previousSize: 0)
    }

    /// Makes room for a block of `units`: commits more of the newest segment, or starts another.
    func grow(_ units: Int) throws(NTStatus) {
        let segment = Pointer<HeapSegment>(header.value.segments)
        let wanted = units * heapUnit
        let size = (wanted + Self.commitChunk - 1) & ~(Self.commitChunk - 1)
        if segment.value.committedEnd + UInt(size) <= segment.value.reservedEnd {
            return try extend(segment, by: size)
        }
        // Headers of segment and end take less than the page that is added here.
        let committed = (wanted + 0x1000 + Self.commitChunk - 1) & ~(Self.commitChunk - 1)
        let reserved = max(Self.segmentSize, committed)
        guard let base = Pages.reserve(reserved) else { throw .noMemory }
        guard Pages.commit(base, committed) else {
            Pages.release(base)
            throw .noMemory
        }
        open(segment: base, base: base, committed: committed, reserved: reserved)
    }

    private func extend(_ segment: Pointer<HeapSegment>, by size: Int) throws(NTStatus) {
        let oldEnd = segment.value.committedEnd
        var start = oldEnd - UInt(heapUnit)
        let end = try checkedHeader(at: start)
        guard end.state == BlockHeader.State.end else { throw .heapCorruption }
        guard Pages.commit(oldEnd, size) else { throw .noMemory }
        segment.value.committedEnd = oldEnd + UInt(size)
        var units = size / heapUnit
        var previousSize = Int(end.previousSize)
        if previousSize != 0 {
            let before = start - UInt(previousSize * heapUnit)
            let last = try checkedHeader(at: before)
            if last.state == BlockHeader.State.free {
                try unlink(before, previousSize)
                start = before
                units += previousSize
                previousSize = Int(last.previousSize)
            }
        }
        write(
            BlockHeader(size: 0, previousSize: units, slack: 0, state: BlockHeader.State.end),
            at: start + UInt(units * heapUnit))
        link(start, units, previousSize: previousSize)
    }

    func allocateLarge(_ size: Int) throws(NTStatus) -> UInt {
        let pages = (size + LargeBlock.overhead + 0xFFF) & ~0xFFF
        guard let base = Pages.reserve(pages) else { throw .noMemory }
        guard Pages.commit(base, pages) else {
            Pages.release(base)
            throw .noMemory
        }
        let first = header.value.largeBlocks
        Pointer<LargeBlock>(base).value = LargeBlock(
            next: first, previous: 0, size: size, reserved: UInt(pages))
        if first != 0 { Pointer<LargeBlock>(first).value.previous = base }
        header.value.largeBlocks = base
        let memory = base + UInt(LargeBlock.overhead)
        write(
            BlockHeader(size: 0, previousSize: 0, slack: 0, state: BlockHeader.State.large),
            at: memory - UInt(heapUnit))
        return memory
    }

    func freeLarge(_ memory: UInt) throws(NTStatus) {
        let base = memory - UInt(LargeBlock.overhead)
        let links = Pointer<LargeBlock>(base).value
        if links.previous == 0 {
            guard header.value.largeBlocks == base else { throw .heapCorruption }
            header.value.largeBlocks = links.next
        } else {
            guard Pointer<LargeBlock>(links.previous).value.next == base
            else { throw .heapCorruption }
            Pointer<LargeBlock>(links.previous).value.next = links.next
        }
        if links.next != 0 { Pointer<LargeBlock>(links.next).value.previous = links.previous }
        Pages.release(base)
    }
}
