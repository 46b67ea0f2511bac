import NTABI
import SeL4ABI

/// How a section is to be mapped.
struct ViewRequest {
    /// Where; nil: the image's own base, or any place.
    var base: UInt?
    /// The last address a chosen place may reach.
    var limit = AddressSpace.highest
    /// Where in the section the view starts, a multiple of 64 KB.
    var offset: UInt = 0
    /// In bytes; 0: up to the section's end.
    var size: UInt = 0
    /// How much of a reserved section is to be committed.
    var commit: UInt = 0
    var protection = PageProtection.readWrite
    var topDown = false
    /// Copies of the process have the view too.
    var isShared = true

    init() {}

    /// At this place and no other.
    init(fixed base: UInt) { self.base = base }
}

/// Where a section was mapped.
struct MappedView {
    let base: UInt
    let size: UInt
    /// `.success`, or `.imageNotAtBase` for an image that must be relocated.
    let status: NTStatus
}

extension AddressSpace {
    /// Maps a section.
    ///
    /// Errors, in this order: `.invalidViewSize` (beyond the section), `.sectionProtection` (more than the section allows),
    /// `.conflictingAddresses` (the place is taken, or an image cannot be elsewhere), `.noMemory`, `.commitmentLimit`.
    func mapView(
        of section: Section, _ request: ViewRequest
    ) throws(NTStatus) -> MappedView {
        if let image = section.segment as? ImageSegment { return try mapImage(image, request) }
        let segment = section.segment
        guard request.offset < section.size, request.size <= section.size - request.offset else {
            throw .invalidViewSize
        }
        let size = request.size == 0 ? section.size - request.offset : request.size.pageRoundedUp
        guard section.protection.permits(request.protection) else { throw .sectionProtection }
        let base = try place(size, request)
        let first = request.offset >> UInt(pageShift)
        if request.commit > 0, section.attributes.contains(.reserve) {
            try segment.commit(first..<first + min(request.commit, size).pageCount)
        }
        insert(
            VirtualRange(
                base: base, size: size, kind: .view(segment, firstPage: first),
                protection: request.protection, isShared: request.isShared, pages: PageMap(absent: PageEntry())))
        return MappedView(base: base, size: size, status: .success)
    }

    private func mapImage(
        _ image: ImageSegment, _ request: ViewRequest
    ) throws(NTStatus) -> MappedView {
        let information = image.information
        let preferred = information.preferredBase
        var wanted = request
        if wanted.base == nil, preferred >= Self.lowest,
            preferred <= request.limit, isFree(preferred, information.size),
            preferred + information.size <= Self.highest
        {
            wanted.base = preferred
        }
        let base = try place(information.size, wanted)
        guard base == preferred || !information.isFixed else { throw .conflictingAddresses }
        insert(
            VirtualRange(
                base: base, size: information.size, kind: .view(image, firstPage: 0),
                protection: .executeWriteCopy, isShared: request.isShared, pages: PageMap(absent: PageEntry())))
        return MappedView(
            base: base, size: information.size,
            status: base == preferred ? .success : .imageNotAtBase)
    }

    private func place(_ size: UInt, _ request: ViewRequest) throws(NTStatus) -> UInt {
        try requireRoom()
        guard let base = request.base else {
            return try findPlace(size: size, limit: request.limit, topDown: request.topDown)
        }
        guard base >= Self.lowest, base <= Self.highest, size <= Self.highest - base,
            isFree(base, size)
        else { throw .conflictingAddresses }
        return base
    }

    /// NtUnmapViewOfSection: `address` lies anywhere in the view. `.notMappedView`.
    func unmapView(at address: UInt) throws(NTStatus) {
        guard let range = range(at: address), case .view = range.kind else {
            throw .notMappedView
        }
        remove(range)
    }
}

// Views that drivers have of other memory.
extension AddressSpace {
    /// A window on a requester's buffer: its pages appear here as they are touched, first made present there. The result
    /// is the buffer's address here, at the same offset in its page.
    ///
    /// Errors: `.accessViolation` (not in user space), `.noMemory`. A bad page of the buffer is a fault of the driver's
    /// when it gets there, as a bad address of its own would be.
    func mapIRPView(
        of source: AddressSpace, _ buffer: UserBuffer, isWritable: Bool
    ) throws(NTStatus) -> UInt {
        guard buffer.length > 0, buffer.address <= Self.highest,
            UInt(buffer.length) <= Self.highest - buffer.address
        else { throw .accessViolation }
        let start = buffer.address.pageRoundedDown
        let length = (buffer.address + UInt(buffer.length)).pageRoundedUp - start
        let kind = VirtualRange.Kind.requester(source, address: start, length: length, isWritable: isWritable)
        let protection: PageProtection = isWritable ? .readWrite : .readOnly
        if length <= Self.viewSize, let idle = idleViews.popLast() {
            idle.show(kind, protection)
            return idle.base + (buffer.address - start)
        }
        try requireRoom()
        let size = max(length, Self.viewSize)
        let base = try findPlace(size: size)
        insert(
            VirtualRange(
                base: base, size: size, kind: kind, protection: protection,
                pages: PageMap(absent: PageEntry(protection))))
        return base + (buffer.address - start)
    }

    /// Views are at least as large as this, though they may show less, so that one can be used again for another request.
    private static let viewSize: UInt = 2 * allocationGranularity
    private static let idleViewLimit = 8

    /// Ends a view made by `mapIRPView`; `address` lies anywhere in it.
    func unmapIRPView(at address: UInt) {
        guard let range = range(at: address), case .requester = range.kind else { return }
        guard range.size == Self.viewSize, idleViews.count < Self.idleViewLimit else { return remove(range) }
        if !range.pages.isEmpty { giveBackPages(of: range, in: range.pageRange) }
        range.show(.idleView, .noAccess)
        idleViews.append(range)
    }
}
