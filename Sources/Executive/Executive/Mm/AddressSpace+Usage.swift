import NTABI

/// What a process uses of memory, in bytes.
struct MemoryUsage {
    var virtualSize: UInt = 0
    var peakVirtualSize: UInt = 0
    /// Pages that have a frame, shared ones included.
    var residentSize: UInt = 0
    /// What was promised to it alone.
    var committedSize: UInt = 0
}

/// An image in an address space.
struct LoadedModule {
    let name: UnicodeString
    let base: UInt
    let size: UInt
}

extension AddressSpace {
    var usage: MemoryUsage {
        var usage = MemoryUsage(virtualSize: virtualSize, peakVirtualSize: peakVirtualSize)
        for range in ranges {
            usage.residentSize += UInt(residentPages(of: range)) * pageSize
            usage.committedSize += UInt(chargedPages(of: range, in: range.pageRange)) * pageSize
        }
        return usage
    }

    private func residentPages(of range: VirtualRange) -> Int {
        var count = 0
        var page = range.pageRange.lowerBound
        while let next = range.pages.nextPresent(from: page), next < range.pageRange.upperBound {
            if range.pages[next].frame != 0 { count += 1 }
            page = next + 1
        }
        return count
    }

    /// The image that holds an address, for reports.
    func module(at address: UInt) -> LoadedModule? {
        guard let range = range(at: address), case .view(let segment, _) = range.kind,
            let image = segment as? ImageSegment
        else { return nil }
        return LoadedModule(name: image.filePath.lastComponent, base: range.base, size: range.size)
    }

    /// Every image that is mapped, by address.
    var modules: [LoadedModule] {
        ranges.compactMap { module(at: $0.base) }
    }
}
