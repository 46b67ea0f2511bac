// The table is the driver's; what its entries point to is as large as the driver says there.

import CNT
import CWDM
import NTABI
import NativeRuntime

/// Works through a table of queries, entry by entry, until one fails.
@c(RtlQueryRegistryValues)
public func rtlQueryRegistryValues(
    _ relativeTo: UInt32, _ path: UnsafePointer<UInt16>?,
    _ table: UnsafePointer<RTL_QUERY_REGISTRY_TABLE>, _ context: UnsafeMutableRawPointer?,
    _ environment: UnsafeMutableRawPointer?
) -> NTSTATUS {
    do throws(NTStatus) {
        let base = try unsafe registryPath(relativeTo, path)
        var query = unsafe RegistryQuery(base: base, context: context)
        try unsafe query.run(table, isOptional: relativeTo & UInt32(RTL_REGISTRY_OPTIONAL) != 0)
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

@unsafe
private struct RegistryQuery {
    let base: [UInt16]
    let context: UnsafeMutableRawPointer?

    typealias Entry = RTL_QUERY_REGISTRY_TABLE

    mutating func run(_ table: UnsafePointer<Entry>, isOptional: Bool) throws(NTStatus) {
        var key: [UInt16] = unsafe base
        var values = try unsafe Self.values(of: key, isOptional: isOptional)
        var entry = unsafe table
        while unsafe entry.pointee.QueryRoutine != nil || entry.pointee.Name != nil {
            let flags = unsafe Int(entry.pointee.Flags)
            if flags & Int(RTL_QUERY_REGISTRY_TOPKEY | RTL_QUERY_REGISTRY_SUBKEY) != 0 {
                unsafe key = base
                if flags & Int(RTL_QUERY_REGISTRY_SUBKEY) != 0 {
                    key += [UnicodeString.backslash] + (unsafe text(entry.pointee.Name))
                }
                values = try unsafe Self.values(
                    of: key, isOptional: flags & Int(RTL_QUERY_REGISTRY_REQUIRED) == 0)
            }
            try unsafe answer(entry.pointee, flags, key, values)
            unsafe entry += 1
        }
    }

    private static func values(of key: [UInt16], isOptional: Bool) throws(NTStatus)
        -> [RegistryValue]
    {
        do throws(NTStatus) {
            let opened = try RegistryKey.open(key, writable: false)
            defer { opened.close() }
            return try opened.values()
        } catch {
            guard isOptional, error == .objectNameNotFound || error == .objectPathNotFound else {
                throw error
            }
            return []
        }
    }

    private func answer(
        _ entry: Entry, _ flags: Int, _ key: [UInt16], _ values: [RegistryValue]
    ) throws(NTStatus) {
        if flags & Int(RTL_QUERY_REGISTRY_NOVALUE) != 0 {
            try unsafe call(entry, name: nil, type: UInt32(REG_NONE), bytes: [])
            return
        }
        let name = unsafe text(entry.Name)
        if name.isEmpty || flags & Int(RTL_QUERY_REGISTRY_SUBKEY) != 0 {
            guard unsafe entry.QueryRoutine != nil else { return }
            for value in values { try unsafe deliver(entry, flags, value) }
            return
        }
        let wanted = UnicodeString(name)
        if let value = values.first(where: { UnicodeString($0.name).isSameName(as: wanted) }) {
            try unsafe deliver(entry, flags, value)
            if flags & Int(RTL_QUERY_REGISTRY_DELETE) != 0 {
                let writable = try RegistryKey.open(key, writable: true)
                defer { writable.close() }
                try writable.deleteValue(name)
            }
            return
        }
        guard flags & Int(RTL_QUERY_REGISTRY_REQUIRED) == 0 else { throw .objectNameNotFound }
        guard let value = unsafe Self.defaultValue(entry, name) else { return }
        try unsafe deliver(entry, flags, value)
    }

    /// What the entry says to take for a value that is not there. A length of 0 means a string's own.
    private static func defaultValue(_ entry: Entry, _ name: [UInt16]) -> RegistryValue? {
        guard unsafe entry.DefaultType != REG_NONE, let data = unsafe entry.DefaultData else {
            return nil
        }
        var length = Int(unsafe entry.DefaultLength)
        if length == 0 {
            let isString = unsafe entry.DefaultType == REG_SZ || entry.DefaultType == REG_EXPAND_SZ
            length =
                unsafe isString
                ? (text(data.assumingMemoryBound(to: UInt16.self)).count + 1) * 2 : 4
        }
        return unsafe RegistryValue(
            name: name, type: entry.DefaultType,
            bytes: Array(UnsafeRawBufferPointer(start: data, count: length)))
    }

    private func deliver(_ entry: Entry, _ flags: Int, _ value: RegistryValue) throws(NTStatus) {
        if flags & Int(RTL_QUERY_REGISTRY_DIRECT) != 0 {
            try unsafe store(value, at: entry.EntryContext)
        } else if value.type == REG_MULTI_SZ, flags & Int(RTL_QUERY_REGISTRY_NOEXPAND) == 0 {
            // One call a string.
            var rest = value.bytes.utf16(at: 0, length: value.bytes.count)[...]
            while let end = rest.firstIndex(of: 0), end > rest.startIndex {
                var bytes: [UInt8] = []
                for unit in rest[...end] {
                    bytes += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
                }
                try unsafe call(entry, name: value.name, type: REG_SZ, bytes: bytes)
                rest = rest[(end + 1)...]
            }
        } else {
            try unsafe call(entry, name: value.name, type: value.type, bytes: value.bytes)
        }
    }

    private func call(
        _ entry: Entry, name: [UInt16]?, type: UInt32, bytes: [UInt8]
    ) throws(NTStatus) {
        guard let routine = unsafe entry.QueryRoutine else { return }
        let terminated = name.map { $0 + [0] } ?? []
        var data = bytes
        let status = unsafe terminated.withUnsafeBufferPointer { characters in
            unsafe data.withUnsafeMutableBytes { buffer in
                unsafe routine(
                    name == nil ? nil : characters.baseAddress, type,
                    bytes.isEmpty ? nil : buffer.baseAddress, UInt32(buffer.count), context,
                    entry.EntryContext)
            }
        }
        // A routine that found its buffer too small is no reason to stop.
        let answer = NTStatus(code: status)
        guard answer.isSuccess || answer == .bufferTooSmall else { throw answer }
    }

    /// RTL_QUERY_REGISTRY_DIRECT: strings become a UNICODE_STRING, up to four bytes are stored as they are, more than four
    /// behind the length the buffer begins with.
    private func store(
        _ value: RegistryValue, at place: UnsafeMutableRawPointer?
    ) throws(NTStatus) {
        guard let place = unsafe place else { throw .invalidParameter }
        switch value.type {
        case REG_SZ, REG_EXPAND_SZ, REG_MULTI_SZ:
            try unsafe storeString(
                value.bytes, at: place.assumingMemoryBound(to: UNICODE_STRING.self))
        default:
            guard value.bytes.count > 4 else {
                for (index, byte) in value.bytes.enumerated() {
                    unsafe place.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
                }
                return
            }
            let room = unsafe place.load(as: Int32.self)
            let header = room < 0 ? 0 : 8
            guard value.bytes.count + header <= Int(room.magnitude) else { throw .bufferTooSmall }
            if header != 0 {
                unsafe place.storeBytes(of: UInt32(value.bytes.count), as: UInt32.self)
                unsafe place.storeBytes(of: value.type, toByteOffset: 4, as: UInt32.self)
            }
            for (index, byte) in value.bytes.enumerated() {
                unsafe place.storeBytes(of: byte, toByteOffset: header + index, as: UInt8.self)
            }
        }
    }

    private func storeString(
        _ bytes: [UInt8], at string: UnsafeMutablePointer<UNICODE_STRING>
    ) throws(NTStatus) {
        if unsafe string.pointee.Buffer == 0 {
            guard let memory = unsafe allocatePool(max(bytes.count, 2)) else {
                throw .insufficientResources
            }
            unsafe string.pointee.Buffer = UInt(bitPattern: memory)
            unsafe string.pointee.MaximumLength = UInt16(truncatingIfNeeded: bytes.count)
        }
        guard unsafe bytes.count <= Int(string.pointee.MaximumLength),
            let buffer = unsafe UnsafeMutableRawPointer(bitPattern: string.pointee.Buffer)
        else { throw .bufferTooSmall }
        for (index, byte) in bytes.enumerated() {
            unsafe buffer.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        }
        let endsWithZero =
            bytes.count >= 2 && bytes[bytes.count - 1] == 0 && bytes[bytes.count - 2] == 0
        unsafe string.pointee.Length = UInt16(
            truncatingIfNeeded: endsWithZero ? bytes.count - 2 : bytes.count)
    }
}
