import CNT
import NTABI

/// RtlDowncaseUnicodeChar.
@c(RtlDowncaseUnicodeChar)
public func rtlDowncaseUnicodeChar(_ character: UInt16) -> UInt16 {
    // Lower case lies behind upper case, at one of a few distances; whatever becomes the character in upper case is it.
    if character < 0x80 { return 0x41...0x5A ~= character ? character + 0x20 : character }
    for distance: UInt16 in [32, 1, 80, 48] {
        let (lower, overflows) = character.addingReportingOverflow(distance)
        if !overflows, UnicodeString.upcased(lower) == character { return lower }
    }
    return character
}

/// RtlDowncaseUnicodeString.
///
/// Errors: `noMemory`; `bufferOverflow` (no room in the caller's buffer).
@c(RtlDowncaseUnicodeString)
public func rtlDowncaseUnicodeString(_ target: UInt, _ source: UInt, _ allocates: UInt8) -> UInt32 {
    status { () throws(NTStatus) in
        let string = Pointer<UNICODE_STRING>(target)
        let text = Text(unicodeString: source)
        if allocates != 0 { try string.allocate(text.count * 2) }
        guard text.count * 2 <= Int(string.value.MaximumLength) else { throw .bufferOverflow }
        let buffer = Pointer<UInt16>(string.value.Buffer)
        for index in 0..<text.count { buffer[index] = rtlDowncaseUnicodeChar(text[index]) }
        string.value.Length = UInt16(text.count * 2)
    }
}

/// RtlUpperChar.
@c(RtlUpperChar)
public func rtlUpperChar(_ character: UInt8) -> UInt8 {
    let upper = UnicodeString.upcased(CodePage.character(of: character))
    let byte = CodePage.byte(of: upper)
    return CodePage.character(of: byte) == upper ? byte : character
}

/// RtlUpperString. As much as fits.
@c(RtlUpperString)
public func rtlUpperString(_ target: UInt, _ source: UInt) {
    let string = Pointer<ANSI_STRING>(target)
    let bytes = Pointer<ANSI_STRING>(source).value
    let count = min(bytes.Length, string.value.MaximumLength)
    for index in 0..<Int(count) {
        Pointer<UInt8>(string.value.Buffer)[index] = rtlUpperChar(Pointer<UInt8>(bytes.Buffer)[index])
    }
    string.value.Length = count
}

/// RtlHashUnicodeString. A number that equal strings have in common, also those that are equal but for case if `ignoresCase`:
/// 65599 times what the characters before made, plus the next.
///
/// Errors: `invalidParameter` (no place for it, or another algorithm than 0 or 1).
@c(RtlHashUnicodeString)
public func rtlHashUnicodeString(_ source: UInt, _ ignoresCase: UInt8, _ algorithm: UInt32, _ hash: UInt) -> UInt32 {
    guard source != 0, hash != 0, algorithm <= 1 else { return NTStatus.invalidParameter.rawValue }
    let text = Text(unicodeString: source)
    var value: UInt32 = 0
    for index in 0..<text.count {
        let unit = ignoresCase != 0 ? UnicodeString.upcased(text[index]) : text[index]
        value = value &* 65599 &+ UInt32(unit)
    }
    Pointer<UInt32>(hash).value = value
    return 0
}

/// RtlFindCharInUnicodeString. Where the first character of a set stands in a string: the bytes up to it and including it, or, from
/// the end (flag 1), before it. Flag 2 looks for a character outside the set, flag 4 ignores case.
///
/// Errors: `invalidParameter` (other flags), `notFound`.
@c(RtlFindCharInUnicodeString)
public func rtlFindCharInUnicodeString(_ flags: UInt32, _ source: UInt, _ set: UInt, _ place: UInt) -> UInt32 {
    Pointer<UInt16>(place).value = 0
    guard flags <= 7 else { return NTStatus.invalidParameter.rawValue }
    let (text, set) = (Text(unicodeString: source), Text(unicodeString: set))
    func isWanted(_ unit: UInt16) -> Bool {
        func folded(_ unit: UInt16) -> UInt16 { flags & 4 != 0 ? UnicodeString.upcased(unit) : unit }
        for index in 0..<set.count where folded(set[index]) == folded(unit) { return flags & 2 == 0 }
        return flags & 2 != 0
    }
    for step in 0..<text.count {
        let index = flags & 1 != 0 ? text.count - 1 - step : step
        guard isWanted(text[index]) else { continue }
        Pointer<UInt16>(place).value = UInt16(2 * (flags & 1 != 0 ? index : index + 1))
        return 0
    }
    return NTStatus.notFound.rawValue
}

/// RtlIsNameInExpression. Whether a pattern with `*` and `?` and their DOS forms matches a name; where case does not matter, the
/// pattern is in upper case.
@c(RtlIsNameInExpression)
public func rtlIsNameInExpression(_ pattern: UInt, _ name: UInt, _ ignoresCase: UInt8, _ table: UInt) -> UInt8 {
    let (pattern, name) = (Text(unicodeString: pattern), Text(unicodeString: name))
    return UnicodeString.matches(
        (pattern.count, { pattern[$0] }), (name.count, { name[$0] }), ignoringCase: ignoresCase != 0) ? 1 : 0
}

/// RtlDoesNameContainWildCards.
@c(RtlDoesNameContainWildCards)
public func rtlDoesNameContainWildCards(_ name: UInt) -> UInt8 {
    let text = Text(unicodeString: name)
    for index in 0..<text.count where [0x2A, 0x3F, 0x3C, 0x3E, 0x22].contains(text[index]) { return 1 }
    return 0
}
