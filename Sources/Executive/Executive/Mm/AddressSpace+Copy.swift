import NTABI

// A process that is a copy of another one has its memory as it was at that moment.

extension AddressSpace {
    /// Fills this new space with what the copy of a process has of `parent`: its reserved ranges, its private memory with
    /// what is in it, and its views except those that were mapped with ViewUnmap.
    ///
    /// What two processes would share until one writes to it is copied at once: it is promised to both, so nothing is
    /// saved but time. Pages that nobody has touched cost nothing.
    ///
    /// Errors: `.quotaExceeded`, `.insufficientResources`, `.pagefileQuotaExceeded`, `.commitmentLimit`, `.noMemory`. What
    /// was copied so far ends with the space.
    func copyRanges(of parent: AddressSpace) throws(NTStatus) {
        for range in parent.ranges {
            switch range.kind {
            case .memory, .stack, .system:
                try requireRoom()
                try charge(chargedPages(of: range, in: range.pageRange))
            case .view:
                guard range.isShared else { continue }
                try requireRoom()
            case .sharedData, .requester, .idleView, .device: continue
            }
            let copy = VirtualRange(
                base: range.base, size: range.size, kind: range.kind, protection: range.allocationProtection,
                isShared: range.isShared, pages: PageMap(absent: range.pages.absent))
            insert(copy)
            try copyPages(of: range, to: copy)
        }
    }

    private func copyPages(of range: VirtualRange, to copy: VirtualRange) throws(NTStatus) {
        var isView = false
        if case .view = range.kind { isView = true }
        var page = range.firstPage
        while let next = range.pages.nextPresent(from: page), next < range.pageRange.upperBound {
            // A page more is a small part of the heap's; there may be very many.
            try memory.requireHeadroom()
            let entry = range.pages[next]
            copy.pages[next] = PageEntry(entry.protection)
            if entry.flags.contains(.isPrivate) {
                copy.pages[next] = try copiedPage(entry, isView: isView)
            }
            page = next + 1
        }
    }

    /// A frame with the same content. That of a view is not promised yet.
    private func copiedPage(_ entry: PageEntry, isView: Bool) throws(NTStatus) -> PageEntry {
        if isView { try charge(1) }
        var copy = PageEntry(entry.protection)
        do { copy.frame = try memory.allocateFrame().number } catch {
            if isView { uncharge(1) }
            throw error
        }
        memory.copyPage(from: Frame(number: entry.frame), to: Frame(number: copy.frame))
        copy.flags.insert(.isPrivate)
        return copy
    }
}
