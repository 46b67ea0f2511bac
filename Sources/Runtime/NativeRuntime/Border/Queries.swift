// Asking the system. The buffers passed live until the service returns, and results are read with bounds checks: that
// is why these claims of safety hold.

import CNT
import NTABI

/// Throws the status of a service that did not succeed.
public func check(_ status: UInt32) throws(NTStatus) {
    let status = NTStatus(rawValue: status)
    guard status.isSuccess else { throw status }
}

/// Calls a service that fills a buffer, with a larger buffer as long as it says that one is too small.
///
/// - Parameter query: Takes the buffer and its length in bytes.
public func queried(
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
    public func load<T: BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T? {
        guard offset >= 0, offset + MemoryLayout<T>.size <= count else { return nil }
        return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }

    /// `length` bytes of UTF-16 at `offset`, as far as they lie inside.
    public func utf16(at offset: Int, length: Int) -> [UInt16] {
        stride(from: 0, to: length - length % 2, by: 2).compactMap { step in
            load(UInt16.self, at: offset + step)
        }
    }
}
