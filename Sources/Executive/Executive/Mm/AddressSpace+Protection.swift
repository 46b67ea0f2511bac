import NTABI

extension AddressSpace {
    /// NtProtectVirtualMemory. Returns the rounded range and the first page's old protection.
    ///
    /// Errors, in this order: `.conflictingAddresses` (not within one range), `.invalidPageProtection` (system pages, or
    /// copy-on-write for private memory), `.sectionProtection` (more than the view may), `.notCommitted`.
    func protect(
        at base: UInt, size: UInt, to protection: PageProtection
    ) throws(NTStatus) -> (base: UInt, size: UInt, old: PageProtection) {
        try requireRoom()
        let start = base.pageRoundedDown
        let end = (base + size).pageRoundedUp
        guard let range = range(at: start), end <= range.end else { throw .conflictingAddresses }
        let wanted = try check(protection, for: range)
        let pages = (start..<end).pages
        for page in pages where !effectiveEntry(page, of: range).isCommitted {
            throw .notCommitted
        }
        let old = effectiveEntry(pages.lowerBound, of: range).protection
        for page in pages { setProtection(wanted, of: page, in: range) }
        return (start, end - start, old)
    }

    /// What a page is, with what a view's page takes over from its section: it is committed when that one is.
    func effectiveEntry(_ page: UInt, of range: VirtualRange) -> PageEntry {
        var entry = range.pages[page]
        if !entry.isCommitted, case .view(let segment, let first) = range.kind,
            let protection = segment.protection(
                of: page - range.firstPage + first, inViewFor: range.allocationProtection)
        {
            entry.set(protection)
        }
        return entry
    }

    /// Whether the range may have such pages.
    private func check(
        _ protection: PageProtection, for range: VirtualRange
    ) throws(NTStatus) -> PageProtection {
        switch range.kind {
        case .memory, .stack:
            guard !protection.copiesOnWrite else { throw .invalidPageProtection }
            return protection
        case .view(let segment, _):
            if segment is ImageSegment { return protection.copyingOnWrite }
            guard range.allocationProtection.permits(protection) else { throw .sectionProtection }
            return protection
        case .system, .sharedData, .requester, .idleView, .device:
            throw .invalidPageProtection
        }
    }

    /// Gives a page a protection, in the tables and in the kernel's. An uncommitted page becomes committed.
    func setProtection(_ protection: PageProtection, of page: UInt, in range: VirtualRange) {
        var entry = range.pages[page]
        let wasWritable = entry.flags.contains(.isMappedWritable)
        let wasExecutable = entry.isExecutable
        // A page that has been copied already is the process's own, and written to in place.
        entry.set(entry.flags.contains(.isPrivate) ? protection.afterCopy : protection)
        if entry.mapping != 0 {
            let isWritable = entry.access & PageEntry.writableInPlace != 0
            if wasWritable != isWritable || wasExecutable != entry.isExecutable
                || entry.flags.contains(.isGuard) || !entry.protection.allowsReading
            {
                // The next access maps it again as it may be then.
                unmap(&entry)
            }
        }
        range.pages[page] = entry
    }
}

extension PageProtection {
    /// Whether a view made for `self` may have pages of `other`: no more kinds of access, and no writing to what is shared
    /// where only copies were allowed.
    func permits(_ other: PageProtection) -> Bool {
        let writesShared = other.allowsWriting && !other.copiesOnWrite
        let mayWriteShared = allowsWriting && !copiesOnWrite
        return (!writesShared || mayWriteShared)
            && (!other.allowsExecution || allowsExecution)
            && (!other.allowsReading || allowsReading)
    }
}
