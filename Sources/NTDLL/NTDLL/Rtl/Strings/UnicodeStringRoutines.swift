import CNT
import NTABI

// UNICODE_STRINGs in place: lengths are in bytes, and a zero follows the characters wherever there is room for one.

extension Pointer<UNICODE_STRING> {
    /// Its characters.
    var text: Text { Text(value) }

    /// Writes a zero behind the characters, if the buffer has room.
    func terminate() {
        guard value.Length + 2 <= value.MaximumLength else { return }
        Pointer<UInt16>(value.Buffer)[Int(value.Length) / 2] = 0
    }

    /// Adds characters. Error: `bufferTooSmall`, with nothing changed.
    func append(_ text: Text) throws(NTStatus) {
        let length = Int(value.Length)
        guard length + text.count * 2 <= Int(value.MaximumLength) else { throw .bufferTooSmall }
        let end = Pointer<UInt16>(value.Buffer + UInt(length))
        for index in 0..<text.count { end[index] = text[index] }
        value.Length = UInt16(length + text.count * 2)
        terminate()
    }

    /// Becomes a new buffer with room for `size` bytes and no characters.
    func allocate(_ size: Int) throws(NTStatus) {
        let memory = try Memory.allocate(max(size, 2))
        value = UNICODE_STRING(Length: 0, MaximumLength: UInt16(size), Buffer: memory)
    }
}

/// The status of `body`: what it throws, or success.
func status(_ body: () throws(NTStatus) -> Void) -> UInt32 {
    do throws(NTStatus) {
        try body()
        return NTStatus.success.rawValue
    } catch { return error.rawValue }
}

/// RtlInitUnicodeString. A null source gives an empty string; one that is too long is cut.
@c(RtlInitUnicodeString)
public func rtlInitUnicodeString(_ target: UInt, _ source: UInt) {
    let longest = 0x7FFE
    let count = source == 0 ? 0 : min(Text(zeroTerminated: source).count, longest)
    Pointer<UNICODE_STRING>(target).value = UNICODE_STRING(
        Length: UInt16(count * 2), MaximumLength: source == 0 ? 0 : UInt16(count * 2 + 2), Buffer: source)
}

/// RtlInitUnicodeStringEx. Error: `nameTooLong`, where RtlInitUnicodeString cuts.
@c(RtlInitUnicodeStringEx)
public func rtlInitUnicodeStringEx(_ target: UInt, _ source: UInt) -> UInt32 {
    if source != 0, Text(zeroTerminated: source).count > 0x7FFE { return NTStatus.nameTooLong.rawValue }
    rtlInitUnicodeString(target, source)
    return 0
}

/// RtlCopyUnicodeString. Copies what fits; a null source empties the target.
@c(RtlCopyUnicodeString)
public func rtlCopyUnicodeString(_ target: UInt, _ source: UInt) {
    let string = Pointer<UNICODE_STRING>(target)
    let text = Text(unicodeString: source)
    string.value.Length = 0
    try? string.append(text.part(0, min(text.count, Int(string.value.MaximumLength) / 2)))
}

/// RtlAppendUnicodeToString. Error: `bufferTooSmall`.
@c(RtlAppendUnicodeToString)
public func rtlAppendUnicodeToString(_ target: UInt, _ source: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        if source != 0 { try Pointer<UNICODE_STRING>(target).append(Text(zeroTerminated: source)) }
    }
}

/// RtlAppendUnicodeStringToString. Error: `bufferTooSmall`.
@c(RtlAppendUnicodeStringToString)
public func rtlAppendUnicodeStringToString(_ target: UInt, _ source: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        try Pointer<UNICODE_STRING>(target).append(Text(unicodeString: source))
    }
}

/// RtlCompareUnicodeString. Negative, zero or positive as the first stands before, at or after the second.
@c(RtlCompareUnicodeString)
public func rtlCompareUnicodeString(_ first: UInt, _ second: UInt, _ ignoringCase: UInt8) -> Int32 {
    Int32(Text(unicodeString: first).order(Text(unicodeString: second), ignoringCase: ignoringCase != 0))
}

/// RtlEqualUnicodeString.
@c(RtlEqualUnicodeString)
public func rtlEqualUnicodeString(_ first: UInt, _ second: UInt, _ ignoringCase: UInt8) -> UInt8 {
    let (left, right) = (Text(unicodeString: first), Text(unicodeString: second))
    return left.count == right.count && left.order(right, ignoringCase: ignoringCase != 0) == 0 ? 1 : 0
}

/// RtlPrefixUnicodeString. Whether the second begins with the first.
@c(RtlPrefixUnicodeString)
public func rtlPrefixUnicodeString(_ prefix: UInt, _ string: UInt, _ ignoringCase: UInt8) -> UInt8 {
    Text(unicodeString: string).begins(with: Text(unicodeString: prefix), ignoringCase: ignoringCase != 0) ? 1 : 0
}

/// RtlUpcaseUnicodeChar.
@c(RtlUpcaseUnicodeChar)
public func rtlUpcaseUnicodeChar(_ character: UInt16) -> UInt16 { UnicodeString.upcased(character) }

/// RtlUpcaseUnicodeString. Errors: `noMemory`; `bufferOverflow` (a target that is not allocated and too small).
@c(RtlUpcaseUnicodeString)
public func rtlUpcaseUnicodeString(_ target: UInt, _ source: UInt, _ allocates: UInt8) -> UInt32 {
    status { () throws(NTStatus) in
        let string = Pointer<UNICODE_STRING>(target)
        let text = Text(unicodeString: source)
        if allocates != 0 {
            try string.allocate(text.count * 2)
        } else if text.count * 2 > Int(string.value.MaximumLength) {
            throw .bufferOverflow
        }
        let buffer = Pointer<UInt16>(string.value.Buffer)
        for index in 0..<text.count { buffer[index] = UnicodeString.upcased(text[index]) }
        string.value.Length = UInt16(text.count * 2)
    }
}

/// RtlCreateUnicodeString. An allocated copy with its zero; false if there is no memory.
@c(RtlCreateUnicodeString)
public func rtlCreateUnicodeString(_ target: UInt, _ source: UInt) -> UInt8 {
    guard source != 0 else { return 0 }
    let text = Text(zeroTerminated: source)
    guard text.count <= 0x7FFE else { return 0 }
    let made = status { () throws(NTStatus) in
        try Pointer<UNICODE_STRING>(target).allocate(text.count * 2 + 2)
        try Pointer<UNICODE_STRING>(target).append(text)
    }
    return made == 0 ? 1 : 0
}

/// RtlDuplicateUnicodeString. Flag 1 adds a zero behind the characters, flag 2 allocates even for an empty string.
/// Errors: `invalidParameter` (unknown flags); `noMemory`.
@c(RtlDuplicateUnicodeString)
public func rtlDuplicateUnicodeString(_ flags: UInt32, _ source: UInt, _ target: UInt) -> UInt32 {
    guard flags <= 3, flags != 2, target != 0 else { return NTStatus.invalidParameter.rawValue }
    let text = Text(unicodeString: source)
    let string = Pointer<UNICODE_STRING>(target)
    return status { () throws(NTStatus) in
        guard text.count > 0 || flags & 2 != 0 else {
            string.value = UNICODE_STRING(Length: 0, MaximumLength: 0, Buffer: 0)
            return
        }
        try string.allocate(text.count * 2 + (flags & 1 != 0 ? 2 : 0))
        try string.append(text)
    }
}

/// RtlFreeUnicodeString. What one of the allocating routines made; an empty one is left alone.
@c(RtlFreeUnicodeString)
public func rtlFreeUnicodeString(_ string: UInt) {
    let pointer = Pointer<UNICODE_STRING>(string)
    guard pointer.value.Buffer != 0 else { return }
    Memory.free(pointer.value.Buffer)
    pointer.value = UNICODE_STRING(Length: 0, MaximumLength: 0, Buffer: 0)
}
