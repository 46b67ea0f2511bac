import CNT

extension AddressSpace {
    /// The run of pages from the one at `address` on that are alike and of one allocation.
    func describe(_ address: UInt) -> MEMORY_BASIC_INFORMATION {
        let start = address.pageRoundedDown
        var information = MEMORY_BASIC_INFORMATION()
        information.BaseAddress = start
        guard let range = range(at: start) else {
            let end = self.range(above: start)?.base ?? Self.highest + 1
            information.RegionSize = end - start
            information.State = MEM_FREE
            information.Protect = PAGE_NOACCESS
            return information
        }
        let page = start >> UInt(pageShift)
        let entry = effectiveEntry(page, of: range)
        information.AllocationBase = range.base
        information.AllocationProtect = range.allocationProtection.rawValue
        information.RegionSize = endOfRun(page, like: entry, in: range) << UInt(pageShift) - start
        information.State = entry.isCommitted ? MEM_COMMIT : MEM_RESERVE
        information.Protect = entry.isCommitted ? entry.protection.rawValue : 0
        information.Type = range.memoryType
        return information
    }

    /// The first page behind `page` that differs, or the range's end.
    private func endOfRun(_ page: UInt, like entry: PageEntry, in range: VirtualRange) -> UInt {
        let end = range.pageRange.upperBound
        var next = page + 1
        while next < end {
            // Where no page has an entry, all are alike, unless a reserved section says otherwise.
            if case .view = range.kind {
            } else if range.pages[next] == range.pages.absent {
                guard range.pages.absent.access == entry.access else { return next }
                let present = range.pages.nextPresent(from: next) ?? end
                if present > next {
                    next = min(present, end)
                    continue
                }
            }
            let other = effectiveEntry(next, of: range)
            guard other.protection == entry.protection, other.isCommitted == entry.isCommitted
            else { return next }
            next += 1
        }
        return end
    }
}

extension VirtualRange {
    /// MEM_PRIVATE, MEM_MAPPED or MEM_IMAGE.
    fileprivate var memoryType: UInt32 {
        switch kind {
        case .memory, .stack, .system, .sharedData: MEM_PRIVATE
        case .view(let segment, _): segment is ImageSegment ? MEM_IMAGE : MEM_MAPPED
        case .requester, .idleView, .device: MEM_MAPPED
        }
    }
}
