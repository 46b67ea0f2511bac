import NTABI

/// Builds a line for display and log, piece by piece.
struct TextBuilder {
    private(set) var text = UnicodeString()

    mutating func put(_ piece: StaticString) { text.append(UnicodeString(piece)) }
    mutating func put(_ piece: UnicodeString) { text.append(piece) }

    mutating func put(decimal number: UInt) { put(number, base: 10, digits: 1) }

    /// At least `digits` digits, capital letters.
    mutating func put(hexadecimal number: UInt, digits: Int) { put(number, base: 16, digits: digits) }

    private mutating func put(_ number: UInt, base: UInt, digits: Int) {
        var units: [UInt16] = []
        var rest = number
        while rest > 0 || units.count < digits {
            let digit = UInt16(rest % base)
            units.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
            rest /= base
        }
        text.append(UnicodeString(Array(units.reversed())))
    }
}
