// C's functions for single characters, in C's own locale: ASCII alone has letters, digits and cases.

/// What a character is.
private struct CharacterClass: OptionSet {
    let rawValue: UInt8
    static let upper = Self(rawValue: 1)
    static let lower = Self(rawValue: 2)
    static let digit = Self(rawValue: 4)
    static let space = Self(rawValue: 8)
    static let punctuation = Self(rawValue: 16)
    static let control = Self(rawValue: 32)
    static let hexadecimal = Self(rawValue: 64)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(of character: Int32) {
        switch character {
        case 0x41...0x46: self = [.upper, .hexadecimal]
        case 0x47...0x5A: self = .upper
        case 0x61...0x66: self = [.lower, .hexadecimal]
        case 0x67...0x7A: self = .lower
        case 0x30...0x39: self = [.digit, .hexadecimal]
        case 0x09...0x0D: self = [.space, .control]
        case 0x20: self = .space
        case 0x00...0x1F, 0x7F: self = .control
        case 0x21...0x7E: self = .punctuation
        default: self = []
        }
    }
}

private func `is`(_ character: Int32, _ classes: CharacterClass) -> Int32 {
    CharacterClass(of: character).isDisjoint(with: classes) ? 0 : 1
}

/// `isalpha`.
@c(ntdll_isalpha) public func isalpha(_ character: Int32) -> Int32 { `is`(character, [.upper, .lower]) }
/// `isdigit`.
@c(ntdll_isdigit) public func isdigit(_ character: Int32) -> Int32 { `is`(character, .digit) }
/// `isalnum`.
@c(ntdll_isalnum) public func isalnum(_ character: Int32) -> Int32 { `is`(character, [.upper, .lower, .digit]) }
/// `isspace`.
@c(ntdll_isspace) public func isspace(_ character: Int32) -> Int32 { `is`(character, .space) }
/// `isupper`.
@c(ntdll_isupper) public func isupper(_ character: Int32) -> Int32 { `is`(character, .upper) }
/// `islower`.
@c(ntdll_islower) public func islower(_ character: Int32) -> Int32 { `is`(character, .lower) }
/// `isxdigit`.
@c(ntdll_isxdigit) public func isxdigit(_ character: Int32) -> Int32 { `is`(character, .hexadecimal) }
/// `ispunct`.
@c(ntdll_ispunct) public func ispunct(_ character: Int32) -> Int32 { `is`(character, .punctuation) }
/// `iscntrl`.
@c(ntdll_iscntrl) public func iscntrl(_ character: Int32) -> Int32 { `is`(character, .control) }
/// `isprint`.
@c(ntdll_isprint) public func isprint(_ character: Int32) -> Int32 { 0x20...0x7E ~= character ? 1 : 0 }

/// `tolower`, `towlower`.
@c(ntdll_tolower) public func tolower(_ character: Int32) -> Int32 {
    0x41...0x5A ~= character ? character + 32 : character
}
/// `toupper`, `towupper`.
@c(ntdll_toupper) public func toupper(_ character: Int32) -> Int32 {
    0x61...0x7A ~= character ? character - 32 : character
}

extension CString {
    /// Changes each character in place.
    fileprivate func mapInPlace(_ change: (Int32) -> Int32) -> UInt {
        for index in 0..<count() { self[index] = Unit(truncatingIfNeeded: change(Int32(self[index]))) }
        return address
    }

    /// How many characters at the start are (`inside`), or are not, in a set.
    fileprivate func span(_ set: CString, inside: Bool) -> Int {
        var index = 0
        while self[index] != 0, (set.first(self[index]) != 0) == inside { index += 1 }
        return index
    }
}

/// `_strlwr`.
@c(ntdll_strlwr) public func strlwr(_ text: UInt) -> UInt { ByteString(text).mapInPlace(tolower) }
/// `_strupr`.
@c(ntdll_strupr) public func strupr(_ text: UInt) -> UInt { ByteString(text).mapInPlace(toupper) }
/// `_wcslwr`.
@c(ntdll_wcslwr) public func wcslwr(_ text: UInt) -> UInt { WideString(text).mapInPlace(tolower) }
/// `_wcsupr`.
@c(ntdll_wcsupr) public func wcsupr(_ text: UInt) -> UInt { WideString(text).mapInPlace(toupper) }

/// `strspn`.
@c(ntdll_strspn) public func strspn(_ text: UInt, _ set: UInt) -> UInt {
    UInt(ByteString(text).span(ByteString(set), inside: true))
}
/// `strcspn`.
@c(ntdll_strcspn) public func strcspn(_ text: UInt, _ set: UInt) -> UInt {
    UInt(ByteString(text).span(ByteString(set), inside: false))
}
/// `strpbrk`.
@c(ntdll_strpbrk) public func strpbrk(_ text: UInt, _ set: UInt) -> UInt {
    let place = text + UInt(ByteString(text).span(ByteString(set), inside: false))
    return Pointer<UInt8>(place).value == 0 ? 0 : place
}
/// `wcsspn`.
@c(ntdll_wcsspn) public func wcsspn(_ text: UInt, _ set: UInt) -> UInt {
    UInt(WideString(text).span(WideString(set), inside: true))
}
/// `wcscspn`.
@c(ntdll_wcscspn) public func wcscspn(_ text: UInt, _ set: UInt) -> UInt {
    UInt(WideString(text).span(WideString(set), inside: false))
}
/// `wcspbrk`.
@c(ntdll_wcspbrk) public func wcspbrk(_ text: UInt, _ set: UInt) -> UInt {
    let place = text + 2 * UInt(WideString(text).span(WideString(set), inside: false))
    return Pointer<UInt16>(place).value == 0 ? 0 : place
}

/// `memchr`.
@c(ntdll_memchr) public func memchr(_ memory: UInt, _ byte: Int32, _ count: UInt) -> UInt {
    for offset in 0..<count where Pointer<UInt8>(memory + offset).value == UInt8(truncatingIfNeeded: byte) {
        return memory + offset
    }
    return 0
}

/// `_memicmp`.
@c(ntdll_memicmp) public func memicmp(_ first: UInt, _ second: UInt, _ count: UInt) -> Int32 {
    for offset in 0..<count {
        let mine = tolower(Int32(Pointer<UInt8>(first + offset).value))
        let its = tolower(Int32(Pointer<UInt8>(second + offset).value))
        if mine != its { return mine - its }
    }
    return 0
}

/// `abs`, `labs`. The least number stays as it is.
@c(ntdll_abs) public func absolute(_ number: Int32) -> Int32 { number < 0 ? 0 &- number : number }
