import NTABI

/// What the views of a section share: its pages, each made when it is first needed.
///
/// Sections and views hold references; with the last one the pages go back.
class Segment {
    let memory: MemoryManager
    /// In bytes, as asked for.
    let size: UInt
    var pageCount: UInt { size.pageRoundedUp >> UInt(pageShift) }

    init(_ memory: MemoryManager, size: UInt) {
        self.memory = memory
        self.size = size
    }

    /// The frame of one page, less than `pageCount`. The segment keeps its own reference.
    func frame(_ page: UInt) throws(NTStatus) -> Frame {
        preconditionFailure("every kind of segment has frames")
    }

    /// The protection that a page begins with in a view that was made for `wanted`; nil while it is not committed.
    func protection(of page: UInt, inViewFor wanted: PageProtection) -> PageProtection? { wanted }

    /// Whether the page reads as zeros, and each process has its own.
    func isZero(_ page: UInt) -> Bool { false }

    /// Commits pages of a segment that was only reserved.
    func commit(_ pages: Range<UInt>) throws(NTStatus) { throw .conflictingAddresses }
}

/// Memory that processes share: what NT backs by its page file.
final class AnonymousSegment: Segment {
    private var pages: PageMap
    private var charged: Int
    private let quota: Quota

    /// `isReserved`: the pages are committed later, through a view. They count for whoever makes the section, as long as it
    /// lives. `.sectionTooBig`, `.pagefileQuotaExceeded`, `.commitmentLimit`.
    static func make(
        _ memory: MemoryManager, size: UInt, isReserved: Bool, quota: Quota = Quota()
    ) throws(NTStatus) -> AnonymousSegment {
        guard size <= AddressSpace.highest else { throw .sectionTooBig }
        let pages = isReserved ? 0 : Int(size.pageRoundedUp >> UInt(pageShift))
        try memory.charge(pages, for: quota)
        return AnonymousSegment(memory, size: size, isReserved: isReserved, charged: pages, quota)
    }

    private init(_ memory: MemoryManager, size: UInt, isReserved: Bool, charged: Int, _ quota: Quota) {
        self.quota = quota
        self.charged = charged
        pages = PageMap(absent: isReserved ? PageEntry() : PageEntry(.readWrite))
        super.init(memory, size: size)
    }

    deinit {
        var page: UInt = 0
        while let next = pages.nextPresent(from: page) {
            let entry = pages[next]
            if entry.frame != 0 { memory.release(Frame(number: entry.frame)) }
            page = next + 1
        }
        memory.uncharge(charged)
        quota.uncharge(pages: charged)
    }

    override func frame(_ page: UInt) throws(NTStatus) -> Frame {
        var entry = pages[page]
        if entry.frame == 0 {
            entry.frame = try memory.allocateFrame().number
            pages[page] = entry
        }
        return Frame(number: entry.frame)
    }

    override func protection(of page: UInt, inViewFor wanted: PageProtection) -> PageProtection? {
        pages[page].isCommitted ? wanted : nil
    }

    override func commit(_ range: Range<UInt>) throws(NTStatus) {
        let missing = range.reduce(0) { $0 + (pages[$1].isCommitted ? 0 : 1) }
        try memory.charge(missing, for: quota)
        charged += missing
        for page in range where !pages[page].isCommitted { pages[page] = PageEntry(.readWrite) }
    }
}

/// A file of the boot archive, where it lies.
struct ArchiveData: Equatable {
    /// The executive's address, a multiple of the page size.
    let address: UInt
    /// In bytes; the rest of the last page is zeros.
    let size: UInt
}

/// A file of the boot archive as data: its own pages, read-only or copied on write.
final class FileSegment: Segment {
    private let data: ArchiveData

    init(_ memory: MemoryManager, _ data: ArchiveData, size: UInt) {
        self.data = data
        super.init(memory, size: size)
    }

    override func frame(_ page: UInt) throws(NTStatus) -> Frame {
        Frame(holding: data.address + page << UInt(pageShift))
    }
}
