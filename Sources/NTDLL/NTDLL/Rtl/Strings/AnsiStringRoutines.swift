import CNT
import NTABI

// ANSI_STRING and STRING have UNICODE_STRING's layout, with characters of one byte.

extension Text {
    /// The characters of an ANSI_STRING at this address; none for a null address.
    init(ansiString address: UInt) {
        guard address != 0 else {
            self.init(.bytes(0), count: 0)
            return
        }
        let string = Pointer<ANSI_STRING>(address).value
        self.init(.bytes(string.Buffer), count: Int(string.Length))
    }

    /// Bytes up to a zero.
    init(zeroTerminatedBytes address: UInt) {
        var count = 0
        while Pointer<UInt8>(address)[count] != 0 { count += 1 }
        self.init(.bytes(address), count: count)
    }
}

/// RtlInitAnsiString, RtlInitString. A null source gives an empty string; one that is too long is cut.
@c(RtlInitAnsiString)
public func rtlInitAnsiString(_ target: UInt, _ source: UInt) {
    let count = source == 0 ? 0 : min(Text(zeroTerminatedBytes: source).count, 0xFFFE)
    Pointer<ANSI_STRING>(target).value = ANSI_STRING(
        Length: UInt16(count), MaximumLength: source == 0 ? 0 : UInt16(count + 1), Buffer: source)
}

/// RtlFreeAnsiString.
@c(RtlFreeAnsiString)
public func rtlFreeAnsiString(_ string: UInt) {
    let pointer = Pointer<ANSI_STRING>(string)
    guard pointer.value.Buffer != 0 else { return }
    Memory.free(pointer.value.Buffer)
    pointer.value = ANSI_STRING(Length: 0, MaximumLength: 0, Buffer: 0)
}

/// RtlAnsiStringToUnicodeString.
///
/// Errors: `invalidParameter2` (longer than a UNICODE_STRING can be), `noMemory`, `bufferOverflow`.
@c(RtlAnsiStringToUnicodeString)
public func rtlAnsiStringToUnicodeString(_ target: UInt, _ source: UInt, _ allocates: UInt8) -> UInt32 {
    status { () throws(NTStatus) in
        let string = Pointer<UNICODE_STRING>(target)
        let bytes = Pointer<ANSI_STRING>(source).value
        let size = Int(bytes.Length) * 2 + 2
        guard size <= 0xFFFF else { throw .invalidParameter2 }
        if allocates != 0 {
            try string.allocate(size)
        } else if size > Int(string.value.MaximumLength) {
            throw .bufferOverflow
        }
        let buffer = Pointer<UInt16>(string.value.Buffer)
        for index in 0..<Int(bytes.Length) {
            buffer[index] = CodePage.character(of: Pointer<UInt8>(bytes.Buffer)[index])
        }
        string.value.Length = UInt16(size - 2)
        string.terminate()
    }
}

/// RtlUnicodeStringToAnsiString. What does not fit into a buffer of the caller's is cut.
///
/// Errors: `noMemory`; `bufferOverflow`, with as much as there is room for in place.
@c(RtlUnicodeStringToAnsiString)
public func rtlUnicodeStringToAnsiString(_ target: UInt, _ source: UInt, _ allocates: UInt8) -> UInt32 {
    status { () throws(NTStatus) in
        let string = Pointer<ANSI_STRING>(target)
        let text = Text(unicodeString: source)
        if allocates != 0 {
            let memory = try Memory.allocate(text.count + 1)
            string.value = ANSI_STRING(Length: 0, MaximumLength: UInt16(text.count + 1), Buffer: memory)
        }
        guard string.value.MaximumLength > 0 else { throw .bufferOverflow }
        let count = min(text.count, Int(string.value.MaximumLength) - 1)
        let buffer = Pointer<UInt8>(string.value.Buffer)
        for index in 0..<count { buffer[index] = CodePage.byte(of: text[index]) }
        buffer[count] = 0
        string.value.Length = UInt16(count)
        if count < text.count { throw .bufferOverflow }
    }
}

/// RtlMultiByteToUnicodeN. Sizes in bytes; what does not fit is left out. No zero is added.
@c(RtlMultiByteToUnicodeN)
public func rtlMultiByteToUnicodeN(
    _ target: UInt, _ targetSize: UInt32, _ written: UInt, _ source: UInt, _ sourceSize: UInt32
) -> UInt32 {
    let count = min(Int(targetSize) / 2, Int(sourceSize))
    for index in 0..<count {
        Pointer<UInt16>(target)[index] = CodePage.character(of: Pointer<UInt8>(source)[index])
    }
    if written != 0 { Pointer<UInt32>(written).value = UInt32(count * 2) }
    return 0
}

/// RtlUnicodeToMultiByteN. Sizes in bytes; what does not fit is left out. No zero is added.
@c(RtlUnicodeToMultiByteN)
public func rtlUnicodeToMultiByteN(
    _ target: UInt, _ targetSize: UInt32, _ written: UInt, _ source: UInt, _ sourceSize: UInt32
) -> UInt32 {
    let count = min(Int(targetSize), Int(sourceSize) / 2)
    for index in 0..<count {
        Pointer<UInt8>(target)[index] = CodePage.byte(of: Pointer<UInt16>(source)[index])
    }
    if written != 0 { Pointer<UInt32>(written).value = UInt32(count) }
    return 0
}

/// RtlMultiByteToUnicodeSize. Bytes that RtlMultiByteToUnicodeN would write.
@c(RtlMultiByteToUnicodeSize)
public func rtlMultiByteToUnicodeSize(_ size: UInt, _ source: UInt, _ sourceSize: UInt32) -> UInt32 {
    Pointer<UInt32>(size).value = sourceSize &* 2
    return 0
}

/// RtlUnicodeToMultiByteSize. Bytes that RtlUnicodeToMultiByteN would write.
@c(RtlUnicodeToMultiByteSize)
public func rtlUnicodeToMultiByteSize(_ size: UInt, _ source: UInt, _ sourceSize: UInt32) -> UInt32 {
    Pointer<UInt32>(size).value = sourceSize / 2
    return 0
}

/// RtlCompareString. Negative, zero or positive as the first stands before, at or after the second.
@c(RtlCompareString)
public func rtlCompareString(_ first: UInt, _ second: UInt, _ ignoringCase: UInt8) -> Int32 {
    Int32(Text(ansiString: first).order(Text(ansiString: second), ignoringCase: ignoringCase != 0))
}

/// RtlEqualString.
@c(RtlEqualString)
public func rtlEqualString(_ first: UInt, _ second: UInt, _ ignoringCase: UInt8) -> UInt8 {
    rtlCompareString(first, second, ignoringCase) == 0 ? 1 : 0
}
