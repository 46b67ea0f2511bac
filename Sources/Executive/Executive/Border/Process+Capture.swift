// Unsafe in one way: an array's storage is filled through a pointer before the array is used.

import CNT
import NTABI

// Structures that services take by pointer, copied once and checked afterwards.
extension Process {
    /// A UNICODE_STRING and its characters. Half a character at the end is ignored.
    func captureString(
        _ pointer: UserPointer<UNICODE_STRING>
    ) throws(NTStatus) -> UnicodeString {
        let header = try read(pointer)
        return try captureText(at: header.Buffer, count: Int(header.Length) / 2)
    }

    /// OBJECT_ATTRIBUTES with its name.
    ///
    /// Errors, in this order: `.datatypeMisalignment`, `.accessViolation`, `.invalidParameter` (length, unknown flags),
    /// `.objectNameInvalid` (half a character).
    func captureAttributes(
        _ pointer: UserPointer<OBJECT_ATTRIBUTES>
    ) throws(NTStatus) -> ObjectAttributes {
        try requireAlignment(pointer.address, to: 4)
        let structure = try read(pointer)
        let flags = ObjectFlags(rawValue: structure.Attributes)
        guard structure.Length == UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size),
            flags.isSubset(of: .valid)
        else { throw .invalidParameter }
        var attributes = ObjectAttributes(flags: flags)
        if structure.RootDirectory != 0 {
            attributes.root = Handle(rawValue: UInt(structure.RootDirectory))
        }
        guard let name = UserPointer<UNICODE_STRING>(UInt(structure.ObjectName)) else {
            return attributes
        }
        let header = try read(name)
        guard header.Length % 2 == 0 else { throw .objectNameInvalid }
        if header.Length > 0 {
            attributes.name = try captureText(at: header.Buffer, count: Int(header.Length) / 2)
        }
        return attributes
    }

    private func captureText(at address: UInt, count: Int) throws(NTStatus) -> UnicodeString {
        guard count > 0 else { return UnicodeString() }
        var failure: NTStatus?
        let units = unsafe [UInt16](unsafeUninitializedCapacity: count) { storage, filled in
            guard let base = storage.baseAddress else { return }
            do throws(NTStatus) {
                try unsafe copyIn(UserBuffer(address, count * 2), to: UnsafeMutableRawPointer(base))
                filled = count
            } catch { failure = error }
        }
        if let failure { throw failure }
        return UnicodeString(units)
    }
}
