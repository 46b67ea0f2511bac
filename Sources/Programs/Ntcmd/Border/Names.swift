// How a name reaches a system service. Every pointer made here lives as long as the closure it is handed to, and
// the services copy what they are given before they return: that is why these claims of safety hold.

import CNT
import NTABI

/// Hands `body` a UNICODE_STRING of `units`.
func withUnicodeString<Result>(
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
func withAttributes<Result>(
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

/// Throws the status of a service that did not succeed.
func check(_ status: UInt32) throws(NTStatus) {
    let status = NTStatus(rawValue: status)
    guard status.isSuccess else { throw status }
}

/// Calls a service that fills a buffer, with a larger buffer as long as it says that one is too small.
///
/// - Parameter query: Takes the buffer and its length in bytes.
func queried(
    startingAt size: Int = 4096, _ query: (UnsafeMutableRawPointer, UInt32) -> UInt32
) throws(NTStatus) -> [UInt8] {
    var size = size
    while true {
        var bytes = [UInt8](repeating: 0, count: size)
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return NTStatus.unsuccessful.rawValue }
            return unsafe query(base, UInt32(size))
        }
        switch NTStatus(rawValue: status) {
        case .infoLengthMismatch, .bufferOverflow, .bufferTooSmall:
            guard size < 1 << 20 else { throw NTStatus(rawValue: status) }
            size *= 2
        default:
            try check(status)
            return bytes
        }
    }
}

/// Structures and characters inside bytes that a service returned.
extension [UInt8] {
    /// A `T` at `offset`; `nil` when it would not lie inside.
    func load<T: BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T? {
        guard offset >= 0, offset + MemoryLayout<T>.size <= count else { return nil }
        return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }

    /// `length` bytes of UTF-16 at `offset`, as far as they lie inside.
    func utf16(at offset: Int, length: Int) -> [UInt16] {
        stride(from: 0, to: length - length % 2, by: 2).compactMap { step in
            load(UInt16.self, at: offset + step)
        }
    }
}

/// The characters of a string in this process's memory.
func characters(of string: UNICODE_STRING) -> [UInt16] {
    guard let base = unsafe UnsafePointer<UInt16>(bitPattern: string.Buffer) else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: base, count: Int(string.Length) / 2))
}
