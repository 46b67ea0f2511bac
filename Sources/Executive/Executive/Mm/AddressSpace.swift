import NTABI
import SeL4
import SeL4ABI

/// The memory of one process: its reserved ranges, and what the kernel maps of them.
///
/// The ranges are the truth, the kernel's tables a cache of it that is filled by faults. So the executive reads and
/// writes a program's memory through the ranges alone, and memory that nobody touches costs no call to the kernel.
final class AddressSpace {
    let memory: MemoryManager
    /// What its process may take.
    let quota: Quota
    var tree: TranslationTree
    /// By ascending address; no two overlap.
    private(set) var ranges: [VirtualRange] = []
    /// Views of requesters' memory that the next request may have; they are among the ranges.
    var idleViews: [VirtualRange] = []
    /// Where the last search ended: the next one is mostly for the same range.
    private var lastFound = 0
    /// No place of one allocation's size is free below, so that a search need not look there.
    private var firstGap: UInt = lowest
    /// Bytes in all ranges, and the most that ever were.
    private(set) var virtualSize: UInt = 0
    private(set) var peakVirtualSize: UInt = 0

    var root: PML4 { tree.root }

    /// An address space with nothing in it but KUSER_SHARED_DATA. `tree` is empty, from `MemoryHardware.makeSpace`.
    init(_ memory: MemoryManager, _ tree: TranslationTree, quota: Quota = Quota()) {
        self.memory = memory
        self.quota = quota
        self.tree = tree
        quota.add(Cost.addressSpace)
        var pages = PageMap(absent: PageEntry())
        pages[Self.sharedDataAddress >> UInt(pageShift)] = PageEntry(.readOnly)
        insert(
            VirtualRange(
                base: Self.sharedDataAddress, size: allocationGranularity, kind: .sharedData,
                protection: .readOnly, pages: pages))
    }

    /// Gives everything back. No thread of the process runs any more, and nobody resolves addresses in it again.
    func tearDown() {
        idleViews = []
        while let range = ranges.last { remove(range) }
        quota.remove(Cost.addressSpace + tree.tables.count * Cost.table)
        memory.hardware.recycle(tree)
        tree = TranslationTree(root: PML4(.null))
    }
}

// What the process may take.
extension AddressSpace {
    /// Whether something more may be made for the process. `.quotaExceeded`, `.insufficientResources`.
    func requireRoom() throws(NTStatus) {
        try quota.requireRoom()
        try memory.requireHeadroom()
    }

    /// Promises pages. `.pagefileQuotaExceeded`, `.commitmentLimit`.
    func charge(_ pages: Int) throws(NTStatus) { try memory.charge(pages, for: quota) }

    func uncharge(_ pages: Int) {
        quota.uncharge(pages: pages)
        memory.uncharge(pages)
    }
}

// Finding and placing ranges.
extension AddressSpace {
    /// The range that holds `address`.
    @inline(__always)
    func range(at address: UInt) -> VirtualRange? {
        if lastFound < ranges.count, ranges[lastFound].contains(address) {
            return ranges[lastFound]
        }
        let index = firstIndex(endingAbove: address)
        guard index < ranges.count, ranges[index].contains(address) else { return nil }
        lastFound = index
        return ranges[index]
    }

    /// The first range that ends above `address`: it holds it or follows it.
    func firstIndex(endingAbove address: UInt) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].end <= address { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The range that follows `address`, or nil.
    func range(above address: UInt) -> VirtualRange? {
        let index = firstIndex(endingAbove: address)
        return index < ranges.count ? ranges[index] : nil
    }

    /// Whether nothing is reserved between the two addresses.
    func isFree(_ base: UInt, _ size: UInt) -> Bool {
        guard let next = range(above: base) else { return true }
        return next.base >= base + size
    }

    /// A free place of `size` bytes, aligned for allocations, whose last byte is at most `limit`. `.noMemory`.
    func findPlace(
        size: UInt, limit: UInt = AddressSpace.highest, topDown: Bool = false
    ) throws(NTStatus) -> UInt {
        for window in Self.placement {
            let end = min(window.upperBound, limit == UInt.max ? limit : limit + 1)
            guard window.lowerBound < end, size <= end - window.lowerBound else { continue }
            if let place = topDown
                ? highestPlace(size, window.lowerBound, end)
                : lowestPlace(size, window.lowerBound, end)
            {
                return place
            }
        }
        throw .noMemory
    }

    private func lowestPlace(_ size: UInt, _ start: UInt, _ end: UInt) -> UInt? {
        var candidate = max(start, firstGap)
        var index = firstIndex(endingAbove: candidate)
        while candidate <= end - size {
            if index == ranges.count || ranges[index].base >= candidate && ranges[index].base - candidate >= size {
                if size <= allocationGranularity { firstGap = candidate }
                return candidate
            }
            candidate = ranges[index].end.allocationRoundedUp
            index += 1
        }
        return nil
    }

    private func highestPlace(_ size: UInt, _ start: UInt, _ end: UInt) -> UInt? {
        var ceiling = end
        var index = firstIndex(endingAbove: end - 1)
        if index < ranges.count, ranges[index].base < ceiling { ceiling = ranges[index].base }
        while ceiling >= start + size {
            let candidate = (ceiling - size).allocationRoundedDown
            let floor = index > 0 ? ranges[index - 1].end : start
            if candidate >= max(floor, start) { return candidate }
            guard index > 0 else { return nil }
            index -= 1
            ceiling = ranges[index].base
        }
        return nil
    }

    func insert(_ range: VirtualRange) {
        let index = firstIndex(endingAbove: range.base)
        ranges.insert(range, at: index)
        quota.add(Cost.range)
        lastFound = index
        virtualSize += range.size
        peakVirtualSize = max(peakVirtualSize, virtualSize)
    }

    /// Gives back all pages of a range and forgets it.
    func remove(_ range: VirtualRange) {
        giveBackPages(of: range, in: range.pageRange)
        forget(range)
    }

    /// Forgets a range whose pages were given back.
    private func forget(_ range: VirtualRange) {
        ranges.remove(at: firstIndex(endingAbove: range.base))
        firstGap = min(firstGap, range.base.allocationRoundedDown)
        quota.remove(Cost.range)
        lastFound = 0
        virtualSize -= range.size
    }

    /// Takes `base..<end` out of a range of private memory, which may leave none, one or two of it.
    func cut(_ base: UInt, _ end: UInt, outOf range: VirtualRange) {
        giveBackPages(of: range, in: base >> UInt(pageShift)..<end >> UInt(pageShift))
        if base == range.base, end == range.end { return forget(range) }
        virtualSize -= end - base
        firstGap = min(firstGap, base.allocationRoundedDown)
        if base == range.base {
            range.dropFront(to: end)
        } else if end == range.end {
            range.dropBack(from: base)
        } else {
            let upper = range.split(at: end)
            range.dropBack(from: base)
            ranges.insert(upper, at: firstIndex(endingAbove: base))
            quota.add(Cost.range)
        }
        lastFound = 0
    }
}

extension UInt {
    var allocationRoundedDown: UInt { self & ~(allocationGranularity - 1) }
    var allocationRoundedUp: UInt {
        (self &+ (allocationGranularity - 1)) & ~(allocationGranularity - 1)
    }
}
