import CDriverProtocol

/// Which pieces of the shared region's buffer area are in use.
///
/// Pieces are counted in units of 512 bytes. A piece of up to a page lies within one page; a larger one begins on a page.
public struct BufferArea {
    private static let unit = 512
    private static let pageSize = 4096
    private static let start = Int(DRIVER_BUFFER_AREA)
    private static let pageCount = (Int(DRIVER_REGION_SIZE) - Int(DRIVER_BUFFER_AREA)) / pageSize

    /// A bit a unit, a byte a page.
    private var used = InlineArray<120, UInt8>(repeating: 0)
    /// Where the next search for a small piece begins.
    private var hint = 0

    public init() {
        precondition(Self.pageCount == 120, "the area is as large as its map")
    }

    /// The most that can be in one piece.
    public static var capacity: Int { pageCount * pageSize }

    /// The region offset of a free piece of at least `length` bytes; nil if there is none now.
    public mutating func allocate(_ length: Int) -> Int? {
        precondition(length > 0, "a piece has a size")
        if length > Self.pageSize { return allocatePages((length + 4095) / Self.pageSize) }
        let units = (length + Self.unit - 1) / Self.unit
        let mask = UInt8(truncatingIfNeeded: (1 << units) - 1)
        for step in 0..<Self.pageCount {
            let page = (hint + step) % Self.pageCount
            var map = used[page]
            if map == 0xFF { continue }
            for first in 0...8 - units {
                if map & mask << UInt8(first) == 0 {
                    map |= mask << UInt8(first)
                    used[page] = map
                    hint = page
                    return Self.start + page * Self.pageSize + first * Self.unit
                }
            }
        }
        return nil
    }

    private mutating func allocatePages(_ count: Int) -> Int? {
        var run = 0
        for page in 0..<Self.pageCount {
            run = used[page] == 0 ? run + 1 : 0
            if run == count {
                let first = page + 1 - count
                for index in first...page { used[index] = 0xFF }
                return Self.start + first * Self.pageSize
            }
        }
        return nil
    }

    /// Takes back a piece with the length it was asked for with.
    public mutating func free(_ offset: Int, _ length: Int) {
        let page = (offset - Self.start) / Self.pageSize
        if length > Self.pageSize {
            for index in page..<page + (length + 4095) / Self.pageSize { used[index] = 0 }
            return
        }
        let units = (length + Self.unit - 1) / Self.unit
        let mask = UInt8(truncatingIfNeeded: (1 << units) - 1)
        let first = (offset - Self.start) % Self.pageSize / Self.unit
        precondition(used[page] & mask << UInt8(first) == mask << UInt8(first), "freed twice")
        used[page] &= ~(mask << UInt8(first))
    }
}
