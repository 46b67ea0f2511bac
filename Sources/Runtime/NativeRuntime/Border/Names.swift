// How a name reaches a system service. Every pointer made here lives as long as the closure it is handed to, and
// the services copy what they are given before they return: that is why these claims of safety hold.

import CNT
import NTABI

/// Hands `body` a UNICODE_STRING of `units`.
public func withUnicodeString<Result>(
    _ units: [UInt16], _ body: (UnsafePointer<UNICODE_STRING>) -> Result
) -> Result {
    var characters = units
    return unsafe characters.withUnsafeMutableBufferPointer { buffer in
        let bytes = UInt16(buffer.count * 2)
        var string = UNICODE_STRING(
            Length: bytes, MaximumLength: bytes, Buffer: UInt(bitPattern: buffer.baseAddress))
        return unsafe body(&string)
    }
}

/// Hands `body` the OBJECT_ATTRIBUTES of a path, without regard to case.
public func withAttributes<Result>(
    _ path: [UInt16], under root: UInt = 0, _ body: (UnsafePointer<OBJECT_ATTRIBUTES>) -> Result
) -> Result {
    unsafe withUnicodeString(path) { name in
        var attributes = OBJECT_ATTRIBUTES(
            Length: UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size), RootDirectory: root,
            ObjectName: UInt(bitPattern: name), Attributes: OBJ_CASE_INSENSITIVE,
            SecurityDescriptor: 0, SecurityQualityOfService: 0)
        return unsafe body(&attributes)
    }
}

/// Hands `body` the OBJECT_ATTRIBUTES of an ASCII path.
public func withAttributes<Result>(
    _ path: StaticString, under root: UInt = 0, _ body: (UnsafePointer<OBJECT_ATTRIBUTES>) -> Result
) -> Result {
    unsafe withAttributes(path.utf16Units, under: root, body)
}

extension StaticString {
    /// An ASCII literal as UTF-16.
    public var utf16Units: [UInt16] {
        var units: [UInt16] = []
        withUTF8Buffer { bytes in
            for index in 0..<bytes.count { units.append(UInt16(unsafe bytes[index])) }
        }
        return units
    }
}

/// The characters of a string in this process's memory.
public func characters(of string: UNICODE_STRING) -> [UInt16] {
    guard let base = unsafe UnsafePointer<UInt16>(bitPattern: string.Buffer) else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: base, count: Int(string.Length) / 2))
}
