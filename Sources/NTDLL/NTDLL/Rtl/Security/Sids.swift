import CNT
import NTABI

/// A security identifier in memory: revision, count, six bytes of authority, and as many numbers of 32 bits.
struct Sid {
    let address: UInt

    init(at address: UInt) { self.address = address }

    static let maximumParts: UInt8 = 15

    static func length(parts: UInt8) -> UInt32 { 8 + 4 * UInt32(parts) }

    var count: UInt8 { Pointer<UInt8>(address)[1] }
    var length: UInt32 { Self.length(parts: count) }
    var parts: Pointer<UInt32> { Pointer(address + 8) }
    var isValid: Bool { Pointer<UInt8>(address)[0] & 15 == 1 && count <= Self.maximumParts }

    /// The identifier authority: a number, its highest byte first.
    var authority: UInt64 {
        var value: UInt64 = 0
        for index in 2..<8 { value = value << 8 | UInt64(Pointer<UInt8>(address)[index]) }
        return value
    }

    func initialize(authority: UInt, count: UInt8) {
        Pointer<UInt8>(address)[0] = 1
        Pointer<UInt8>(address)[1] = count
        Bytes.copy(to: address + 2, from: authority, count: 6)
        for index in 0..<Int(count) { parts[index] = 0 }
    }

    func isSame(as other: Sid) -> Bool {
        count == other.count && rtlCompareMemory(address, other.address, UInt(length)) == UInt(length)
    }
}

/// RtlLengthRequiredSid.
@c(RtlLengthRequiredSid)
public func rtlLengthRequiredSid(_ count: UInt32) -> UInt32 { 8 + 4 * count }

/// RtlLengthSid.
@c(RtlLengthSid)
public func rtlLengthSid(_ sid: UInt) -> UInt32 { Sid(at: sid).length }

/// RtlInitializeSid. Error: `invalidParameter` (more than 15 numbers).
@c(RtlInitializeSid)
public func rtlInitializeSid(_ sid: UInt, _ authority: UInt, _ count: UInt8) -> UInt32 {
    guard count <= Sid.maximumParts else { return NTStatus.invalidParameter.rawValue }
    Sid(at: sid).initialize(authority: authority, count: count)
    return 0
}

/// RtlIdentifierAuthoritySid. Where it lies.
@c(RtlIdentifierAuthoritySid)
public func rtlIdentifierAuthoritySid(_ sid: UInt) -> UInt { sid + 2 }

/// RtlSubAuthorityCountSid.
@c(RtlSubAuthorityCountSid)
public func rtlSubAuthorityCountSid(_ sid: UInt) -> UInt { sid + 1 }

/// RtlSubAuthoritySid.
@c(RtlSubAuthoritySid)
public func rtlSubAuthoritySid(_ sid: UInt, _ index: UInt32) -> UInt { sid + 8 + 4 * UInt(index) }

/// RtlValidSid.
@c(RtlValidSid)
public func rtlValidSid(_ sid: UInt) -> UInt8 { sid != 0 && Sid(at: sid).isValid ? 1 : 0 }

/// RtlEqualSid.
@c(RtlEqualSid)
public func rtlEqualSid(_ first: UInt, _ second: UInt) -> UInt8 { Sid(at: first).isSame(as: Sid(at: second)) ? 1 : 0 }

/// RtlEqualPrefixSid. Whether they are the same but for the last number.
@c(RtlEqualPrefixSid)
public func rtlEqualPrefixSid(_ first: UInt, _ second: UInt) -> UInt8 {
    guard Sid(at: first).count == Sid(at: second).count else { return 0 }
    let length = UInt(Sid(at: first).length) - (Sid(at: first).count > 0 ? 4 : 0)
    return rtlCompareMemory(first, second, length) == length ? 1 : 0
}

/// RtlCopySid. Error: `bufferTooSmall`.
@c(RtlCopySid)
public func rtlCopySid(_ size: UInt32, _ target: UInt, _ source: UInt) -> UInt32 {
    guard Sid(at: source).length <= size else { return NTStatus.bufferTooSmall.rawValue }
    Bytes.copy(to: target, from: source, count: Int(Sid(at: source).length))
    return 0
}

/// RtlAllocateAndInitializeSid. Up to eight numbers. Errors: `invalidSid` (more), `noMemory`.
@c(RtlAllocateAndInitializeSid)
public func rtlAllocateAndInitializeSid(
    _ authority: UInt, _ count: UInt8, _ part0: UInt32, _ part1: UInt32, _ part2: UInt32, _ part3: UInt32,
    _ part4: UInt32,
    _ part5: UInt32, _ part6: UInt32, _ part7: UInt32, _ result: UInt
) -> UInt32 {
    status { () throws(NTStatus) in
        guard count <= 8 else { throw .invalidSid }
        let sid = Sid(at: try Memory.allocate(Int(Sid.length(parts: count))))
        sid.initialize(authority: authority, count: count)
        let parts: InlineArray<8, UInt32> = [part0, part1, part2, part3, part4, part5, part6, part7]
        for index in 0..<Int(count) { sid.parts[index] = parts[index] }
        Pointer<UInt>(result).value = sid.address
    }
}

/// RtlFreeSid. Null, as the sign that it is gone.
@c(RtlFreeSid)
public func rtlFreeSid(_ sid: UInt) -> UInt {
    Memory.free(sid)
    return 0
}

/// RtlConvertSidToUnicodeString. `S-1-5-18`; an authority beyond 32 bits in hexadecimal.
///
/// Errors: `invalidSid`, `noMemory`; `bufferOverflow` (no room in the caller's buffer).
@c(RtlConvertSidToUnicodeString)
public func rtlConvertSidToUnicodeString(_ target: UInt, _ sid: UInt, _ allocates: UInt8) -> UInt32 {
    guard rtlValidSid(sid) != 0 else { return NTStatus.invalidSid.rawValue }
    let sid = Sid(at: sid)
    var characters = InlineArray<192, UInt16>(repeating: 0)
    var count = 0
    func put(_ text: StaticString) { for index in 0..<text.utf8CodeUnitCount { put(Text(text)[index]) } }
    func put(_ unit: UInt16) {
        characters[count] = unit
        count += 1
    }
    func put(_ number: UInt64, base: UInt64 = 10) {
        let digits = Digits(number, base: base, isUpper: false)
        for index in 0..<digits.count { put(digits[index]) }
    }
    put("S-1-")
    if sid.authority >> 32 != 0 {
        put("0x")
        put(sid.authority, base: 16)
    } else {
        put(sid.authority)
    }
    for index in 0..<Int(sid.count) {
        put(0x2D)
        put(UInt64(sid.parts[index]))
    }
    return status { () throws(NTStatus) in
        let string = Pointer<UNICODE_STRING>(target)
        if allocates != 0 { try string.allocate(2 * count + 2) }
        guard 2 * count <= Int(string.value.MaximumLength) else { throw .bufferOverflow }
        for index in 0..<count { Pointer<UInt16>(string.value.Buffer)[index] = characters[index] }
        string.value.Length = UInt16(2 * count)
        string.terminate()
    }
}
