// Unsafe only in the calls that take C structures: the address is built in a local of the right size, and
// buffers outlive the calls they are passed to.

import Foundation
import SystemPackage

/// A stream socket connected to a path of the file system.
struct UnixSocket: Sendable {
    private let descriptor: FileDescriptor

    /// Connects, or returns nil if nobody listens there yet.
    init?(_ path: FilePath, timeoutSeconds: Int) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ToolError("cannot make a socket: error \(errno)") }
        self.descriptor = FileDescriptor(rawValue: descriptor)
        var timeout = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else {
            throw ToolError("the path \(path) is too long for a socket")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, size)
            }
        }
        if status != 0 {
            try self.descriptor.close()
            return nil
        }
    }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe Foundation.send(
                    descriptor.rawValue, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw ToolError("QEMU closed its control socket") }
            rest = rest.dropFirst(sent)
        }
    }

    /// What has arrived, waiting for at least one byte; empty if the other side is gone or silent for
    /// longer than the time-out.
    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(descriptor.rawValue, $0.baseAddress, $0.count, 0)
        }
        return Array(buffer.prefix(max(0, count)))
    }

    func close() {
        try? descriptor.close()
    }
}
