// Directories of files and of objects. Entries are read with bounds checks from the bytes that a service filled.

import CNT
import NTABI
import NativeRuntime

/// A directory of files.
enum Directory {
    /// The names in the directory; none when it cannot be read.
    static func fileNames(_ path: [UInt16]) -> [[UInt16]] {
        var handle: UInt = 0
        var status = IO_STATUS_BLOCK()
        let opened = unsafe withAttributes(path) { attributes in
            unsafe NtOpenFile(
                &handle, FILE_LIST_DIRECTORY | SYNCHRONIZE, attributes, &status, FILE_SHARE_READ,
                FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT)
        }
        guard NTStatus(rawValue: opened).isSuccess else { return [] }
        defer { _ = NtClose(handle) }

        var names: [[UInt16]] = []
        var restart: UInt8 = 1
        while true {
            let entries = try? unsafe queried { buffer, length in
                unsafe NtQueryDirectoryFile(
                    handle, 0, nil, nil, &status, buffer, length, FileDirectoryInformation, 0, nil,
                    restart)
            }
            guard let entries else { return names }
            restart = 0
            names += parse(entries)
        }
    }

    private static func parse(_ bytes: [UInt8]) -> [[UInt16]] {
        var names: [[UInt16]] = []
        var offset = 0
        while let entry = bytes.load(FILE_DIRECTORY_INFORMATION.self, at: offset) {
            let name = bytes.utf16(
                at: offset + Int(FILE_DIRECTORY_INFORMATION_NAME), length: Int(entry.FileNameLength)
            )
            names.append(name)
            guard entry.NextEntryOffset != 0 else { break }
            offset += Int(entry.NextEntryOffset)
        }
        return names
    }
}

/// The object namespace.
enum Namespace {
    struct Entry {
        let name: [UInt16]
        let typeName: [UInt16]
        /// Where a symbolic link leads.
        let linkTarget: [UInt16]?
    }

    /// The objects in a directory, as the directory orders them.
    static func entries(of path: [UInt16]) throws(NTStatus) -> [Entry] {
        var handle: UInt = 0
        try check(
            unsafe withAttributes(path) { attributes in
                unsafe NtOpenDirectoryObject(
                    &handle, DIRECTORY_QUERY | DIRECTORY_TRAVERSE, attributes)
            })
        defer { _ = NtClose(handle) }

        var entries: [Entry] = []
        var context: UInt32 = 0
        while true {
            do throws(NTStatus) {
                let bytes = try unsafe queried(startingAt: 1024) { buffer, length in
                    unsafe NtQueryDirectoryObject(handle, buffer, length, 1, 0, &context, nil)
                }
                guard let entry = entry(bytes, in: handle) else { return entries }
                entries.append(entry)
            } catch {
                guard error == .noMoreEntries else { throw error }
                return entries
            }
        }
    }

    /// The one entry in `bytes`. Its strings point into the buffer it was read to and are gone with it, but the
    /// characters follow the structure in it: name first, both zero-terminated.
    private static func entry(_ bytes: [UInt8], in directory: UInt) -> Entry? {
        guard let information = bytes.load(OBJECT_DIRECTORY_INFORMATION.self, at: 0) else {
            return nil
        }
        let origin = min(information.Name.Buffer, information.TypeName.Buffer)
        // Behind the entry stands an empty one that ends the list, then the characters.
        let start = 2 * MemoryLayout<OBJECT_DIRECTORY_INFORMATION>.size
        func string(_ string: UNICODE_STRING) -> [UInt16] {
            bytes.utf16(at: start + Int(string.Buffer - origin), length: Int(string.Length))
        }
        let name = string(information.Name)
        let type = string(information.TypeName)
        let isLink = type == units("SymbolicLink")
        return Entry(
            name: name, typeName: type, linkTarget: isLink ? linkTarget(name, directory) : nil)
    }

    private static func linkTarget(_ name: [UInt16], _ directory: UInt) -> [UInt16]? {
        var handle: UInt = 0
        let opened = unsafe withAttributes(name, under: directory) { attributes in
            unsafe NtOpenSymbolicLinkObject(&handle, SYMBOLIC_LINK_QUERY, attributes)
        }
        guard NTStatus(rawValue: opened).isSuccess else { return nil }
        defer { _ = NtClose(handle) }
        var target = [UInt16](repeating: 0, count: 260)
        return unsafe target.withUnsafeMutableBufferPointer { buffer in
            var string = UNICODE_STRING(
                Length: 0, MaximumLength: UInt16(buffer.count * 2),
                Buffer: UInt(bitPattern: buffer.baseAddress))
            guard unsafe NtQuerySymbolicLinkObject(handle, &string, nil) == 0 else { return nil }
            return unsafe Array(buffer[..<(Int(string.Length) / 2)])
        }
    }
}
