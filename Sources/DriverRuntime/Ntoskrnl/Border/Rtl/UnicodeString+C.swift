// Buffers of C strings are read while their owner keeps them, and copies are freed only by `freeCopy`.

import CNT
import CWDM
import NTABI

extension UnicodeString {
    /// What a UNICODE_STRING holds.
    init(copying string: UNICODE_STRING) {
        guard let buffer = unsafe UnsafePointer<UInt16>(bitPattern: string.Buffer) else {
            self.init()
            return
        }
        self.init(
            unsafe Array(UnsafeBufferPointer(start: buffer, count: Int(string.Length) / 2)))
    }

    /// A UNICODE_STRING with a buffer of its own, zero-terminated; empty if there is no memory.
    func copiedForC() -> UNICODE_STRING {
        var string = UNICODE_STRING()
        guard let buffer = unsafe allocatePool(byteCount + 2) else { return string }
        let characters = unsafe buffer.assumingMemoryBound(to: UInt16.self)
        for index in units.indices { unsafe characters[index] = units[index] }
        unsafe characters[count] = 0
        string.Buffer = UInt(bitPattern: buffer)
        string.Length = UInt16(byteCount)
        string.MaximumLength = UInt16(byteCount + 2)
        return string
    }

    static func freeCopy(_ string: UNICODE_STRING) {
        guard let buffer = unsafe UnsafeMutableRawPointer(bitPattern: string.Buffer) else { return }
        unsafe freePool(buffer)
    }

    /// Lends the text as a UNICODE_STRING.
    func withCString<R>(_ body: (UnsafePointer<UNICODE_STRING>) -> R) -> R {
        unsafe units.withUnsafeBufferPointer { buffer in
            var string = UNICODE_STRING()
            string.Buffer = UInt(bitPattern: buffer.baseAddress)
            string.Length = UInt16(byteCount)
            string.MaximumLength = string.Length
            return unsafe body(&string)
        }
    }
}
