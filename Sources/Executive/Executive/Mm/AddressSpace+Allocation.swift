import NTABI

/// MEM_*: what an allocation is to do.
struct AllocationType: OptionSet {
    let rawValue: UInt32
    static let commit = AllocationType(rawValue: 0x1000)
    static let reserve = AllocationType(rawValue: 0x2000)
    static let decommit = AllocationType(rawValue: 0x4000)
    static let release = AllocationType(rawValue: 0x8000)
    static let reset = AllocationType(rawValue: 0x8_0000)
    static let topDown = AllocationType(rawValue: 0x10_0000)
}

extension AddressSpace {
    /// Reserves, commits, or both. A place is chosen if none is given; then committing implies reserving.
    /// `base` and `size` are rounded outwards, as the result says.
    ///
    /// Errors, in this order: `.quotaExceeded`, `.insufficientResources`, `.noMemory` (no room), `.conflictingAddresses` (reserving what is reserved, committing what
    /// is not, or what is not private memory), `.pagefileQuotaExceeded`, `.commitmentLimit`.
    func allocate(
        at base: UInt?, size: UInt, type: AllocationType, protection: PageProtection,
        limit: UInt = AddressSpace.highest
    ) throws(NTStatus) -> (base: UInt, size: UInt) {
        try requireRoom()
        guard type.contains(.reserve) || base == nil else {
            guard let base else { throw .conflictingAddresses }
            let start = base.pageRoundedDown
            let end = (base + size).pageRoundedUp
            try commit(start..<end, protection)
            return (start, end - start)
        }
        let start: UInt
        let end: UInt
        if let base {
            start = base.allocationRoundedDown
            end = (base + size).pageRoundedUp
            guard start >= Self.lowest, isFree(start, end - start) else {
                throw .conflictingAddresses
            }
        } else {
            let length = size.pageRoundedUp
            start = try findPlace(
                size: length, limit: limit, topDown: type.contains(.topDown))
            end = start + length
        }
        let isCommitted = type.contains(.commit)
        if isCommitted { try charge(Int((end - start) >> UInt(pageShift))) }
        insert(
            VirtualRange(
                base: start, size: end - start, kind: .memory, protection: protection,
                pages: PageMap(absent: isCommitted ? PageEntry(protection) : PageEntry())))
        return (start, end - start)
    }

    /// Commits pages of one range; those that are committed already get the protection.
    private func commit(
        _ addresses: Range<UInt>, _ protection: PageProtection
    ) throws(NTStatus) {
        guard let range = range(at: addresses.lowerBound), addresses.upperBound <= range.end else {
            throw .conflictingAddresses
        }
        let pages = addresses.pages
        if case .view(let segment, let first) = range.kind, !(segment is ImageSegment) {
            return try segment.commit(
                pages.lowerBound - range.firstPage + first..<pages.upperBound - range.firstPage + first)
        }
        guard range.isPrivateMemory else { throw .conflictingAddresses }
        try charge(pages.count - committedPages(of: range, in: pages))
        if pages == range.pageRange, !range.pages.absent.isCommitted,
            range.pages.nextPresent(from: pages.lowerBound) == nil
        {
            range.pages = PageMap(absent: PageEntry(protection))
            return
        }
        for page in pages { setProtection(protection, of: page, in: range) }
    }

    /// NtFreeVirtualMemory: decommits or releases. Size 0 means a whole allocation.
    ///
    /// Errors, in this order: `.memoryNotAllocated` (nothing there), `.unableToDeleteSection` (a view),
    /// `.unableToFreeVM` (system pages, or more than one range), `.freeVMNotAtBase`.
    func free(
        at base: UInt, size: UInt, type: AllocationType
    ) throws(NTStatus) -> (base: UInt, size: UInt) {
        guard let range = range(at: base) else { throw .memoryNotAllocated }
        if case .view = range.kind { throw .unableToDeleteSection }
        guard range.isPrivateMemory else { throw .unableToFreeVM }
        var start = base.pageRoundedDown
        var end = (base + size).pageRoundedUp
        if size == 0 {
            guard start == range.base else { throw .freeVMNotAtBase }
            (start, end) = (range.base, range.end)
        }
        guard end <= range.end else { throw .unableToFreeVM }
        if type == .release {
            cut(start, end, outOf: range)
        } else {
            decommit(range, (start..<end).pages)
        }
        return (start, end - start)
    }

    private func decommit(_ range: VirtualRange, _ pages: Range<UInt>) {
        giveBackPages(of: range, in: pages)
        guard range.pages.absent.isCommitted else { return }
        if pages == range.pageRange {
            range.pages = PageMap(absent: PageEntry())
        } else {
            for page in pages { range.pages[page] = PageEntry() }
        }
    }

    /// Committed read/write pages that programs cannot free or protect: PEB and TEB.
    func allocateSystemPages(at base: UInt, size: UInt) throws(NTStatus) {
        guard isFree(base, size) else { throw .conflictingAddresses }
        try charge(Int(size >> UInt(pageShift)))
        insertSystemPages(at: base, size: size, PageMap(absent: PageEntry(.readWrite)))
    }

    /// The same for pages that are committed piece by piece, by `commitSystemPages`.
    func reserveSystemPages(at base: UInt, size: UInt) throws(NTStatus) {
        guard isFree(base, size) else { throw .conflictingAddresses }
        insertSystemPages(at: base, size: size, PageMap(absent: PageEntry()))
    }

    private func insertSystemPages(at base: UInt, size: UInt, _ pages: consuming PageMap) {
        insert(VirtualRange(base: base, size: size, kind: .system, protection: .readWrite, pages: pages))
    }

    /// Commits reserved system pages, none of which is committed.
    func commitSystemPages(_ addresses: Range<UInt>) throws(NTStatus) {
        guard let range = range(at: addresses.lowerBound), case .system = range.kind, addresses.upperBound <= range.end
        else { throw .conflictingAddresses }
        try charge(addresses.pages.count)
        for page in addresses.pages { range.pages[page] = PageEntry(.readWrite) }
    }

    /// Frees what `allocateSystemPages` made at this address.
    func freeSystemPages(at base: UInt) {
        guard let range = range(at: base), case .system = range.kind, range.base == base else {
            return
        }
        remove(range)
    }
}

extension Range<UInt> {
    /// The pages of page-aligned addresses.
    var pages: Range<UInt> { lowerBound >> UInt(pageShift)..<upperBound >> UInt(pageShift) }
}
