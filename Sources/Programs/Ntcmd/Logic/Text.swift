// Between the UTF-16 of NT and Swift's strings, which the shell only uses to compose what it prints.

/// The UTF-16 of a literal.
func units(_ literal: StaticString) -> [UInt16] {
    var units: [UInt16] = []
    literal.withUTF8Buffer { bytes in
        for index in 0..<bytes.count { units.append(UInt16(unsafe bytes[index])) }
    }
    return units
}

/// Whether two words are the same, ASCII case aside.
func same(_ word: [UInt16], _ name: StaticString) -> Bool {
    word.map(asciiLowercased) == units(name).map(asciiLowercased)
}

/// Text for printing.
func text(_ units: [UInt16]) -> String { String(decoding: units, as: UTF16.self) }

extension String {
    /// Filled with blanks behind, to `width`.
    func left(_ width: Int) -> String { self + blanks(width) }

    /// Filled with blanks before, to `width`.
    func right(_ width: Int) -> String { blanks(width) + self }

    private func blanks(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - utf8.count))
    }
}

/// A number in hexadecimal with at least `digits` digits.
func hexadecimal(_ value: some BinaryInteger & UnsignedInteger, digits: Int = 1) -> String {
    let plain = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - plain.utf8.count)) + plain
}

/// Two digits, for clocks.
func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
