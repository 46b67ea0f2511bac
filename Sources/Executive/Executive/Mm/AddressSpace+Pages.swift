import NTABI
import SeL4ABI

// What happens to single pages: they appear when they are touched, are copied when they are shared and written
// to, and are given back.

extension AddressSpace {
    /// Makes the page at `address` present in the tables, for writing if asked, and returns its entry.
    ///
    /// Errors, in this order: `.accessViolation` (nothing committed there, or not for this access), `.guardPageViolation`
    /// (once), `.stackOverflow`, `.noMemory`.
    @inline(__always)
    func presentEntry(at address: UInt, forWriting: Bool) throws(NTStatus) -> PageEntry {
        guard let range = range(at: address) else { throw .accessViolation }
        let page = address >> UInt(pageShift)
        let entry = range.entry(page)
        if entry.frame != 0, !entry.flags.contains(.isGuard),
            entry.access & (forWriting ? PageEntry.writableInPlace : PageEntry.readable) != 0
        {
            return entry
        }
        return try makePresent(range, page, entry, forWriting: forWriting)
    }

    private func makePresent(
        _ range: VirtualRange, _ page: UInt, _ old: PageEntry, forWriting: Bool
    ) throws(NTStatus) -> PageEntry {
        var entry = old
        if !entry.isCommitted {
            entry = effectiveEntry(page, of: range)
            if !entry.isCommitted { throw .accessViolation }
        }
        let access = entry.protection
        guard forWriting ? access.allowsWriting : access.allowsReading else {
            throw .accessViolation
        }
        if access.isGuard {
            try passGuard(range, page)
            entry = range.pages[page]
        }
        if entry.frame == 0 { try fill(&entry, of: range, page) }
        if forWriting, access.copiesOnWrite { try copyOnWrite(&entry) }
        range.pages[page] = entry
        return entry
    }

    /// Gives a page its first frame.
    private func fill(
        _ entry: inout PageEntry, of range: VirtualRange, _ page: UInt
    ) throws(NTStatus) {
        switch range.kind {
        case .memory, .stack, .system:
            entry.frame = try memory.allocateFrame().number
            entry.flags.insert(.isPrivate)
        case .sharedData:
            entry.frame = memory.sharedPage.number
            memory.retain(memory.sharedPage)
        case .view(let segment, let first):
            let place = page - range.firstPage + first
            if segment.isZero(place), entry.protection.copiesOnWrite {
                // Nobody gains from sharing zeros, and the page would be copied as soon as it is written to.
                try charge(1)
                do { entry.frame = try memory.allocateFrame().number } catch {
                    uncharge(1)
                    throw error
                }
                entry.flags.insert(.isPrivate)
                entry.set(entry.protection.afterCopy)
            } else {
                let frame = try segment.frame(place)
                memory.retain(frame)
                entry.frame = frame.number
            }
        case .requester(let source, let address, let length, let isWritable):
            let offset = (page - range.firstPage) << UInt(pageShift)
            guard offset < length else { throw .accessViolation }
            let frame = try source.frame(at: address + offset, forWriting: isWritable)
            memory.retain(frame)
            entry.frame = frame.number
        case .device, .idleView:
            throw .accessViolation
        }
    }

    /// Makes a shared page this page's own before it is written to.
    private func copyOnWrite(_ entry: inout PageEntry) throws(NTStatus) {
        let shared = Frame(number: entry.frame)
        try charge(1)
        let copy: Frame
        do { copy = try memory.allocateFrame() } catch {
            uncharge(1)
            throw error
        }
        memory.copyPage(from: shared, to: copy)
        unmap(&entry)
        memory.release(shared)
        entry.frame = copy.number
        entry.flags.insert(.isPrivate)
        entry.set(entry.protection.afterCopy)
    }

    /// Takes the guard off a page; on a stack, puts it one page lower.
    private func passGuard(_ range: VirtualRange, _ page: UInt) throws(NTStatus) {
        var entry = range.pages[page]
        entry.flags.remove(.isGuard)
        range.pages[page] = entry
        guard case .stack(let teb) = range.kind else { throw .guardPageViolation }
        try memory.write(page << UInt(pageShift), in: self, at: teb + TEBOffset.stackLimit)
        // The lowest page stays out of reach, so that running out of stack is a fault like any other.
        let last = range.firstPage + UInt(UserStack.pagesOfOverflow)
        guard page - 1 > last, (try? charge(1)) != nil else {
            commitOverflowPages(range, below: page)
            throw .stackOverflow
        }
        var next = range.pages[page - 1]
        next.set(PageProtection(rawValue: range.allocationProtection.rawValue | 0x100))
        range.pages[page - 1] = next
    }

    /// The end of a stack: what is left of it but the lowest page, for whoever handles the overflow. Less if memory is out.
    private func commitOverflowPages(_ range: VirtualRange, below page: UInt) {
        var place = page - 1
        while place > range.firstPage, (try? charge(1)) != nil {
            var entry = range.pages[place]
            entry.set(range.allocationProtection)
            range.pages[place] = entry
            place -= 1
        }
    }

    /// Takes a page out of the kernel's tables.
    func unmap(_ entry: inout PageEntry) {
        guard entry.mapping != 0 else { return }
        memory.takeBack(entry.mapping, of: Frame(number: entry.frame))
        entry.mapping = 0
        quota.remove(Cost.mapping)
        entry.flags.remove(.isMappedWritable)
    }

    /// Gives back what the pages hold: mappings, frames, promises. Afterwards they are as if never touched.
    func giveBackPages(of range: VirtualRange, in pages: Range<UInt>) {
        var page = pages.lowerBound
        while let next = range.pages.nextPresent(from: page), next < pages.upperBound {
            var entry = range.pages[next]
            if case .device = range.kind, entry.mapping != 0 {
                memory.hardware.deleteCapability(entry.mapping)
            }
            if entry.frame != 0 {
                unmap(&entry)
                memory.release(Frame(number: entry.frame))
            }
            page = next + 1
        }
        uncharge(chargedPages(of: range, in: pages))
        range.pages.removeAll(in: pages)
    }

    /// How many of the pages are promised: committed private memory, and copies of shared pages.
    func chargedPages(of range: VirtualRange, in pages: Range<UInt>) -> Int {
        switch range.kind {
        case .memory, .stack, .system: committedPages(of: range, in: pages)
        case .view: privatePages(of: range, in: pages)
        case .sharedData, .requester, .idleView, .device: 0
        }
    }

    /// How many of the pages are committed.
    func committedPages(of range: VirtualRange, in pages: Range<UInt>) -> Int {
        var count = 0
        let absent = range.pages.absent.isCommitted
        var page = pages.lowerBound
        while page < pages.upperBound {
            let next = min(range.pages.nextPresent(from: page) ?? pages.upperBound, pages.upperBound)
            if absent { count += Int(next - page) }
            if next < pages.upperBound, range.pages[next].isCommitted { count += 1 }
            page = next + 1
        }
        return count
    }

    private func privatePages(of range: VirtualRange, in pages: Range<UInt>) -> Int {
        var count = 0
        var page = pages.lowerBound
        while let next = range.pages.nextPresent(from: page), next < pages.upperBound {
            if range.pages[next].flags.contains(.isPrivate) { count += 1 }
            page = next + 1
        }
        return count
    }
}

// What faults and the executive's own accesses ask for.
extension AddressSpace {
    /// The frame of the page at `address`, present and, if asked, writable in place.
    func frame(at address: UInt, forWriting: Bool) throws(NTStatus) -> Frame {
        Frame(number: try presentEntry(at: address, forWriting: forWriting).frame)
    }

    /// A page fault of a program: makes the page present and maps it.
    ///
    /// Errors as of `presentEntry`, `.accessViolation` (`isFetch`, and nothing may be executed there), `.quotaExceeded`.
    /// Success means that the access is to be tried again.
    func handleFault(at address: UInt, isWrite: Bool, isFetch: Bool = false) throws(NTStatus) {
        var entry = try presentEntry(at: address, forWriting: isWrite)
        if isFetch && !entry.isExecutable { throw .accessViolation }
        guard let range = range(at: address) else { throw .accessViolation }
        let isWritable = entry.access & PageEntry.writableInPlace != 0
        if entry.mapping != 0, entry.flags.contains(.isMappedWritable) || !isWritable { return }
        let frame = Frame(number: entry.frame)
        if entry.mapping == 0 { try quota.requireRoom(forFault: true) }
        let mapping = entry.mapping != 0 ? entry.mapping : try memory.makeMapping(of: frame)
        do throws(NTStatus) {
            try map(mapping, at: address.pageRoundedDown, isWritable: isWritable, attributes: entry.attributes)
        } catch {
            if entry.mapping == 0 { memory.takeBack(mapping, of: frame) }
            throw error
        }
        if entry.mapping == 0 { quota.add(Cost.mapping) }
        entry.mapping = mapping
        if isWritable { entry.flags.insert(.isMappedWritable) }
        range.pages[address >> UInt(pageShift)] = entry
    }
}

extension AddressSpace {
    /// Maps a page, and counts the tables that takes.
    func map(_ mapping: UInt32, at address: UInt, isWritable: Bool, attributes: VMAttributes) throws(NTStatus) {
        let before = tree.tables.count
        defer { quota.add((tree.tables.count - before) * Cost.table) }
        try memory.hardware.map(mapping, in: &tree, at: address, isWritable: isWritable, attributes: attributes)
    }
}

extension PageEntry {
    /// The bits of `access` that allow reading.
    static var readable: UInt8 { 0xFE }
    /// The bits of `access` that allow writing without a copy being made first.
    static var writableInPlace: UInt8 { 0x44 }

    /// The bits of `access` that allow execution.
    private static var executable: UInt8 { 0xF0 }
    var isExecutable: Bool { access & Self.executable != 0 }

    /// How the page is cached, and whether the processor may execute what is in it.
    var attributes: VMAttributes {
        let execution: VMAttributes = isExecutable ? .none : .executeNever
        if flags.contains(.isUncached) { return execution | .uncacheable }
        return execution | (flags.contains(.isWriteCombined) ? .writeCombining : .writeBack)
    }
}

/// The TEB fields that memory management keeps.
enum TEBOffset {
    static let stackLimit: UInt = 0x10
}
