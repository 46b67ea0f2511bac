/// What a process takes, as its queries and lists of processes show it. In bytes.
struct MemoryUsage {
    var virtualSize: UInt = 0
    var committedSize: UInt = 0
    var residentSize: UInt = 0
}

extension AddressSpace {
    /// Counted when asked for: only lists ask.
    var usage: MemoryUsage {
        var usage = MemoryUsage(virtualSize: virtualSize)
        for range in ranges {
            usage.committedSize += UInt(committedPages(of: range, in: range.pageRange)) << UInt(pageShift)
            var page = range.firstPage
            while let present = range.pages.nextPresent(from: page), range.pageRange.contains(present) {
                if range.pages[present].frame != 0 { usage.residentSize += pageSize }
                page = present + 1
            }
        }
        return usage
    }
}
