/// A command line split into words.
///
/// Blanks separate words; double quotes hold blanks together and are dropped. The rest of the line behind the first
/// word is kept as typed, for programs, which split their command line themselves, and for `echo`.
struct CommandLine {
    let words: [[UInt16]]
    let tail: [UInt16]

    init(_ line: [UInt16]) {
        var words: [[UInt16]] = []
        var word: [UInt16] = []
        var quoted = false
        var inWord = false
        var tailStart: Int?
        for (index, unit) in line.enumerated() {
            if unit == UInt16(ascii: "\"") {
                quoted.toggle()
                inWord = true
            } else if Self.isBlank(unit) && !quoted {
                if inWord { words.append(word) }
                word = []
                inWord = false
            } else {
                if !inWord && words.count == 1 && tailStart == nil { tailStart = index }
                inWord = true
                word.append(unit)
                continue
            }
            if inWord && words.count == 1 && tailStart == nil { tailStart = index }
        }
        if inWord { words.append(word) }
        self.words = words
        tail = tailStart.map { Self.trimmed(line[$0...]) } ?? []
    }

    static func isBlank(_ unit: UInt16) -> Bool { unit == 0x20 || unit == 0x09 }

    private static func trimmed(_ units: ArraySlice<UInt16>) -> [UInt16] {
        var rest = units
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return Array(rest)
    }
}

/// A whole number as people type it: decimal, or hexadecimal behind 0x. `nil` for anything else.
func number(_ word: [UInt16]) -> UInt? {
    let isHexadecimal =
        word.count > 2 && word[0] == UInt16(ascii: "0") && word[1] | 0x20 == UInt16(ascii: "x")
    let radix: UInt = isHexadecimal ? 16 : 10
    var value: UInt = 0
    let digits = isHexadecimal ? word[2...] : word[...]
    guard !digits.isEmpty else { return nil }
    for unit in digits {
        guard let digit = digitValue(unit), digit < radix else { return nil }
        let (product, overflowed) = value.multipliedReportingOverflow(by: radix)
        let (sum, carried) = product.addingReportingOverflow(digit)
        guard !overflowed, !carried else { return nil }
        value = sum
    }
    return value
}

private func digitValue(_ unit: UInt16) -> UInt? {
    switch unit {
    case 0x30...0x39: UInt(unit - 0x30)
    case 0x41...0x46: UInt(unit - 0x41 + 10)
    case 0x61...0x66: UInt(unit - 0x61 + 10)
    default: nil
    }
}
