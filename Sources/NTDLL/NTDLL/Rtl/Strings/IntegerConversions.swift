import CNT
import NTABI

/// The bases numbers are written in; 0 stands for 10.
private func checkedBase(_ base: UInt32) throws(NTStatus) -> UInt64 {
    switch base {
    case 0: 10
    case 2, 8, 10, 16: UInt64(base)
    default: throw .invalidParameter
    }
}

private func write(_ number: UInt64, _ base: UInt32, to target: UInt) throws(NTStatus) {
    let digits = Digits(number, base: try checkedBase(base), isUpper: true)
    let string = Pointer<UNICODE_STRING>(target)
    guard digits.count * 2 <= Int(string.value.MaximumLength) else { throw .bufferOverflow }
    let buffer = Pointer<UInt16>(string.value.Buffer)
    for index in 0..<digits.count { buffer[index] = digits[index] }
    string.value.Length = UInt16(digits.count * 2)
    string.terminate()
}

/// RtlIntegerToUnicodeString. Errors: `invalidParameter` (base), `bufferOverflow`.
@c(RtlIntegerToUnicodeString)
public func rtlIntegerToUnicodeString(_ number: UInt32, _ base: UInt32, _ target: UInt) -> UInt32 {
    status { () throws(NTStatus) in try write(UInt64(number), base, to: target) }
}

/// RtlInt64ToUnicodeString. Errors: `invalidParameter` (base), `bufferOverflow`.
@c(RtlInt64ToUnicodeString)
public func rtlInt64ToUnicodeString(_ number: UInt64, _ base: UInt32, _ target: UInt) -> UInt32 {
    status { () throws(NTStatus) in try write(number, base, to: target) }
}

/// RtlIntegerToChar. Bytes, with a zero if there is room. Errors: `invalidParameter` (base), `bufferOverflow`.
@c(RtlIntegerToChar)
public func rtlIntegerToChar(_ number: UInt32, _ base: UInt32, _ length: UInt32, _ target: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        let digits = Digits(UInt64(number), base: try checkedBase(base), isUpper: true)
        guard digits.count <= Int(length) else { throw .bufferOverflow }
        let buffer = Pointer<UInt8>(target)
        for index in 0..<digits.count { buffer[index] = UInt8(digits[index]) }
        if digits.count < Int(length) { buffer[digits.count] = 0 }
    }
}

/// The number a text begins with: white space, a sign, for base 0 a prefix (0x, 0o, 0b), digits. What is no digit ends
/// it, and what is too large wraps.
private func number(_ text: Text, _ base: UInt32) throws(NTStatus) -> UInt32 {
    var place = 0
    func character() -> UInt16 { place < text.count ? text[place] : 0 }
    while place < text.count, character() <= 0x20 { place += 1 }
    let isNegative = character() == 0x2D
    if isNegative || character() == 0x2B { place += 1 }
    var base = UInt32(try checkedBase(base)) == 10 && base == 0 ? 0 : base
    if base == 0 {
        base = 10
        if character() == 0x30, place + 1 < text.count {
            let prefixed: UInt32 =
                switch text[place + 1] {
                case 0x78: 16
                case 0x6F: 8
                case 0x62: 2
                default: 10
                }
            if prefixed != 10 { place += 2 }
            base = prefixed
        }
    }
    var value: UInt32 = 0
    while place < text.count {
        let unit = UInt32(text[place])
        let digit: UInt32 =
            switch unit {
            case 0x30...0x39: unit - 0x30
            case 0x41...0x46: unit - 0x37
            case 0x61...0x66: unit - 0x57
            default: .max
            }
        guard digit < base else { break }
        value = value &* base &+ digit
        place += 1
    }
    return isNegative ? 0 &- value : value
}

/// RtlUnicodeStringToInteger. Error: `invalidParameter` (base).
@c(RtlUnicodeStringToInteger)
public func rtlUnicodeStringToInteger(_ string: UInt, _ base: UInt32, _ value: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        Pointer<UInt32>(value).value = try number(Text(unicodeString: string), base)
    }
}

/// RtlCharToInteger. Bytes up to a zero. Error: `invalidParameter` (base).
@c(RtlCharToInteger)
public func rtlCharToInteger(_ string: UInt, _ base: UInt32, _ value: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        Pointer<UInt32>(value).value = try number(Text(zeroTerminatedBytes: string), base)
    }
}
