extension UnicodeString {
    /// Whether this pattern, with `*` for any run of characters and `?` for one, matches the whole of `name`.
    ///
    /// Case does not matter. The DOS forms `<`, `>` and `"`, into which Windows' own callers turn `*`, `?` and `.`,
    /// mean the same as these.
    public func matches(_ name: UnicodeString) -> Bool {
        Self.matches((count, { units[$0] }), (name.count, { name.units[$0] }), ignoringCase: true)
    }

    /// The same for characters that lie elsewhere: how many there are, and each of them.
    public static func matches(
        _ pattern: (count: Int, unit: (Int) -> UInt16), _ name: (count: Int, unit: (Int) -> UInt16), ignoringCase: Bool
    ) -> Bool {
        var index = 0
        var place = 0
        // Where to try again after a mismatch: behind the last star, one character further on.
        var star: (index: Int, place: Int)?
        while place < name.count {
            let unit = index < pattern.count ? pattern.unit(index) : 0
            if index < pattern.count, isStar(unit) {
                index += 1
                star = (index, place)
            } else if index < pattern.count, isSame(unit, name.unit(place), ignoringCase) {
                index += 1
                place += 1
            } else if let retry = star {
                star = (retry.index, retry.place + 1)
                index = retry.index
                place = retry.place + 1
            } else {
                return false
            }
        }
        while index < pattern.count, isStar(pattern.unit(index)) { index += 1 }
        return index == pattern.count
    }

    private static func isStar(_ unit: UInt16) -> Bool { unit == 0x2A || unit == 0x3C }

    private static func isSame(_ wanted: UInt16, _ unit: UInt16, _ ignoringCase: Bool) -> Bool {
        switch wanted {
        case 0x3F, 0x3E: true
        case 0x22: unit == 0x2E
        default: ignoringCase ? upcased(wanted) == upcased(unit) : wanted == unit
        }
    }
}
