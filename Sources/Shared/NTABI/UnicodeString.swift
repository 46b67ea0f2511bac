/// Text as NT holds it: UTF-16 code units, without a terminator and with no check that pairs are whole.
///
/// The layout that programs see is `UNICODE_STRING` of CNT; this is what the executive keeps.
public struct UnicodeString: Equatable, Sendable {
    public var units: [UInt16]

    public init() { units = [] }
    public init(_ units: [UInt16]) { self.units = units }

    public init(_ units: ArraySlice<UInt16>) { self.units = Array(units) }

    /// Number of UTF-16 code units.
    public var count: Int { units.count }
    public var isEmpty: Bool { units.isEmpty }
    /// Size in bytes, as the length fields of NT's structures count.
    public var byteCount: Int { units.count * 2 }

    public static func + (left: UnicodeString, right: UnicodeString) -> UnicodeString {
        UnicodeString(left.units + right.units)
    }

    public mutating func append(_ other: UnicodeString) { units.append(contentsOf: other.units) }
}

extension UnicodeString {
    /// Whether both are the same name; without regard to case unless `caseSensitive`.
    public func isSameName(as other: UnicodeString, caseSensitive: Bool = false) -> Bool {
        guard units.count == other.units.count else { return false }
        for index in units.indices {
            let mine = units[index]
            let its = other.units[index]
            guard mine != its else { continue }
            if caseSensitive || Self.upcased(mine) != Self.upcased(its) { return false }
        }
        return true
    }

    /// Whether this stands before `other` in the order of upper-case forms.
    public func precedes(_ other: UnicodeString) -> Bool {
        let shared = min(units.count, other.units.count)
        for index in 0..<shared where units[index] != other.units[index] {
            let mine = Self.upcased(units[index])
            let its = Self.upcased(other.units[index])
            if mine != its { return mine < its }
        }
        return units.count < other.units.count
    }

    /// The upper-case form of one code unit, for the alphabets whose two cases are both single units.
    @inlinable
    public static func upcased(_ unit: UInt16) -> UInt16 {
        if unit < 0x80 { return 0x61...0x7A ~= unit ? unit - 0x20 : unit }
        return upcasedBeyondASCII(unit)
    }

    @usableFromInline
    static func upcasedBeyondASCII(_ unit: UInt16) -> UInt16 {
        switch unit {
        case 0xF7: unit
        case 0xE0...0xFE: unit - 0x20
        case 0xFF: 0x178
        case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: unit & ~1
        case 0x139...0x148, 0x179...0x17E: unit % 2 == 0 ? unit - 1 : unit
        case 0x3B1...0x3C1, 0x3C3...0x3CB: unit - 0x20
        case 0x430...0x44F: unit - 0x20
        case 0x450...0x45F: unit - 0x50
        default: unit
        }
    }
}

extension UnicodeString {
    /// The separator of paths.
    public static let backslash: UInt16 = 0x5C

    /// Splits at the first backslash: what stands before it, and what stands behind it (nil without one).
    public func splitAtBackslash(from start: Int) -> (component: UnicodeString, next: Int?) {
        var end = start
        while end < units.count, units[end] != Self.backslash { end += 1 }
        let component = UnicodeString(units[start..<end])
        return (component, end < units.count ? end + 1 : nil)
    }

    /// What stands behind the last backslash: a path's file name.
    public var lastComponent: UnicodeString {
        guard let slash = units.lastIndex(of: Self.backslash) else { return self }
        return suffix(from: slash + 1)
    }

    /// Everything from code unit `start` on.
    public func suffix(from start: Int) -> UnicodeString { UnicodeString(units[start...]) }
}
