// Unsafe in one way: a page of the heap is named by its address, which is that of a frame of the pool, mapped while it is
// in use.

import NTABI
public import SeL4
import SeL4ABI

/// What the executive makes everything of: capability slots and pages of memory, and its own address space.
///
/// The heap grows from here, so nothing here may use the heap: no arrays, no classes. What describes slots and pages is
/// made for all of them at the start, so that whatever is taken later can come back to the last page.
public struct KernelResources: ~Copyable {
    public private(set) var supply: KernelSupply
    private(set) var pages: PagePool
    private var slots: SlotTable
    /// What the heap says of itself.
    public var heapUsage = HeapUsage()

    public var boot: BootInfo { supply.boot }
    /// The capability space's root, by which slots are named at full depth.
    public var root: CNode { supply.root }

    /// Takes over what the kernel describes.
    public static func takeOver(_ boot: BootInfo) throws(KernelMismatch) -> KernelResources {
        var supply = try KernelSupply.takeOver(boot)
        // The first two slots hold the root.
        let slots = boot.emptySlots.dropFirst(2)
        let count = supply.countPages(using: CapabilityPointer(slots.lowerBound))
        var pages = PagePool(count: min(count, supply.plan.pages))
        do {
            let tables: [2 of (UInt, Int)] = [
                (ExecutiveLayout.pageTable, PagePool.tableBytes(for: pages.count)),
                (ExecutiveLayout.slotTable, SlotTable.tableBytes(supply.plan, slots)),
            ]
            for index in tables.indices {
                for offset in stride(from: 0, to: UInt(tables[index].1), by: Int(pageSize)) {
                    _ = try pages.makeOwn(at: tables[index].0 + offset, &supply)
                }
            }
            let spans: [3 of (UInt, UInt)] = [
                (ExecutiveLayout.window, UInt(pages.count) * pageSize),
                (ExecutiveLayout.largeHeap, largeHeap(pages.count)),
                (ExecutiveLayout.stacks, UInt(stackPages(pages.count)) * pageSize),
            ]
            for index in spans.indices {
                for offset in stride(from: 0, to: spans[index].1, by: 512 * Int(pageSize)) {
                    try pages.addOwnTable(.pageTable, at: spans[index].0 + offset, &supply)
                }
            }
        } catch { throw .noRoom }
        let table = SlotTable(supply.plan, slots)
        var resources = KernelResources(supply: supply, pages: pages, slots: table)
        guard resources.makeHeapTable() else { throw .noRoom }
        return resources
    }

    private init(supply: consuming KernelSupply, pages: PagePool, slots: SlotTable) {
        self.supply = supply
        self.pages = pages
        self.slots = slots
    }

    /// Bytes of addresses for large blocks, when there are so many pages.
    private static func largeHeap(_ pages: Int) -> UInt {
        min(UInt(pages / 2) * pageSize, ExecutiveLayout.largeHeapEnd - ExecutiveLayout.largeHeap)
    }

    /// Pages of addresses for stacks: of more threads than quotas allow.
    private static func stackPages(_ pages: Int) -> Int { min(pages / 2 + 128, 1 << 17) }

    private mutating func makeHeapTable() -> Bool {
        let bytes = UInt(Heap.tableBytes(for: Int(Self.largeHeap(pages.count) >> UInt(pageShift))))
        for offset in stride(from: 0, to: bytes, by: Int(pageSize)) {
            guard (try? makeOwnPage(at: ExecutiveLayout.largeHeapTable + offset)) != nil else { return false }
        }
        return true
    }
}

// Slots.
extension KernelResources {
    /// One empty slot. `.insufficientResources` when there is no memory for more.
    public mutating func takeSlot() throws(NTStatus) -> CapabilityPointer {
        try slots.take(&supply, &pages)
    }

    /// Takes back an empty slot.
    public mutating func giveBack(emptySlot slot: CapabilityPointer) { slots.giveBack(slot, &supply, &pages) }

    /// Slots that were handed out and did not come back; frames' second capabilities that are mapped count as such.
    var slotsInUse: Int { slots.inUse + pages.mappings }

    /// A copy of a capability in the root CNode itself, in one of 64 places; the capability itself if the place is taken.
    /// The copy goes when its object does.
    func quickCopy(of capability: CapabilityPointer, at place: Word) -> CapabilityPointer {
        let slot = supply.plan.firstQuick + place
        guard place < CapabilityPlan.quickSlots,
            (try? root.copy(capability, to: CapabilityPointer(slot), depth: supply.plan.entryDepth)) != nil
        else { return capability }
        return CapabilityPointer(slot << supply.plan.shift)
    }
}

// Pages.
extension KernelResources {
    /// Pages that nobody uses, or that only wait to be used again.
    var freePages: Int { pages.free + slots.idlePages + heapUsage.idlePages }

    /// Frames that are not the heap's.
    var programFrames: Int { pages.framesInUse - heapUsage.smallPages }

    /// Bytes that the heap can still take, when so many pages are promised to programs.
    func heapHeadroom(promised: Int) -> Int {
        let left = pages.free + heapUsage.idlePages - max(0, promised - programFrames)
        return left << pageShift - 2 * heapUsage.largestBlock
    }

    /// A page to make kernel objects of. `.noMemory`.
    mutating func takePage() throws(NTStatus) -> Int { try pages.take(from: &supply) }

    /// Ends what was made of a page, and takes it back.
    mutating func giveBack(page: Int) { pages.giveBack(page, to: &supply) }

    /// Makes one object that lives as long as the system, of a page of its own.
    public mutating func makeForEver(_ type: SeL4ABI.ObjectType) throws(NTStatus) -> CapabilityPointer {
        try supply.retype(type, page: try takePage())
    }

    /// A frame of zeros with one reference. `.noMemory`, also when only the executive's last pages are left.
    mutating func allocateFrame() throws(NTStatus) -> Frame {
        guard pages.free > Self.ownReserve else { throw .noMemory }
        return try pages.allocate(from: &supply)
    }

    /// Pages that never become a program's memory.
    private static let ownReserve = 16

    mutating func release(_ frame: Frame) { pages.release(frame) }

    mutating func takeMapping(of frame: Frame) throws(NTStatus) -> Bool {
        try pages.takeMapping(of: frame, from: &supply)
    }
    mutating func returnMapping(of frame: Frame) { pages.returnMapping(of: frame) }

    /// Makes a page of zeros at an address of the executive; returns its number.
    public mutating func makeOwnPage(at address: UInt) throws(NTStatus) -> Int {
        try pages.makeOwn(at: address, &supply)
    }

    /// The frame of such a page.
    public func frame(ofOwnPage page: Int) -> Page { Page(supply.plan.slot(.object, of: page)) }

    /// Maps a frame into the executive, with whatever tables it takes.
    mutating func mapOwn(_ page: Page, at address: UInt, attributes: VMAttributes) throws(NTStatus) {
        try pages.mapOwn(page, at: address, attributes: attributes, &supply)
    }

    /// How many stacks of so many pages have addresses.
    func stackLimit(of size: Int) -> Int { Self.stackPages(pages.count) / size }
}

// The executive's own address space. Its tables stay.
extension PagePool {
    fileprivate mutating func makeOwn(at address: UInt, _ supply: inout KernelSupply) throws(NTStatus) -> Int {
        let page = try take(from: &supply)
        do throws(NTStatus) {
            let frame = Page(try supply.retype(.page, page: page))
            try mapOwn(frame, at: address, attributes: .writeBack, &supply)
        } catch {
            giveBack(page, to: &supply)
            throw error
        }
        return page
    }

    fileprivate mutating func mapOwn(
        _ page: Page, at address: UInt, attributes: VMAttributes, _ supply: inout KernelSupply
    ) throws(NTStatus) {
        while true {
            do {
                return try page.map(in: supply.ownSpace, at: address, rights: .all, attributes: attributes)
            } catch {
                guard let bits = error.missingTranslationBits, let level = TranslationLevel(bitsLeft: bits) else {
                    throw .insufficientResources
                }
                try addOwnTable(level, at: address, &supply)
            }
        }
    }

    fileprivate mutating func addOwnTable(
        _ level: TranslationLevel, at address: UInt, _ supply: inout KernelSupply
    ) throws(NTStatus) {
        let page = try take(from: &supply)
        let table = TranslationTable(try supply.retype(level.objectType, page: page))
        while true {
            do { return try table.map(level, in: supply.ownSpace, at: address) } catch {
                guard let bits = error.missingTranslationBits, let above = TranslationLevel(bitsLeft: bits) else {
                    giveBack(page, to: &supply)
                    throw .insufficientResources
                }
                try addOwnTable(above, at: address, &supply)
            }
        }
    }
}

extension KernelResources: HeapMemory {
    public var largeHeap: Range<UInt> {
        ExecutiveLayout.largeHeap..<ExecutiveLayout.largeHeap + Self.largeHeap(pages.count)
    }

    public mutating func takeHeapPage() -> UnsafeMutableRawPointer? {
        unsafe (try? pages.allocate(clearing: false, from: &supply))?.contents
    }

    public mutating func giveBack(heapPage page: UnsafeMutableRawPointer) {
        pages.release(Frame(holding: UInt(bitPattern: page)))
    }

    public mutating func mapHeapPage(at address: UInt) -> Int? { try? makeOwnPage(at: address) }
    public mutating func unmapHeapPage(_ number: Int) { giveBack(page: number) }
}
