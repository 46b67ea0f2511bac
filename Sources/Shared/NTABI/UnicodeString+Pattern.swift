extension UnicodeString {
    /// Whether this pattern, with `*` for any run of characters and `?` for one, matches the whole of `name`.
    ///
    /// Case does not matter. The DOS forms `<`, `>` and `"`, into which Windows' own callers turn `*`, `?` and `.`,
    /// mean the same as these.
    public func matches(_ name: UnicodeString) -> Bool {
        var pattern = 0
        var place = 0
        // Where to try again after a mismatch: behind the last star, one character further on.
        var star: (pattern: Int, place: Int)?
        while place < name.count {
            let unit = pattern < count ? units[pattern] : 0
            if pattern < count, unit == 0x2A || unit == 0x3C {
                pattern += 1
                star = (pattern, place)
            } else if pattern < count, Self.isSame(unit, name.units[place]) {
                pattern += 1
                place += 1
            } else if let retry = star {
                star = (retry.pattern, retry.place + 1)
                pattern = retry.pattern
                place = retry.place + 1
            } else {
                return false
            }
        }
        while pattern < count, units[pattern] == 0x2A || units[pattern] == 0x3C { pattern += 1 }
        return pattern == count
    }

    private static func isSame(_ wanted: UInt16, _ unit: UInt16) -> Bool {
        switch wanted {
        case 0x3F, 0x3E: true
        case 0x22: unit == 0x2E
        default: upcased(wanted) == upcased(unit)
        }
    }
}
