import CNT
import NTABI

// STRINGs in place. What has no room is refused or cut, as each says.

private func append(_ text: Text, to target: UInt) throws(NTStatus) {
    let string = Pointer<ANSI_STRING>(target)
    let length = Int(string.value.Length)
    guard length + text.count <= Int(string.value.MaximumLength) else { throw .bufferTooSmall }
    for index in 0..<text.count {
        Pointer<UInt8>(string.value.Buffer)[length + index] = UInt8(truncatingIfNeeded: text[index])
    }
    string.value.Length = UInt16(length + text.count)
}

/// RtlCopyString. Copies what fits; a null source empties the target.
@c(RtlCopyString)
public func rtlCopyString(_ target: UInt, _ source: UInt) {
    let string = Pointer<ANSI_STRING>(target)
    let text = Text(ansiString: source)
    string.value.Length = 0
    try? append(text.part(0, min(text.count, Int(string.value.MaximumLength))), to: target)
}

/// RtlAppendStringToString. Error: `bufferTooSmall`.
@c(RtlAppendStringToString)
public func rtlAppendStringToString(_ target: UInt, _ source: UInt) -> UInt32 {
    status { () throws(NTStatus) in try append(Text(ansiString: source), to: target) }
}

/// RtlAppendAsciizToString. Error: `bufferTooSmall`.
@c(RtlAppendAsciizToString)
public func rtlAppendAsciizToString(_ target: UInt, _ source: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        if source != 0 { try append(Text(zeroTerminatedBytes: source), to: target) }
    }
}

/// RtlPrefixString. Whether one string begins with another.
@c(RtlPrefixString)
public func rtlPrefixString(_ prefix: UInt, _ string: UInt, _ ignoresCase: UInt8) -> UInt8 {
    Text(ansiString: string).begins(with: Text(ansiString: prefix), ignoringCase: ignoresCase != 0) ? 1 : 0
}

/// RtlInitAnsiStringEx, RtlInitStringEx. Error: `nameTooLong`, where RtlInitString cuts.
@c(RtlInitAnsiStringEx)
public func rtlInitAnsiStringEx(_ target: UInt, _ source: UInt) -> UInt32 {
    if source != 0, Text(zeroTerminatedBytes: source).count > 0xFFFE { return NTStatus.nameTooLong.rawValue }
    rtlInitAnsiString(target, source)
    return 0
}

/// RtlCreateUnicodeStringFromAsciiz. False without memory, or for a string that is too long.
@c(RtlCreateUnicodeStringFromAsciiz)
public func rtlCreateUnicodeStringFromAsciiz(_ target: UInt, _ source: UInt) -> UInt8 {
    var bytes = ANSI_STRING(Length: 0, MaximumLength: 0, Buffer: 0)
    return withPointer(to: &bytes) { bytes in
        guard rtlInitAnsiStringEx(bytes.address, source) == 0 else { return 0 }
        return rtlAnsiStringToUnicodeString(target, bytes.address, 1) == 0 ? 1 : 0
    }
}

/// RtlAnsiCharToUnicodeChar. The character at a place, which moves on.
@c(RtlAnsiCharToUnicodeChar)
public func rtlAnsiCharToUnicodeChar(_ place: UInt) -> UInt16 {
    let source = Pointer<UInt>(place)
    defer { source.value += 1 }
    return CodePage.character(of: Pointer<UInt8>(source.value).value)
}

/// RtlxAnsiStringToUnicodeSize, RtlAnsiStringToUnicodeSize. Bytes with a zero at the end.
@c(RtlxAnsiStringToUnicodeSize)
public func rtlxAnsiStringToUnicodeSize(_ string: UInt) -> UInt32 {
    UInt32(Pointer<ANSI_STRING>(string).value.Length) * 2 + 2
}

/// RtlxUnicodeStringToAnsiSize, RtlUnicodeStringToAnsiSize.
@c(RtlxUnicodeStringToAnsiSize)
public func rtlxUnicodeStringToAnsiSize(_ string: UInt) -> UInt32 {
    UInt32(Pointer<UNICODE_STRING>(string).value.Length) / 2 + 1
}

/// RtlEraseUnicodeString. Overwrites and empties it.
@c(RtlEraseUnicodeString)
public func rtlEraseUnicodeString(_ string: UInt) {
    let string = Pointer<UNICODE_STRING>(string)
    guard string.value.Buffer != 0 else { return }
    Bytes.fill(string.value.Buffer, count: Int(string.value.MaximumLength))
    string.value.Length = 0
}

/// RtlValidateUnicodeString. Errors: `invalidParameter` (flags, odd or contradicting lengths, no buffer).
@c(RtlValidateUnicodeString)
public func rtlValidateUnicodeString(_ flags: UInt32, _ string: UInt) -> UInt32 {
    guard string != 0 else { return flags == 0 ? 0 : NTStatus.invalidParameter.rawValue }
    let value = Pointer<UNICODE_STRING>(string).value
    let isSound =
        flags == 0 && value.Length % 2 == 0 && value.MaximumLength % 2 == 0 && value.Length <= value.MaximumLength
        && (value.Buffer != 0 || value.MaximumLength == 0)
    return isSound ? 0 : NTStatus.invalidParameter.rawValue
}
