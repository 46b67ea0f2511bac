// Unsafe throughout: this is what makes memory. What holds: every page of the small area starts with a `SmallPage` that says
// what size its blocks have and which are free; a block's first word is a link only while it is free; the table of the
// large area has an entry for every page of it. All pages come from `KernelResources.makeOwnPage`, and are the heap's for ever.

import Executive
import NTABI

/// The executive's heap: what Swift's runtime takes for objects and arrays.
///
/// Small blocks come in classes of a size, a page for one class each; a page with no block in use serves any class again, so
/// that no program can tie the heap up in one of them. Large blocks are runs of pages, first fit. Uses nothing but
/// kernel resources, which use no heap.
@safe
struct Heap {
    private var resources: UnsafeMutablePointer<KernelResources>
    /// The first page of each class that has a free block.
    private var partial: InlineArray<20, UnsafeMutablePointer<SmallPage>?>
    /// The first page with no block in use.
    private var empty: UnsafeMutablePointer<SmallPage>?
    /// Pages taken so far, of each area.
    private(set) var smallPages = 0
    private var largePages = 0
    private var tablePages = 0

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
    private static let page = 4096

    init(_ resources: UnsafeMutablePointer<KernelResources>) {
        unsafe self.resources = resources
        unsafe partial = InlineArray(repeating: nil)
    }

    /// A block, or nil when there is no memory for it.
    mutating func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
        guard size <= Self.largestSmall, alignment <= 16 else {
            return unsafe allocatePages((size + Self.page - 1) / Self.page, alignment: alignment)
        }
        let index = Self.sizeClass(for: size)
        if unsafe partial[index] == nil { addPage(toClass: index) }
        guard let page = unsafe partial[index] else { return nil }
        let block = unsafe page.pointee.take(from: page)
        unsafe resources.pointee.heapBlocks += 1
        if unsafe page.pointee.isFull { unsafe unlink(page) }
        return unsafe block
    }

    mutating func release(_ block: UnsafeMutableRawPointer) {
        let address = UInt(bitPattern: block)
        unsafe resources.pointee.heapBlocks -= 1
        if address >= ExecutiveLayout.largeHeap {
            return releasePages(Int(address - ExecutiveLayout.largeHeap) / Self.page)
        }
        guard let page = unsafe UnsafeMutablePointer<SmallPage>(bitPattern: address & ~UInt(Self.page - 1)) else {
            return
        }
        if unsafe page.pointee.isFull { unsafe link(page) }
        unsafe page.pointee.giveBack(block, to: page)
        // A class keeps its last page, so that one block that comes and goes does not move the page each time.
        if unsafe page.pointee.used == 0, unsafe page.pointee.next != nil || page.pointee.previous != nil {
            unsafe unlink(page)
            unsafe page.pointee.next = empty
            unsafe empty = page
            unsafe resources.pointee.freeHeapBytes += Self.page
        }
    }

    /// Gives a class another page: an empty one, or a new one.
    private mutating func addPage(toClass index: Int) {
        if let page = unsafe empty {
            unsafe empty = page.pointee.next
            unsafe resources.pointee.freeHeapBytes -= Self.page
            unsafe page.pointee = SmallPage(index, Self.size(ofClass: index))
            return unsafe link(page)
        }
        let address = ExecutiveLayout.heap + UInt(smallPages * Self.page)
        guard address < ExecutiveLayout.largeHeap,
            (try? unsafe resources.pointee.makeOwnPage(at: address)) != nil,
            let page = unsafe UnsafeMutablePointer<SmallPage>(bitPattern: address)
        else { return }
        smallPages += 1
        unsafe page.initialize(to: SmallPage(index, Self.size(ofClass: index)))
        unsafe link(page)
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

// Runs of pages. The table has, at the first page of each run, its length: negative while it is free.
extension Heap {
    private static var table: UnsafeMutablePointer<Int32> {
        guard
            let table = unsafe UnsafeMutablePointer<Int32>(
                bitPattern: ExecutiveLayout.largeHeapTable)
        else { fatalError("the layout has no zero address") }
        return unsafe table
    }

    private mutating func allocatePages(
        _ count: Int, alignment: Int
    ) -> UnsafeMutableRawPointer? {
        guard count > 0, alignment <= Self.page else { return nil }
        let table = unsafe Self.table
        var first = 0
        while first < largePages {
            mergeFree(from: first)
            let length = Int(unsafe table[first])
            if -length >= count {
                if -length > count { unsafe table[first + count] = Int32(length + count) }
                unsafe table[first] = Int32(count)
                noteRun(count)
                return unsafe Self.page(first)
            }
            first += abs(length)
        }
        return unsafe extend(by: count)
    }

    private func noteRun(_ count: Int) {
        let bytes = count * Self.page
        unsafe resources.pointee.heapBlocks += 1
        if unsafe bytes > resources.pointee.largestHeapBlock { unsafe resources.pointee.largestHeapBlock = bytes }
    }

    private func releasePages(_ first: Int) {
        let table = unsafe Self.table
        let count = Int(unsafe table[first])
        unsafe table[first] = Int32(-count)
        guard unsafe count * Self.page == resources.pointee.largestHeapBlock else { return }
        var largest = 0
        var run = 0
        while run < largePages {
            let length = Int(unsafe table[run])
            largest = max(largest, length)
            run += abs(length)
        }
        unsafe resources.pointee.largestHeapBlock = largest * Self.page
    }

    /// Joins the free runs that follow each other from `first` on.
    private func mergeFree(from first: Int) {
        let table = unsafe Self.table
        guard unsafe table[first] < 0 else { return }
        var next = first - Int(unsafe table[first])
        while next < largePages, unsafe table[next] < 0 {
            unsafe table[first] += table[next]
            next = first - Int(unsafe table[first])
        }
    }

    private mutating func extend(by count: Int) -> UnsafeMutableRawPointer? {
        let entries = Self.page / 4
        while tablePages * entries < largePages + count {
            let address = ExecutiveLayout.largeHeapTable + UInt(tablePages * Self.page)
            guard (try? unsafe resources.pointee.makeOwnPage(at: address)) != nil else {
                return nil
            }
            tablePages += 1
        }
        for index in 0..<count {
            let address = ExecutiveLayout.largeHeap + UInt((largePages + index) * Self.page)
            guard address < ExecutiveLayout.heapEnd,
                (try? unsafe resources.pointee.makeOwnPage(at: address)) != nil
            else {
                // What was made so far is a free run.
                if index > 0 {
                    unsafe Self.table[largePages] = Int32(-index)
                    largePages += index
                }
                return nil
            }
        }
        let first = largePages
        unsafe Self.table[first] = Int32(count)
        largePages += count
        noteRun(count)
        return unsafe Self.page(first)
    }

    private static func page(_ index: Int) -> UnsafeMutableRawPointer? {
        unsafe UnsafeMutableRawPointer(
            bitPattern: ExecutiveLayout.largeHeap + UInt(index * page))
    }
}
