// Unsafe in one way: values are copied through the pointers that `resolve` gives, never beyond the end of a page it
// was asked for, and nothing waits between resolving and copying. The other end of a copy is the caller's to vouch for.

import NTABI

extension Process {
    /// Reads one value. Throws `.accessViolation`, or what a guard page or a lack of memory says.
    @inline(__always)
    func read<T: BitwiseCopyable>(_ pointer: UserPointer<T>) throws(NTStatus) -> T {
        let size = MemoryLayout<T>.size
        if Int(pointer.address & (pageSize - 1)) <= Int(pageSize) - size {
            return try unsafe addressSpace.resolve(pointer.address, forWriting: false)
                .loadUnaligned(as: T.self)
        }
        let value = UnsafeMutablePointer<T>.allocate(capacity: 1)
        defer { unsafe value.deallocate() }
        try unsafe copyIn(UserBuffer(pointer.address, size), to: UnsafeMutableRawPointer(value))
        return unsafe value.pointee
    }

    /// Writes one value, whole or not at all. Errors as of `read`.
    @inline(__always)
    func write<T: BitwiseCopyable>(
        _ value: T, to pointer: UserPointer<T>
    ) throws(NTStatus) {
        let size = MemoryLayout<T>.size
        if Int(pointer.address & (pageSize - 1)) <= Int(pageSize) - size {
            return try unsafe addressSpace.resolve(pointer.address, forWriting: true)
                .storeBytes(of: value, as: T.self)
        }
        let buffer = UserBuffer(pointer.address, size)
        try probeForWrite(buffer)
        var failure: NTStatus?
        unsafe withUnsafeBytes(of: value) { bytes in
            guard let base = bytes.baseAddress else { return }
            do throws(NTStatus) { try unsafe copyOut(base, to: buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Copies from the process. What was copied before an error stays copied.
    func copyIn(
        _ buffer: UserBuffer, to destination: UnsafeMutableRawPointer
    ) throws(NTStatus) {
        try unsafe addressSpace.copyIn(buffer, to: destination)
    }

    /// Copies into the process. What was copied before an error stays copied.
    func copyOut(
        _ source: UnsafeRawPointer, to buffer: UserBuffer
    ) throws(NTStatus) {
        try unsafe addressSpace.copyOut(source, to: buffer)
    }

    /// Reads bytes; the caller has bounded how many.
    func readBytes(_ buffer: UserBuffer) throws(NTStatus) -> [UInt8] {
        guard buffer.length > 0 else { return [] }
        try addressSpace.check(buffer)
        var bytes = [UInt8](repeating: 0, count: buffer.length)
        var failure: NTStatus?
        unsafe bytes.withUnsafeMutableBytes { destination in
            guard let base = destination.baseAddress else { return }
            do throws(NTStatus) { try unsafe copyIn(buffer, to: base) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Makes sure that every byte can be written to. Errors as of `read`.
    func probeForWrite(_ buffer: UserBuffer) throws(NTStatus) {
        guard buffer.length > 0 else { return }
        try addressSpace.check(buffer)
        let last = buffer.address + UInt(buffer.length) - 1
        var address = buffer.address
        while true {
            _ = try addressSpace.presentEntry(at: address, forWriting: true)
            guard address.pageRoundedDown != last.pageRoundedDown else { return }
            address = address.pageRoundedDown + pageSize
        }
    }
}

extension AddressSpace {
    /// Refuses a buffer that is not in user space as a whole. `.accessViolation`.
    func check(_ buffer: UserBuffer) throws(NTStatus) {
        guard buffer.length >= 0, buffer.address <= Self.highest,
            UInt(buffer.length) <= Self.highest - buffer.address + 1
        else { throw .accessViolation }
    }

    /// Copies from this address space, a page at a time.
    func copyIn(
        _ buffer: UserBuffer, to destination: UnsafeMutableRawPointer
    ) throws(NTStatus) {
        try check(buffer)
        var done = 0
        while done < buffer.length {
            let address = buffer.address + UInt(done)
            let count = min(buffer.length - done, Int(pageSize - (address & (pageSize - 1))))
            let source = try unsafe resolve(address, forWriting: false)
            unsafe (destination + done).copyMemory(from: source, byteCount: count)
            done += count
        }
    }

    /// Copies into this address space, a page at a time.
    func copyOut(
        _ source: UnsafeRawPointer, to buffer: UserBuffer
    ) throws(NTStatus) {
        try check(buffer)
        var done = 0
        while done < buffer.length {
            let address = buffer.address + UInt(done)
            let count = min(buffer.length - done, Int(pageSize - (address & (pageSize - 1))))
            let destination = try unsafe resolve(address, forWriting: true)
            unsafe destination.copyMemory(from: source + done, byteCount: count)
            done += count
        }
    }

    /// Copies between two address spaces, a page at a time; returns how many bytes were copied before one of them had no
    /// page for more.
    func copy(
        _ source: UserBuffer, to destination: UInt, of other: AddressSpace
    ) -> (copied: Int, failure: NTStatus?) {
        var done = 0
        while done < source.length {
            let from = source.address + UInt(done)
            let to = destination + UInt(done)
            let room = min(pageSize - (from & (pageSize - 1)), pageSize - (to & (pageSize - 1)))
            let count = min(source.length - done, Int(room))
            do throws(NTStatus) {
                let target = try unsafe other.resolve(to, forWriting: true)
                let bytes = try unsafe resolve(from, forWriting: false)
                unsafe target.copyMemory(from: bytes, byteCount: count)
            } catch { return (done, error) }
            done += count
        }
        return (done, nil)
    }
}
