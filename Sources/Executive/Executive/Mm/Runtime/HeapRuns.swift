// Unsafe throughout: this is what makes memory. What holds: the table lies at `ExecutiveLayout.largeHeapTable` and has an
// entry for every page of the addresses; the entry of a run's first page has its length; a page of a run in use is mapped.

/// The heap's large blocks: runs of pages, first fit.
///
/// Addresses are never short, memory may be: a run that is free has no pages, or pages that wait for the next run there.
@safe
struct HeapRuns {
    private struct Entry {
        /// At the first page of a run: its length, negative while it is free.
        var length: Int32 = 0
        /// The number of the page that is mapped here, and one more; 0 if none is.
        var page: UInt32 = 0
    }

    private let start: UInt
    private let pages: Int
    private var idle = 0

    /// Pages that free runs may keep, lest the buffers that services capture again and again be mapped anew each time.
    private static let mostIdle = 32

    static func tableBytes(for pages: Int) -> Int { pages * MemoryLayout<Entry>.stride }

    init(_ addresses: Range<UInt>) {
        start = addresses.lowerBound
        pages = addresses.count >> pageShift
        if pages > 0 { unsafe Self.table[0].length = Int32(-pages) }
    }

    mutating func allocate(
        _ size: Int, alignment: Int, from memory: inout some HeapMemory & ~Copyable
    ) -> UnsafeMutableRawPointer? {
        // A size that is absurd has no place either.
        guard size <= pages << pageShift, alignment <= Int(pageSize) else { return nil }
        let count = max(1, (size + Int(pageSize) - 1) >> pageShift)
        let table = unsafe Self.table
        var first = 0
        while first < pages {
            mergeFree(from: first)
            let length = Int(unsafe table[first].length)
            if -length >= count {
                guard fill(first..<first + count, from: &memory) else { return nil }
                if -length > count { unsafe table[first + count].length = Int32(length + count) }
                unsafe table[first].length = Int32(count)
                memory.heapUsage.largestBlock = max(memory.heapUsage.largestBlock, count << pageShift)
                return unsafe UnsafeMutableRawPointer(bitPattern: start + UInt(first) << UInt(pageShift))
            }
            first += abs(length)
        }
        return nil
    }

    mutating func release(_ address: UInt, to memory: inout some HeapMemory & ~Copyable) {
        let first = Int((address - start) >> UInt(pageShift))
        let count = Int(unsafe Self.table[first].length)
        unsafe Self.table[first].length = Int32(-count)
        if idle + count <= Self.mostIdle {
            idle += count
            memory.heapUsage.idlePages += count
        } else {
            for page in first..<first + count { unmap(page, to: &memory) }
        }
        if count << pageShift == memory.heapUsage.largestBlock { findLargest(&memory) }
    }

    /// Gives back every page that free runs keep.
    mutating func giveBackIdlePages(to memory: inout some HeapMemory & ~Copyable) {
        var run = 0
        while run < pages, idle > 0 {
            let length = Int(unsafe Self.table[run].length)
            if length < 0 {
                for page in run..<run - length where unsafe Self.table[page].page != 0 {
                    unmap(page, to: &memory)
                    idle -= 1
                    memory.heapUsage.idlePages -= 1
                }
            }
            run += abs(length)
        }
    }

    /// Has every page of a free run mapped. False: there is no memory for it.
    private mutating func fill(_ run: Range<Int>, from memory: inout some HeapMemory & ~Copyable) -> Bool {
        let table = unsafe Self.table
        var kept = 0
        for page in run {
            if unsafe table[page].page != 0 {
                kept += 1
                continue
            }
            guard let number = memory.mapHeapPage(at: start + UInt(page) << UInt(pageShift)) else {
                // What was mapped so far waits with the rest; the heap gives all of it back before it tries again.
                idle += page - run.lowerBound - kept
                memory.heapUsage.idlePages += page - run.lowerBound - kept
                return false
            }
            unsafe table[page].page = UInt32(number + 1)
            memory.heapUsage.pages += 1
        }
        idle -= kept
        memory.heapUsage.idlePages -= kept
        return true
    }

    private func unmap(_ page: Int, to memory: inout some HeapMemory & ~Copyable) {
        memory.unmapHeapPage(Int(unsafe Self.table[page].page) - 1)
        unsafe Self.table[page].page = 0
        memory.heapUsage.pages -= 1
    }

    private func findLargest(_ memory: inout some HeapMemory & ~Copyable) {
        var largest = 0
        var run = 0
        while run < pages {
            let length = Int(unsafe Self.table[run].length)
            largest = max(largest, length)
            run += abs(length)
        }
        memory.heapUsage.largestBlock = largest << pageShift
    }

    /// Joins the free runs that follow each other from `first` on.
    private func mergeFree(from first: Int) {
        let table = unsafe Self.table
        guard unsafe table[first].length < 0 else { return }
        var next = first - Int(unsafe table[first].length)
        while next < pages, unsafe table[next].length < 0 {
            unsafe table[first].length += table[next].length
            next = first - Int(unsafe table[first].length)
        }
    }

    private static var table: UnsafeMutablePointer<Entry> {
        guard let table = unsafe UnsafeMutablePointer<Entry>(bitPattern: ExecutiveLayout.largeHeapTable) else {
            preconditionFailure("the layout has no zero address")
        }
        return unsafe table
    }
}
