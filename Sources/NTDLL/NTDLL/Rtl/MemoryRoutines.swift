/// RtlCompareMemory. How many bytes are the same from the start on.
@c(RtlCompareMemory)
public func rtlCompareMemory(_ first: UInt, _ second: UInt, _ length: UInt) -> UInt {
    var count: UInt = 0
    while count < length, Pointer<UInt8>(first + count).value == Pointer<UInt8>(second + count).value { count += 1 }
    return count
}

/// RtlFillMemory.
@c(RtlFillMemory)
public func rtlFillMemory(_ target: UInt, _ length: UInt, _ byte: UInt8) {
    Bytes.fill(target, count: Int(bitPattern: length), with: byte)
}

/// RtlZeroMemory.
@c(RtlZeroMemory)
public func rtlZeroMemory(_ target: UInt, _ length: UInt) {
    Bytes.fill(target, count: Int(bitPattern: length))
}

/// RtlCompareMemoryUlong. How many bytes from the start on are a pattern of four, whole patterns only.
@c(RtlCompareMemoryUlong)
public func rtlCompareMemoryUlong(_ source: UInt, _ length: UInt, _ pattern: UInt32) -> UInt {
    var count: UInt = 0
    while count + 4 <= length, Pointer<UInt32>(source + count).value == pattern { count += 4 }
    return count
}

/// RtlFillMemoryUlong. Fills with a pattern of four bytes, whole ones only.
@c(RtlFillMemoryUlong)
public func rtlFillMemoryUlong(_ target: UInt, _ length: UInt, _ pattern: UInt32) {
    for index in 0..<Int(length / 4) { Pointer<UInt32>(target)[index] = pattern }
}
