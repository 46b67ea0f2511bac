import NTABI

/// One reserved range of an address space: NT's virtual address descriptor.
final class VirtualRange {
    /// First byte, a multiple of the page size.
    private(set) var base: UInt
    /// In bytes, a multiple of the page size.
    private(set) var size: UInt
    private(set) var kind: Kind
    /// The protection asked for when the range was made.
    private(set) var allocationProtection: PageProtection
    /// A view that copies of the process have too: ViewShare.
    let isShared: Bool
    /// By absolute page number; what it says beyond the range means nothing.
    var pages: PageMap

    enum Kind {
        /// Private memory.
        case memory
        /// A thread's stack: its guard page moves down, and the TEB at this address tells how far.
        case stack(teb: UInt)
        /// PEB and TEB: programs cannot free or protect it, because the kernel uses a page of each TEB.
        case system
        /// KUSER_SHARED_DATA.
        case sharedData
        /// Pages of a section, from this page of it on.
        case view(Segment, firstPage: UInt)
        /// Pages of another process, for the time of a request: a driver's view of its requester's buffer, of `length` bytes.
        case requester(AddressSpace, address: UInt, length: UInt, isWritable: Bool)
        /// Such a view after the request, kept for the next one: nothing is in it.
        case idleView
        /// Device memory.
        case device
    }

    init(
        base: UInt, size: UInt, kind: Kind, protection: PageProtection, isShared: Bool = true,
        pages: consuming PageMap
    ) {
        self.base = base
        self.size = size
        self.kind = kind
        allocationProtection = protection
        self.isShared = isShared
        self.pages = pages
    }

    var end: UInt { base + size }
    var firstPage: UInt { base >> UInt(pageShift) }
    var pageRange: Range<UInt> { base >> UInt(pageShift)..<end >> UInt(pageShift) }

    @inline(__always) func contains(_ address: UInt) -> Bool { address &- base < size }

    /// What is known of a page.
    @inline(never) func entry(_ page: UInt) -> PageEntry { pages.entry(page) }

    /// Whether programs may free, decommit and commit in it.
    var isPrivateMemory: Bool {
        switch kind {
        case .memory, .stack: true
        case .system, .sharedData, .view, .requester, .idleView, .device: false
        }
    }

    /// Cuts off everything from `address` on into a range of its own.
    func split(at address: UInt) -> VirtualRange {
        let upper = VirtualRange(
            base: address, size: end - address, kind: kind, protection: allocationProtection,
            pages: pages.split(at: address >> UInt(pageShift)))
        size = address - base
        return upper
    }

    /// Makes it show other memory, or none; it has no pages now.
    func show(_ kind: Kind, _ protection: PageProtection) {
        self.kind = kind
        allocationProtection = protection
        pages.setAbsent(PageEntry(protection))
    }

    /// Makes private memory the stack of a thread, or what was one private memory again.
    func serve(as kind: Kind) {
        precondition(isPrivateMemory, "only private memory is a stack")
        self.kind = kind
    }

    /// Gives up everything below `address`.
    func dropFront(to address: UInt) {
        size = end - address
        base = address
    }

    /// Gives up everything from `address` on.
    func dropBack(from address: UInt) { size = address - base }
}
