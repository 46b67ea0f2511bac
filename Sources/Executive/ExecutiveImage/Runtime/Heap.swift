// Unsafe throughout: this is what makes memory. What holds: every page of the small area starts with a header that says
// what size its blocks have; a block's first word is a link only while it is free; the table of the large area has an entry for
// every page of it. All pages come from `KernelResources.makeOwnPage`, zeroed, and are the heap's for ever.

import Executive
import NTABI

/// The executive's heap: what Swift's runtime takes for objects and arrays.
///
/// Small blocks come in classes of a size, a page for one class each. Large ones are runs of pages, first fit. Uses nothing
/// but kernel resources, which use no heap.
@safe
struct Heap {
    private var resources: UnsafeMutablePointer<KernelResources>
    /// The first free block of each class.
    private var free: InlineArray<20, UnsafeMutableRawPointer?>
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
    private static let headerSize = 16
    private static let page = 4096

    init(_ resources: UnsafeMutablePointer<KernelResources>) {
        unsafe self.resources = resources
        unsafe free = InlineArray(repeating: nil)
    }

    /// A block, or nil when there is no memory for it.
    mutating func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
        guard size <= Self.largestSmall, alignment <= 16 else {
            return unsafe allocatePages((size + Self.page - 1) / Self.page, alignment: alignment)
        }
        let index = Self.sizeClass(for: size)
        if unsafe free[index] == nil { addPage(toClass: index) }
        guard let block = unsafe free[index] else { return nil }
        unsafe free[index] = block.load(as: UnsafeMutableRawPointer?.self)
        unsafe resources.pointee.freeHeapBytes -= Self.size(ofClass: index)
        return unsafe block
    }

    mutating func release(_ block: UnsafeMutableRawPointer) {
        let address = UInt(bitPattern: block)
        if address >= ExecutiveLayout.largeHeap {
            let first = Int(address - ExecutiveLayout.largeHeap) / Self.page
            unsafe Self.table[first] = -Self.table[first]
            return
        }
        let header = unsafe UnsafePointer<Int>(bitPattern: address & ~UInt(Self.page - 1))
        guard let index = unsafe header?.pointee else { return }
        unsafe block.storeBytes(of: free[index], as: UnsafeMutableRawPointer?.self)
        unsafe free[index] = block
        unsafe resources.pointee.freeHeapBytes += Self.size(ofClass: index)
    }

    /// Takes another page for a class and links its blocks.
    private mutating func addPage(toClass index: Int) {
        let address = ExecutiveLayout.heap + UInt(smallPages * Self.page)
        guard address < ExecutiveLayout.largeHeap,
            (try? unsafe resources.pointee.makeOwnPage(at: address)) != nil,
            let page = unsafe UnsafeMutableRawPointer(bitPattern: address)
        else { return }
        smallPages += 1
        unsafe page.storeBytes(of: index, as: Int.self)
        let size = Self.size(ofClass: index)
        var offset = Self.headerSize
        while offset + size <= Self.page {
            let block = unsafe page + offset
            unsafe block.storeBytes(of: free[index], as: UnsafeMutableRawPointer?.self)
            unsafe free[index] = block
            unsafe resources.pointee.freeHeapBytes += size
            offset += size
        }
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
                return unsafe Self.page(first)
            }
            first += abs(length)
        }
        return unsafe extend(by: count)
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
        return unsafe Self.page(first)
    }

    private static func page(_ index: Int) -> UnsafeMutableRawPointer? {
        unsafe UnsafeMutableRawPointer(
            bitPattern: ExecutiveLayout.largeHeap + UInt(index * page))
    }
}
