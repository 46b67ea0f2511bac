import NTABI

/// A heap: free blocks in bins by size class, neighbours joined as soon as both are free.
///
/// Every header carries a check of itself and its place. It is looked at before a block is given out,
/// given back, or joined: a write beyond a block's end, a block freed twice or never allocated is found
/// there and reported as `heapCorruption`, and nothing is done on its strength. Callers hold the lock.
struct Heap<Pages: PageSource> {
    let address: UInt
    var header: Pointer<HeapHeader> { Pointer(address) }

    init(at address: UInt) { self.address = address }

    /// Blocks of more units than this have memory of their own.
    static var largestUnits: Int { 0x7FF0 }
    static var segmentSize: Int { 0x10_0000 }
    static var commitChunk: Int { 0x1_0000 }

    /// Makes a heap in memory of its own.
    static func create(flags: UInt32, cookie: UInt64) throws(NTStatus) -> Heap {
        guard let base = Pages.reserve(segmentSize) else { throw .noMemory }
        guard Pages.commit(base, commitChunk) else {
            Pages.release(base)
            throw .noMemory
        }
        let heap = Heap(at: base)
        heap.header.value.signature = HeapHeader.signature
        heap.header.value.flags = flags
        heap.header.value.cookie = cookie
        let segment = base + UInt(HeapHeader.size)
        heap.open(
            segment: segment, base: base, committed: commitChunk, reserved: segmentSize)
        return heap
    }

    /// Gives all memory back. The heap is gone.
    func destroy() {
        var large = header.value.largeBlocks
        while large != 0 {
            let next = Pointer<LargeBlock>(large).value.next
            Pages.release(large)
            large = next
        }
        var segment = header.value.segments
        while segment != 0 {
            // The oldest segment holds the heap's own header: it is the last in the list.
            let current = Pointer<HeapSegment>(segment).value
            Pages.release(current.base)
            segment = current.next
        }
    }

    /// Memory of `size` bytes, on a multiple of 16; its contents are undefined.
    func allocate(_ size: Int) throws(NTStatus) -> UInt {
        guard size >= 0, size <= Int.max / 2 else { throw .noMemory }
        let units = Self.units(for: size)
        guard units <= Self.largestUnits else { return try allocateLarge(size) }
        if let block = try takeFree(units) { return try occupy(block, units, size) }
        try grow(units)
        guard let block = try takeFree(units) else { throw .noMemory }
        return try occupy(block, units, size)
    }

    /// Gives a block back.
    func free(_ memory: UInt) throws(NTStatus) {
        let block = memory &- UInt(heapUnit)
        let found = try busyHeader(at: block)
        if found.state == BlockHeader.State.large { return try freeLarge(memory) }
        var start = block
        var units = Int(found.size)
        let next = try checkedHeader(at: block + UInt(units * heapUnit))
        if next.state == BlockHeader.State.free {
            try unlink(block + UInt(units * heapUnit), Int(next.size))
            units += Int(next.size)
        }
        if found.previousSize != 0 {
            let before = block - UInt(Int(found.previousSize) * heapUnit)
            let previous = try checkedHeader(at: before)
            guard previous.size == found.previousSize else { throw .heapCorruption }
            if previous.state == BlockHeader.State.free {
                try unlink(before, Int(previous.size))
                start = before
                units += Int(previous.size)
            }
        }
        let previousSize = Int(Pointer<BlockHeader>(start).value.previousSize)
        link(start, units, previousSize: previousSize)
        try setPreviousSize(units, at: start + UInt(units * heapUnit))
    }

    /// How many bytes the owner of a block asked for.
    func size(of memory: UInt) throws(NTStatus) -> Int {
        let found = try busyHeader(at: memory &- UInt(heapUnit))
        if found.state == BlockHeader.State.large {
            return Pointer<LargeBlock>(memory - UInt(LargeBlock.overhead)).value.size
        }
        return Int(found.size) * heapUnit - heapUnit - Int(found.slack)
    }

    /// Changes a block's size where it stands; false if there is no room.
    func resize(_ memory: UInt, to size: Int) throws(NTStatus) -> Bool {
        let block = memory &- UInt(heapUnit)
        let found = try busyHeader(at: block)
        guard found.state == BlockHeader.State.busy, size >= 0, size < Int.max / 2
        else { return false }
        let units = Self.units(for: size)
        guard units <= Self.largestUnits else { return false }
        var available = Int(found.size)
        if units > available {
            let behind = block + UInt(available * heapUnit)
            let next = try checkedHeader(at: behind)
            guard next.state == BlockHeader.State.free, available + Int(next.size) >= units
            else { return false }
            try unlink(behind, Int(next.size))
            available += Int(next.size)
        }
        write(
            BlockHeader(
                size: available, previousSize: Int(found.previousSize), slack: 0,
                state: BlockHeader.State.busy), at: block)
        _ = try occupy(block, units, size)
        return true
    }

    /// Looks at every block of the heap.
    func validate() throws(NTStatus) {
        guard header.value.signature == HeapHeader.signature else { throw .heapCorruption }
        var segment = header.value.segments
        while segment != 0 {
            var block = Self.firstBlock(ofSegment: segment)
            var previous = 0
            while true {
                let found = try checkedHeader(at: block)
                guard Int(found.previousSize) == previous else { throw .heapCorruption }
                if found.state == BlockHeader.State.end { break }
                previous = Int(found.size)
                block += UInt(previous * heapUnit)
            }
            segment = Pointer<HeapSegment>(segment).value.next
        }
    }

    /// Units of a block that holds `size` bytes: the header, and room for the links it has when free.
    static func units(for size: Int) -> Int {
        max(2, (size + heapUnit - 1) / heapUnit + 1)
    }
}
