import NTABI

/// RtlUnicodeToUTF8N. Converts what fits, whole characters only; tells how many bytes that is, or, without a target, all would be.
///
/// Returns `someNotMapped` if half a pair was replaced. Errors: `invalidParameter` (no source), `bufferTooSmall`.
@c(RtlUnicodeToUTF8N)
public func rtlUnicodeToUTF8N(_ target: UInt, _ size: UInt32, _ written: UInt, _ source: UInt, _ length: UInt32)
    -> UInt32
{
    guard source != 0 else { return NTStatus.invalidParameter.rawValue }
    let text = Text(.wide(source), count: Int(length / 2))
    var (place, index) = (0, 0)
    var result = NTStatus.success
    while index < text.count {
        var scalar = UInt32(text[index])
        var units = 1
        if 0xD800...0xDFFF ~= scalar {
            if scalar < 0xDC00, index + 1 < text.count, 0xDC00...0xDFFF ~= text[index + 1] {
                scalar = 0x1_0000 + (scalar - 0xD800) << 10 + UInt32(text[index + 1] - 0xDC00)
                units = 2
            } else {
                scalar = 0xFFFD
                result = .someNotMapped
            }
        }
        let count = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
        if target != 0 {
            guard place + count <= Int(size) else {
                result = .bufferTooSmall
                break
            }
            write(scalar, count, to: Pointer(target + UInt(place)))
        }
        place += count
        index += units
    }
    if written != 0 { Pointer<UInt32>(written).value = UInt32(place) }
    return result.rawValue
}

private func write(_ scalar: UInt32, _ count: Int, to place: Pointer<UInt8>) {
    guard count > 1 else {
        place[0] = UInt8(scalar)
        return
    }
    for index in 1..<count { place[index] = 0x80 | UInt8(scalar >> UInt32(6 * (count - 1 - index)) & 0x3F) }
    place[0] = UInt8(truncatingIfNeeded: 0xF00 >> UInt32(count)) | UInt8(scalar >> UInt32(6 * (count - 1)))
}

/// RtlUTF8ToUnicodeN. The other way; each byte that begins no character becomes U+FFFD.
///
/// Returns and errors as RtlUnicodeToUTF8N.
@c(RtlUTF8ToUnicodeN)
public func rtlUTF8ToUnicodeN(_ target: UInt, _ size: UInt32, _ written: UInt, _ source: UInt, _ length: UInt32)
    -> UInt32
{
    guard source != 0 else { return NTStatus.invalidParameter.rawValue }
    let bytes = Pointer<UInt8>(source)
    var (place, index) = (0, 0)
    var result = NTStatus.success
    while index < Int(length) {
        let (scalar, count) = scalar(bytes, index, Int(length))
        if count == 1, scalar == 0xFFFD { result = .someNotMapped }
        let units = scalar < 0x1_0000 ? 1 : 2
        if target != 0 {
            guard (place + units) * 2 <= Int(size) else {
                result = .bufferTooSmall
                break
            }
            let output = Pointer<UInt16>(target)
            if units == 1 {
                output[place] = UInt16(scalar)
            } else {
                output[place] = UInt16(0xD800 + (scalar - 0x1_0000) >> 10)
                output[place + 1] = UInt16(0xDC00 + (scalar - 0x1_0000) & 0x3FF)
            }
        }
        place += units
        index += count
    }
    if written != 0 { Pointer<UInt32>(written).value = UInt32(place * 2) }
    return result.rawValue
}

/// The character that begins at `index`, and its bytes; U+FFFD and one byte for none.
private func scalar(_ bytes: Pointer<UInt8>, _ index: Int, _ end: Int) -> (scalar: UInt32, count: Int) {
    let first = bytes[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard 0xC2...0xF4 ~= first, index + count <= end else { return (0xFFFD, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(count))
    for next in 1..<count {
        guard bytes[index + next] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
        value = value << 6 | UInt32(bytes[index + next] & 0x3F)
    }
    let least: UInt32 = count == 2 ? 0x80 : count == 3 ? 0x800 : 0x1_0000
    guard value >= least, value <= 0x10_FFFF, !(0xD800...0xDFFF ~= value) else { return (0xFFFD, 1) }
    return (value, count)
}
