/// RtlUniform. The next of a series of numbers from 0 to 2^31 - 1, by the seed, which becomes that number.
@c(RtlUniform)
public func rtlUniform(_ seed: UInt) -> UInt32 {
    let next = (UInt64(Pointer<UInt32>(seed).value) * 0x7FFF_FFED + 0x7FFF_FFC3) % 0x7FFF_FFFF
    Pointer<UInt32>(seed).value = UInt32(next)
    return UInt32(next)
}

/// RtlRandom, RtlRandomEx. A number from 0 to 2^31 - 2 that one cannot tell from the seed alone; the seed changes.
@c(RtlRandom)
public func rtlRandom(_ seed: UInt) -> UInt32 {
    let first = rtlUniform(seed)
    let second = rtlUniform(seed)
    return (first ^ second << 13 ^ ProcessState.nextSalt() >> 3) % 0x7FFF_FFFF
}

/// RtlComputeCrc32. The CRC-32 of so many bytes, going on from that of what stood before them.
@c(RtlComputeCrc32)
public func rtlComputeCrc32(_ initial: UInt32, _ bytes: UInt, _ length: Int32) -> UInt32 {
    var crc = ~initial
    for index in 0..<Int(max(length, 0)) {
        crc ^= UInt32(Pointer<UInt8>(bytes)[index])
        for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}
