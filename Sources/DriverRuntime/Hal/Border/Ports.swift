// A port's number travels as a pointer, by the driver model's custom; it is never followed. Buffers are the driver's, as long
// as it says.

import CWDM

private func number(_ port: UnsafeMutableRawPointer?) -> UInt16 {
    UInt16(truncatingIfNeeded: UInt(bitPattern: port))
}

/// Reads a port. One that the registry does not give this driver reads as ones.
@c(READ_PORT_UCHAR) public func readPortUchar(_ port: UnsafeMutableRawPointer?) -> UInt8 {
    UInt8(truncatingIfNeeded: unsafe HalpReadPort(number(port), 1))
}

/// The same for 16 bits.
@c(READ_PORT_USHORT) public func readPortUshort(_ port: UnsafeMutableRawPointer?) -> UInt16 {
    UInt16(truncatingIfNeeded: unsafe HalpReadPort(number(port), 2))
}

/// The same for 32 bits.
@c(READ_PORT_ULONG) public func readPortUlong(_ port: UnsafeMutableRawPointer?) -> UInt32 {
    unsafe HalpReadPort(number(port), 4)
}

/// Writes to a port. One that the registry does not give this driver stays as it is.
@c(WRITE_PORT_UCHAR)
public func writePortUchar(_ port: UnsafeMutableRawPointer?, _ value: UInt8) {
    unsafe HalpWritePort(number(port), 1, UInt32(value))
}

/// The same for 16 bits.
@c(WRITE_PORT_USHORT)
public func writePortUshort(_ port: UnsafeMutableRawPointer?, _ value: UInt16) {
    unsafe HalpWritePort(number(port), 2, UInt32(value))
}

/// The same for 32 bits.
@c(WRITE_PORT_ULONG)
public func writePortUlong(_ port: UnsafeMutableRawPointer?, _ value: UInt32) {
    unsafe HalpWritePort(number(port), 4, value)
}

/// Reads a port `count` times, into one element after the other.
@c(READ_PORT_BUFFER_UCHAR)
public func readPortBufferUchar(
    _ port: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt8>, _ count: UInt32
) {
    for index in 0..<Int(count) { unsafe buffer[index] = readPortUchar(port) }
}

/// The same for 16 bits.
@c(READ_PORT_BUFFER_USHORT)
public func readPortBufferUshort(
    _ port: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt16>, _ count: UInt32
) {
    for index in 0..<Int(count) { unsafe buffer[index] = readPortUshort(port) }
}

/// The same for 32 bits.
@c(READ_PORT_BUFFER_ULONG)
public func readPortBufferUlong(
    _ port: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt32>, _ count: UInt32
) {
    for index in 0..<Int(count) { unsafe buffer[index] = readPortUlong(port) }
}

/// Writes one element after the other to a port.
@c(WRITE_PORT_BUFFER_UCHAR)
public func writePortBufferUchar(
    _ port: UnsafeMutableRawPointer?, _ buffer: UnsafePointer<UInt8>, _ count: UInt32
) {
    for index in 0..<Int(count) { unsafe writePortUchar(port, buffer[index]) }
}

/// The same for 16 bits.
@c(WRITE_PORT_BUFFER_USHORT)
public func writePortBufferUshort(
    _ port: UnsafeMutableRawPointer?, _ buffer: UnsafePointer<UInt16>, _ count: UInt32
) {
    for index in 0..<Int(count) { unsafe writePortUshort(port, buffer[index]) }
}

/// The same for 32 bits.
@c(WRITE_PORT_BUFFER_ULONG)
public func writePortBufferUlong(
    _ port: UnsafeMutableRawPointer?, _ buffer: UnsafePointer<UInt32>, _ count: UInt32
) {
    for index in 0..<Int(count) { unsafe writePortUlong(port, buffer[index]) }
}
