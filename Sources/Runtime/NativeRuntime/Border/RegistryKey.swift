// Keys of the registry. Buffers live until the service they are passed to returns, and results are read with bounds
// checks.

import CNT
import NTABI

/// One value of a key, as the registry keeps it.
public struct RegistryValue {
    public let name: [UInt16]
    /// REG_*
    public let type: UInt32
    public let bytes: [UInt8]

    public init(name: [UInt16], type: UInt32, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
    }

    /// The value as text: what precedes the first zero.
    public var string: [UInt16] {
        Array(bytes.utf16(at: 0, length: bytes.count).prefix { $0 != 0 })
    }

    /// The value as a REG_DWORD.
    public var dword: UInt32? { type == REG_DWORD ? bytes.load(UInt32.self, at: 0) : nil }
}

/// An open key.
public struct RegistryKey {
    private let handle: UInt

    /// Opens a key by its full path. Errors: those of the path; `.objectNameNotFound`.
    public static func open(_ path: [UInt16], writable: Bool) throws(NTStatus) -> RegistryKey {
        var handle: UInt = 0
        let access = writable ? KEY_ALL_ACCESS : KEY_READ
        try check(unsafe withAttributes(path) { unsafe NtOpenKey(&handle, access, $0) })
        return RegistryKey(handle: handle)
    }

    /// Opens the key, or makes it; what leads to it must exist.
    public static func create(_ path: [UInt16]) throws(NTStatus) -> RegistryKey {
        var handle: UInt = 0
        try check(
            unsafe withAttributes(path) { attributes in
                unsafe NtCreateKey(&handle, KEY_ALL_ACCESS, attributes, 0, nil, 0, nil)
            })
        return RegistryKey(handle: handle)
    }

    /// Ends the use of the key.
    public func close() { _ = NtClose(handle) }

    /// The names of the keys below, in alphabetical order.
    public func subkeyNames() throws(NTStatus) -> [[UInt16]] {
        try unsafe enumerate { buffer, length, index in
            var needed: UInt32 = 0
            return unsafe NtEnumerateKey(
                handle, index, KeyBasicInformation, buffer, length, &needed)
        }.map { bytes in
            let length = bytes.load(KEY_BASIC_INFORMATION.self, at: 0)?.NameLength ?? 0
            return bytes.utf16(at: Int(KEY_BASIC_INFORMATION_NAME), length: Int(length))
        }
    }

    /// The values, in the order in which they were first set.
    public func values() throws(NTStatus) -> [RegistryValue] {
        try unsafe enumerate { buffer, length, index in
            var needed: UInt32 = 0
            return unsafe NtEnumerateValueKey(
                handle, index, KeyValueFullInformation, buffer, length, &needed)
        }.compactMap { bytes in
            guard let header = bytes.load(KEY_VALUE_FULL_INFORMATION.self, at: 0) else {
                return nil
            }
            let start = min(Int(header.DataOffset), bytes.count)
            let end = min(start + Int(header.DataLength), bytes.count)
            return RegistryValue(
                name: bytes.utf16(
                    at: Int(KEY_VALUE_FULL_INFORMATION_NAME), length: Int(header.NameLength)),
                type: header.Type, bytes: Array(bytes[start..<end]))
        }
    }

    /// The value of that name, in whatever case it is written.
    public func value(_ name: StaticString) -> RegistryValue? {
        let wanted = UnicodeString(name)
        guard let values = try? values() else { return nil }
        return values.first { UnicodeString($0.name).isSameName(as: wanted) }
    }

    /// Sets a value, new or not. Errors: `.accessDenied` (opened for reading).
    public func set(_ name: [UInt16], type: UInt32, bytes: [UInt8]) throws(NTStatus) {
        var data = bytes
        let status = unsafe data.withUnsafeMutableBytes { buffer in
            unsafe withUnicodeString(name) { name in
                unsafe NtSetValueKey(
                    handle, name, 0, type, buffer.baseAddress, UInt32(buffer.count))
            }
        }
        try check(status)
    }

    /// Errors: `.objectNameNotFound`; `.accessDenied` (opened for reading).
    public func deleteValue(_ name: [UInt16]) throws(NTStatus) {
        try check(unsafe withUnicodeString(name) { unsafe NtDeleteValueKey(handle, $0) })
    }

    /// Deletes the key, which must have no keys below it. Errors: `.cannotDelete`; `.accessDenied`.
    public func delete() throws(NTStatus) { try check(NtDeleteKey(handle)) }

    /// What `query` gives for 0, 1, 2, … until there is no more.
    private func enumerate(
        _ query: (UnsafeMutableRawPointer, UInt32, UInt32) -> UInt32
    ) throws(NTStatus) -> [[UInt8]] {
        var results: [[UInt8]] = []
        while true {
            do throws(NTStatus) {
                let index = UInt32(results.count)
                unsafe results.append(
                    try queried(startingAt: 512) { buffer, length in
                        unsafe query(buffer, length, index)
                    })
            } catch {
                guard error == .noMoreEntries else { throw error }
                return results
            }
        }
    }
}
