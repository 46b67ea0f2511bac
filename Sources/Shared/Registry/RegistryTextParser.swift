import NTABI

/// The reader behind `RegistryText.parse`: a cursor over the text, and what it has found so far.
struct RegistryTextParser {
    private let text: [UInt16]
    private var position = 0
    private var hasKey = false
    /// The line the cursor is in, counted from one.
    private(set) var line = 1
    private(set) var edits: [RegistryText.Edit] = []

    private static let newline: UInt16 = 0x0A
    private static let quote: UInt16 = 0x22
    private static let semicolon: UInt16 = 0x3B
    private static let comma: UInt16 = 0x2C

    init(_ text: [UInt16]) { self.text = text }

    mutating func parse() throws(RegistryText.Problem) {
        guard take("Windows Registry Editor Version 5.00") else { throw .noHeader }
        try endLine()
        while position < text.count {
            skipBlanks()
            switch current {
            case UInt16(ascii: "["): try parseKey()
            case Self.quote, UInt16(ascii: "@"): try parseValue()
            default: break
            }
            try endLine()
        }
    }

    private mutating func parseKey() throws(RegistryText.Problem) {
        position += 1
        let deletes = take("-")
        let start = position
        var end: Int?
        while let unit = current, unit != Self.newline {
            if unit == UInt16(ascii: "]") { end = position }
            position += 1
        }
        // A key's name may hold brackets: the last one of the line closes it, unless a comment follows.
        guard let end, end > start else { throw .badKey }
        position = end + 1
        let path = try Self.registryPath(UnicodeString(text[start..<end]))
        edits.append(deletes ? .deleteKey(path) : .key(path))
        hasKey = !deletes
    }

    private mutating func parseValue() throws(RegistryText.Problem) {
        guard hasKey else { throw .valueBeforeKey }
        let name = take("@") ? UnicodeString() : UnicodeString(try quotedString())
        skipBlanks()
        guard take("=") else { throw .badValue }
        skipBlanks()
        if take("-") {
            edits.append(.deleteValue(name))
        } else if current == Self.quote {
            let data = RegistryValue.data(of: try quotedString())
            edits.append(.set(RegistryValue(name: name, type: .string, data: data)))
        } else if take("dword:") {
            let number = try hexNumber(digits: 8)
            let data = (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
            edits.append(.set(RegistryValue(name: name, type: .dword, data: data)))
        } else if take("hex:") {
            let data = try hexBytes()
            edits.append(.set(RegistryValue(name: name, type: .binary, data: data)))
        } else if take("hex(") {
            let type = RegistryType(rawValue: try hexNumber(digits: 8))
            guard take("):") else { throw .badValue }
            edits.append(.set(RegistryValue(name: name, type: type, data: try hexBytes())))
        } else {
            throw .badValue
        }
    }

    /// `"…"` with `\\` and `\"` for the two characters that mean something.
    private mutating func quotedString() throws(RegistryText.Problem) -> [UInt16] {
        position += 1
        var units: [UInt16] = []
        while var unit = current, unit != Self.newline {
            position += 1
            if unit == Self.quote { return units }
            if unit == UnicodeString.backslash {
                guard let escaped = current, escaped != Self.newline else { break }
                unit = escaped
                position += 1
            }
            units.append(unit)
        }
        throw .unterminatedString
    }

    private mutating func hexNumber(digits limit: Int) throws(RegistryText.Problem) -> UInt32 {
        var number: UInt32 = 0
        var digits = 0
        while let unit = current, let digit = Self.hexDigit(unit) {
            guard digits < limit else { throw .badNumber }
            number = number << 4 | UInt32(digit)
            digits += 1
            position += 1
        }
        guard digits > 0 else { throw .badNumber }
        return number
    }

    /// `01,02,\` and so on in the next line; nothing at all is no bytes.
    private mutating func hexBytes() throws(RegistryText.Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            skipBlanks()
            if current == UnicodeString.backslash {
                position += 1
                try endLine()
                continue
            }
            guard let unit = current, Self.hexDigit(unit) != nil else { return bytes }
            bytes.append(UInt8(try hexNumber(digits: 2)))
            skipBlanks()
            guard current == Self.comma else { return bytes }
            position += 1
        }
    }

    /// Blanks, a comment, and the line's end; anything else does not belong there.
    private mutating func endLine() throws(RegistryText.Problem) {
        skipBlanks()
        if current == Self.semicolon {
            while let unit = current, unit != Self.newline {
                _ = unit
                position += 1
            }
        }
        guard let unit = current else { return }
        guard unit == Self.newline else { throw .trailingCharacters }
        position += 1
        line += 1
    }

    private var current: UInt16? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() {
        while let unit = current, unit == 0x20 || unit == 0x09 || unit == 0x0D { position += 1 }
    }

    /// Moves over `word` if it stands here, whatever its case.
    private mutating func take(_ word: StaticString) -> Bool {
        let wanted = UnicodeString(word)
        guard position + wanted.count <= text.count else { return false }
        let found = UnicodeString(text[position..<position + wanted.count])
        guard found.isSameName(as: wanted) else { return false }
        position += wanted.count
        return true
    }

    private static func hexDigit(_ unit: UInt16) -> UInt8? {
        switch unit {
        case 0x30...0x39: UInt8(unit - 0x30)
        case 0x41...0x46: UInt8(unit - 0x41 + 10)
        case 0x61...0x66: UInt8(unit - 0x61 + 10)
        default: nil
        }
    }
}

extension RegistryTextParser {
    /// The path below \Registry that a file's path stands for.
    private static func registryPath(
        _ path: UnicodeString
    ) throws(RegistryText.Problem) -> UnicodeString {
        let (root, next) = path.splitAtBackslash(from: 0)
        for (name, place) in roots where root.isSameName(as: UnicodeString(name)) {
            guard let next else { return UnicodeString(place) }
            var result = UnicodeString(place)
            result.units.append(UnicodeString.backslash)
            result.append(path.suffix(from: next))
            return result
        }
        throw .unknownRoot
    }

    private static let roots: [(StaticString, StaticString)] = [
        ("HKEY_LOCAL_MACHINE", "Machine"),
        ("HKEY_USERS", "User"),
        ("HKEY_CURRENT_USER", "User\\.Default"),
        ("HKEY_CLASSES_ROOT", "Machine\\Software\\Classes"),
        ("HKEY_CURRENT_CONFIG", "Machine\\System\\CurrentControlSet\\Hardware Profiles\\Current"),
    ]
}

extension UInt16 {
    /// The code of an ASCII character.
    fileprivate init(ascii character: Unicode.Scalar) { self = UInt16(truncatingIfNeeded: character.value) }
}
