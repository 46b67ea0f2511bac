// Unsafe in one way: blocks are allocated here, sixteen entries each, and freed here; an entry is only ever reached
// through `entry(for:)`, whose index is below sixteen.

/// What is known of one page of an address space or a section.
struct PageEntry: Equatable, BitwiseCopyable {
    /// Number of the frame it has, 0 for none.
    var frame: UInt32 = 0
    /// The capability that maps the frame here, 0 while it is not mapped.
    var mapping: UInt32 = 0
    /// PAGE_* without modifiers; 0 while the page is only reserved.
    var access: UInt8 = 0
    var flags: Flags = []

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        /// PAGE_GUARD: the next access raises an exception.
        static let isGuard = Flags(rawValue: 1)
        /// The frame belongs to this page alone, and is written to in place.
        static let isPrivate = Flags(rawValue: 2)
        /// The mapping allows writing.
        static let isMappedWritable = Flags(rawValue: 4)
        static let isUncached = Flags(rawValue: 8)
        static let isWriteCombined = Flags(rawValue: 16)
    }

    init() {}

    init(_ protection: PageProtection) {
        set(protection)
    }

    @inline(__always) var isCommitted: Bool { access != 0 }

    var protection: PageProtection {
        var bits = UInt32(access)
        if flags.contains(.isGuard) { bits |= PageProtection.guardFlag.rawValue }
        if flags.contains(.isUncached) { bits |= PageProtection.noCache.rawValue }
        if flags.contains(.isWriteCombined) { bits |= PageProtection.writeCombine.rawValue }
        return PageProtection(rawValue: bits)
    }

    mutating func set(_ protection: PageProtection) {
        access = UInt8(truncatingIfNeeded: protection.rawValue)
        flags.subtract([.isGuard, .isUncached, .isWriteCombined])
        if protection.isGuard { flags.insert(.isGuard) }
        if protection.rawValue & PageProtection.noCache.rawValue != 0 { flags.insert(.isUncached) }
        if protection.rawValue & PageProtection.writeCombine.rawValue != 0 {
            flags.insert(.isWriteCombined)
        }
    }
}

/// Entries by page number, sparse: a run of sixteen pages has a block only if one of them differs from `absent`.
///
/// A reservation of a terabyte costs nothing, and a fault costs a binary search among the blocks.
@safe
struct PageMap: ~Copyable {
    /// What a page without a block is.
    private(set) var absent: PageEntry

    @safe
    private struct Block {
        var number: UInt
        var entries: UnsafeMutablePointer<PageEntry>
    }
    private var blocks: UnsafeMutablePointer<Block>?
    private var count = 0
    private var capacity = 0

    private static let blockShift: UInt = 4
    private static let blockPages = 16

    init(absent: PageEntry) { self.absent = absent }

    /// Whether every page is as `absent` says.
    @inline(__always) var isEmpty: Bool { count == 0 }

    /// What a page without a block is from now on; there are none with one.
    mutating func setAbsent(_ entry: PageEntry) {
        precondition(isEmpty, "pages that are there keep what they are")
        absent = entry
    }

    deinit {
        guard let blocks = unsafe blocks else { return }
        for index in 0..<count { unsafe blocks[index].entries.deallocate() }
        unsafe blocks.deallocate()
    }

    subscript(page: UInt) -> PageEntry {
        get { entry(page) }
        set {
            let place = find(page >> Self.blockShift)
            if !place.found {
                if newValue == absent { return }
                insertBlock(page >> Self.blockShift, at: place.index)
            }
            guard let blocks = unsafe blocks else { return }
            unsafe blocks[place.index].entries[Int(page) & (Self.blockPages - 1)] = newValue
        }
    }

    /// The same as reading the subscript, inlined: a call would copy the whole map first where it is part of an object.
    @inline(__always)
    func entry(_ page: UInt) -> PageEntry {
        let place = find(page >> Self.blockShift)
        guard place.found, let blocks = unsafe blocks else { return absent }
        return unsafe blocks[place.index].entries[Int(page) & (Self.blockPages - 1)]
    }

    /// The first page from `page` on that might not be `absent`: it has a block. Nil if no block follows.
    func nextPresent(from page: UInt) -> UInt? {
        let place = find(page >> Self.blockShift)
        if place.found { return page }
        guard place.index < count, let blocks = unsafe blocks else { return nil }
        return unsafe blocks[place.index].number << Self.blockShift
    }

    /// Forgets every entry of `pages`; afterwards they are `absent`. What the entries owned was given back before.
    mutating func removeAll(in pages: Range<UInt>) {
        var page = pages.lowerBound
        while let next = nextPresent(from: page), next < pages.upperBound {
            let place = find(next >> Self.blockShift)
            let blockEnd = (next >> Self.blockShift + 1) << Self.blockShift
            if next & 15 == 0, blockEnd <= pages.upperBound {
                removeBlock(at: place.index)
            } else {
                for index in next..<min(blockEnd, pages.upperBound) { self[index] = absent }
            }
            page = blockEnd
        }
    }

    /// Cuts off everything from `page` on into a map of its own.
    mutating func split(at page: UInt) -> PageMap {
        var upper = PageMap(absent: absent)
        var next = page
        while let found = nextPresent(from: next) {
            let end = (found >> Self.blockShift + 1) << Self.blockShift
            for index in found..<end { upper[index] = self[index] }
            next = end
        }
        removeAll(in: page..<UInt.max)
        return upper
    }

    @inline(__always)
    private func find(_ number: UInt) -> (index: Int, found: Bool) {
        guard let blocks = unsafe blocks else { return (0, false) }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let here = unsafe blocks[middle].number
            if here == number { return (middle, true) }
            if here < number { low = middle + 1 } else { high = middle }
        }
        return (low, false)
    }

    private mutating func insertBlock(_ number: UInt, at index: Int) {
        if count == capacity { grow() }
        guard let blocks = unsafe blocks else { return }
        let entries = UnsafeMutablePointer<PageEntry>.allocate(capacity: Self.blockPages)
        unsafe entries.initialize(repeating: absent, count: Self.blockPages)
        var move = count
        while move > index {
            unsafe blocks[move] = blocks[move - 1]
            move -= 1
        }
        unsafe blocks[index] = Block(number: number, entries: entries)
        count += 1
    }

    private mutating func removeBlock(at index: Int) {
        guard let blocks = unsafe blocks else { return }
        unsafe blocks[index].entries.deallocate()
        for next in index + 1..<count { unsafe blocks[next - 1] = blocks[next] }
        count -= 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Block>.allocate(capacity: max(1, capacity * 2))
        if let blocks = unsafe blocks {
            for index in 0..<count { unsafe larger[index] = blocks[index] }
            unsafe blocks.deallocate()
        }
        unsafe blocks = larger
        capacity = max(1, capacity * 2)
    }
}
