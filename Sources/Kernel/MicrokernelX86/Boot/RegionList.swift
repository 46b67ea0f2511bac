import Microkernel
import SeL4ABI

/// A set of physical addresses as sorted, disjoint, non-touching ranges, with room for a fixed
/// number of them.
///
/// Boot keeps free memory in one of these. A firmware memory map with more pieces than fit loses
/// the ones that came last: memory that nobody uses, never memory that two use.
public struct RegionList: ~Copyable {
    public static let capacity = 64
    public typealias Region = Range<Word>

    private var regions: [64 of Region] = .init(repeating: 0..<0)
    public private(set) var count = 0

    public init() {}

    public subscript(index: Int) -> Region {
        precondition(index >= 0 && index < count, "no such region")
        return regions[index]
    }

    /// Adds addresses; those already in are in once. Returns false where there was no room.
    @discardableResult
    public mutating func insert(_ new: Region) -> Bool {
        guard !new.isEmpty else { return true }
        var merged = new
        var index = 0
        while index < count {
            let region = regions[index]
            if region.upperBound >= merged.lowerBound && region.lowerBound <= merged.upperBound {
                merged =
                    min(
                        region.lowerBound, merged.lowerBound)..<max(
                        region.upperBound, merged.upperBound)
                remove(at: index)
            } else {
                index += 1
            }
        }
        return place(merged)
    }

    /// Takes addresses out.
    public mutating func remove(_ old: Region) {
        guard !old.isEmpty else { return }
        var index = 0
        while index < count {
            let region = regions[index]
            guard region.overlaps(old) else {
                index += 1
                continue
            }
            remove(at: index)
            if region.lowerBound < old.lowerBound { place(region.lowerBound..<old.lowerBound) }
            if old.upperBound < region.upperBound { place(old.upperBound..<region.upperBound) }
            index = 0
        }
    }

    /// Takes `size` bytes, aligned, from the highest place below `limit`; nil if no region has
    /// them. High memory goes first because the low is scarce: old devices reach only that.
    public mutating func allocate(size: Word, alignment: Word, below limit: Word) -> Word? {
        var index = count
        while index > 0 {
            index -= 1
            let region = regions[index]
            let top = min(region.upperBound, limit)
            guard top > region.lowerBound, top - region.lowerBound >= size else { continue }
            let start = (top - size) & ~(alignment - 1)
            guard start >= region.lowerBound else { continue }
            remove(start..<start + size)
            return start
        }
        return nil
    }

    @discardableResult
    private mutating func place(_ region: Region) -> Bool {
        guard count < Self.capacity else { return false }
        var index = count
        while index > 0, regions[index - 1].lowerBound > region.lowerBound {
            regions[index] = regions[index - 1]
            index -= 1
        }
        regions[index] = region
        count += 1
        return true
    }

    private mutating func remove(at index: Int) {
        for next in index + 1..<max(count, index + 1) { regions[next - 1] = regions[next] }
        count -= 1
    }
}
