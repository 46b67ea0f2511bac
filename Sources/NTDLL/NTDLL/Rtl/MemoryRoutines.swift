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
