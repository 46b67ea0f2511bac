import CNT
import NTABI

/// How a GUID is written: which byte of it follows, and where the dashes stand.
private let guidBytes: InlineArray<16, Int8> = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
private let guidLength = 38

private func hasDash(before byte: Int) -> Bool { byte == 4 || byte == 6 || byte == 8 || byte == 10 }

/// RtlStringFromGUID. `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}`, in a new buffer.
///
/// Error: `noMemory`.
@c(RtlStringFromGUID)
public func rtlStringFromGUID(_ guid: UInt, _ target: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        let string = Pointer<UNICODE_STRING>(target)
        try string.allocate(2 * guidLength + 2)
        let buffer = Pointer<UInt16>(string.value.Buffer)
        var place = 0
        func put(_ unit: UInt16) {
            buffer[place] = unit
            place += 1
        }
        func put(digit: UInt8) { put(UInt16(digit < 10 ? 0x30 + digit : 0x57 + digit)) }
        put(0x7B)
        for index in 0..<16 {
            if hasDash(before: index) { put(0x2D) }
            let byte = Pointer<UInt8>(guid)[Int(guidBytes[index])]
            put(digit: byte >> 4)
            put(digit: byte & 15)
        }
        put(0x7D)
        string.value.Length = UInt16(2 * guidLength)
        string.terminate()
    }
}

/// RtlGUIDFromString.
///
/// Error: `invalidParameter`, with the GUID as it was.
@c(RtlGUIDFromString)
public func rtlGUIDFromString(_ source: UInt, _ guid: UInt) -> UInt32 {
    let text = Text(unicodeString: source)
    var bytes = InlineArray<16, UInt8>(repeating: 0)
    var place = 0
    func take(_ unit: UInt16) -> Bool {
        defer { place += 1 }
        return place < text.count && text[place] == unit
    }
    func digit() -> UInt8? {
        guard place < text.count else { return nil }
        defer { place += 1 }
        switch text[place] {
        case 0x30...0x39: return UInt8(text[place] - 0x30)
        case 0x41...0x46: return UInt8(text[place] - 0x37)
        case 0x61...0x66: return UInt8(text[place] - 0x57)
        default: return nil
        }
    }
    guard take(0x7B) else { return NTStatus.invalidParameter.rawValue }
    for index in 0..<16 {
        guard !hasDash(before: index) || take(0x2D), let high = digit(), let low = digit() else {
            return NTStatus.invalidParameter.rawValue
        }
        bytes[Int(guidBytes[index])] = high << 4 | low
    }
    guard take(0x7D), place == text.count else { return NTStatus.invalidParameter.rawValue }
    for index in 0..<16 { Pointer<UInt8>(guid)[index] = bytes[index] }
    return 0
}
