// Unsafe throughout: this is what makes memory. What holds: every page of small blocks starts with a `SmallPage` that
// says what size its blocks have and which are free; a block's first word is a link only while it is free; the table of
// large blocks (`HeapRuns`) describes every page of their addresses.

/// The executive's heap: what Swift's runtime takes for objects and arrays.
///
/// Small blocks come in classes of a size, a page for one class each; large blocks are runs of pages. A page without a
/// block in use goes back to where it came from, but for one of each class and a few of the runs, lest a block that comes
/// and goes move its page each time; those count as free. Uses nothing but its `HeapMemory`, which uses no heap.
@safe
public struct Heap {
    /// The first page of each class that has a free block. A page without a block in use is the only one of its list.
    private var partial: InlineArray<20, UnsafeMutablePointer<SmallPage>?>
    private var runs: HeapRuns

    /// The classes, in bytes: multiples of sixteen, so that every block is aligned for anything.
    private static func size(ofClass index: Int) -> Int {
        switch index {
        case 0..<8: (index + 1) * 16
        case 8..<12: 128 + (index - 7) * 32
        case 12..<16: 256 + (index - 11) * 64
        case 16: 672
        case 17: 1008
        case 18: 1344
        default: 2032
        }
    }

    private static func sizeClass(for size: Int) -> Int {
        switch size {
        case ...128: max(0, (size - 1) >> 4)
        case ...256: 8 + (size - 129) >> 5
        case ...512: 12 + (size - 257) >> 6
        case ...672: 16
        case ...1008: 17
        case ...1344: 18
        default: 19
        }
    }
    private static let largestSmall = 2032

    /// The size of the table of large blocks for so many pages of addresses.
    static func tableBytes(for pages: Int) -> Int { HeapRuns.tableBytes(for: pages) }

    /// An empty heap; the table of large blocks is there and reads as zeros.
    public init(_ memory: borrowing some HeapMemory & ~Copyable) {
        unsafe partial = InlineArray(repeating: nil)
        runs = HeapRuns(memory.largeHeap)
    }

    /// A block, or nil when there is no memory for it.
    public mutating func allocate(
        size: Int, alignment: Int, from memory: inout some HeapMemory & ~Copyable
    ) -> UnsafeMutableRawPointer? {
        guard size <= Self.largestSmall, alignment <= 16 else {
            return unsafe allocateRun(size, alignment: alignment, from: &memory)
        }
        let index = Self.sizeClass(for: size)
        if unsafe partial[index] == nil { addPage(toClass: index, from: &memory) }
        guard let page = unsafe partial[index] else { return nil }
        if unsafe page.pointee.used == 0 { memory.heapUsage.idlePages -= 1 }
        let block = unsafe page.pointee.take(from: page)
        memory.heapUsage.blocks += 1
        if unsafe page.pointee.isFull { unsafe unlink(page) }
        return unsafe block
    }

    public mutating func release(_ block: UnsafeMutableRawPointer, to memory: inout some HeapMemory & ~Copyable) {
        let address = UInt(bitPattern: block)
        memory.heapUsage.blocks -= 1
        guard !memory.largeHeap.contains(address) else { return runs.release(address, to: &memory) }
        guard let page = unsafe UnsafeMutablePointer<SmallPage>(bitPattern: address & ~(pageSize - 1)) else { return }
        if unsafe page.pointee.isFull {
            let index = Int(unsafe page.pointee.sizeClass)
            if let idle = unsafe partial[index], unsafe idle.pointee.used == 0 { unsafe giveBack(idle, to: &memory) }
            unsafe link(page)
        }
        unsafe page.pointee.giveBack(block, to: page)
        guard unsafe page.pointee.used == 0 else { return }
        memory.heapUsage.idlePages += 1
        if unsafe page.pointee.next != nil || page.pointee.previous != nil { unsafe giveBack(page, to: &memory) }
    }

    @inline(never)
    private mutating func allocateRun(
        _ size: Int, alignment: Int, from memory: inout some HeapMemory & ~Copyable
    ) -> UnsafeMutableRawPointer? {
        var block = unsafe runs.allocate(size, alignment: alignment, from: &memory)
        if unsafe block == nil {
            giveBackIdlePages(to: &memory)
            unsafe block = runs.allocate(size, alignment: alignment, from: &memory)
        }
        if unsafe block != nil { memory.heapUsage.blocks += 1 }
        return unsafe block
    }

    /// Gives a class another page. Those that only wait for the next time serve when there is no more.
    private mutating func addPage(toClass index: Int, from memory: inout some HeapMemory & ~Copyable) {
        guard let start = unsafe memory.takeHeapPage() ?? takeAgain(from: &memory) else { return }
        let page = unsafe start.bindMemory(to: SmallPage.self, capacity: 1)
        unsafe page.initialize(to: SmallPage(index, Self.size(ofClass: index)))
        memory.heapUsage.pages += 1
        memory.heapUsage.smallPages += 1
        memory.heapUsage.idlePages += 1
        unsafe link(page)
    }

    private mutating func takeAgain(from memory: inout some HeapMemory & ~Copyable) -> UnsafeMutableRawPointer? {
        giveBackIdlePages(to: &memory)
        return unsafe memory.takeHeapPage()
    }

    /// Gives back what is only kept for the next time.
    private mutating func giveBackIdlePages(to memory: inout some HeapMemory & ~Copyable) {
        for index in unsafe partial.indices {
            if let page = unsafe partial[index], unsafe page.pointee.used == 0 { unsafe giveBack(page, to: &memory) }
        }
        runs.giveBackIdlePages(to: &memory)
    }

    private mutating func giveBack(
        _ page: UnsafeMutablePointer<SmallPage>, to memory: inout some HeapMemory & ~Copyable
    ) {
        unsafe unlink(page)
        memory.heapUsage.pages -= 1
        memory.heapUsage.smallPages -= 1
        memory.heapUsage.idlePages -= 1
        unsafe memory.giveBack(heapPage: UnsafeMutableRawPointer(page))
    }

    private mutating func link(_ page: UnsafeMutablePointer<SmallPage>) {
        let index = Int(unsafe page.pointee.sizeClass)
        unsafe page.pointee.previous = nil
        unsafe page.pointee.next = partial[index]
        unsafe partial[index]?.pointee.previous = page
        unsafe partial[index] = page
    }

    private mutating func unlink(_ page: UnsafeMutablePointer<SmallPage>) {
        let (next, previous) = unsafe (page.pointee.next, page.pointee.previous)
        unsafe next?.pointee.previous = previous
        if let previous = unsafe previous {
            unsafe previous.pointee.next = next
        } else {
            unsafe partial[Int(page.pointee.sizeClass)] = next
        }
    }
}

/// The start of a page of small blocks. The blocks follow, those from `fresh` on never used.
@safe
private struct SmallPage {
    let sizeClass: UInt16
    private let size: UInt16
    /// Blocks in use.
    private(set) var used: UInt16 = 0
    private var fresh = UInt16(MemoryLayout<SmallPage>.stride)
    /// Offset of the first free block; 0: none.
    private var free: UInt64 = 0
    /// Other pages of the class with free blocks.
    var next: UnsafeMutablePointer<SmallPage>?
    var previous: UnsafeMutablePointer<SmallPage>?

    init(_ index: Int, _ size: Int) {
        sizeClass = UInt16(index)
        self.size = UInt16(size)
        unsafe (next, previous) = (nil, nil)
    }

    var isFull: Bool { free == 0 && fresh + size > 4096 }

    /// A block of a page that is not full.
    mutating func take(from page: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        used += 1
        if free != 0 {
            let block = unsafe page + Int(free)
            free = unsafe block.load(as: UInt64.self)
            return unsafe block
        }
        defer { fresh += size }
        return unsafe page + Int(fresh)
    }

    mutating func giveBack(_ block: UnsafeMutableRawPointer, to page: UnsafeMutableRawPointer) {
        unsafe block.storeBytes(of: free, as: UInt64.self)
        free = unsafe UInt64(block - page)
        used -= 1
    }
}
