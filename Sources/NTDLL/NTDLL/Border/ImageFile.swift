// Unsafe in the calls of services with pointers to local variables, which the executive reads and writes
// before the call returns.

import CNT
import NTABI

/// Files of images, and their views in this process.
enum ImageFile {
    /// Opens an image and makes a section of it.
    static func section(of path: UNICODE_STRING) throws(NTStatus) -> HANDLE {
        let file = try open(path)
        defer { _ = NtClose(file) }
        var section: HANDLE = 0
        let status = unsafe NTStatus(
            rawValue: NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, nil, PAGE_EXECUTE, SEC_IMAGE, file))
        guard status.isSuccess else { throw status }
        return section
    }

    private static func open(_ path: UNICODE_STRING) throws(NTStatus) -> HANDLE {
        var path = path
        var file: HANDLE = 0
        var outcome = IO_STATUS_BLOCK()
        let status = unsafe withUnsafePointer(to: &path) { name in
            var attributes = OBJECT_ATTRIBUTES(
                Length: UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size), RootDirectory: 0,
                ObjectName: UInt(bitPattern: name), Attributes: OBJ_CASE_INSENSITIVE,
                SecurityDescriptor: 0, SecurityQualityOfService: 0)
            return unsafe NTStatus(
                rawValue: NtOpenFile(
                    &file, FILE_EXECUTE | FILE_READ_DATA | SYNCHRONIZE, &attributes, &outcome,
                    FILE_SHARE_READ | FILE_SHARE_DELETE,
                    FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE))
        }
        guard status.isSuccess else { throw status }
        return file
    }

    /// Maps an image section where the executive finds best. The status says whether that is the image's own base.
    static func map(_ section: HANDLE) throws(NTStatus) -> (base: UInt, size: UInt, NTStatus) {
        var base: UInt = 0
        var size: UInt = 0
        let status = unsafe NTStatus(
            rawValue: NtMapViewOfSection(
                section, Handle.currentProcess.rawValue, &base, 0, 0, nil, &size, ViewShare, 0,
                PAGE_EXECUTE_WRITECOPY))
        guard status.isSuccess else { throw status }
        return (base, size, status)
    }

    static func unmap(_ base: UInt) {
        _ = unsafe NtUnmapViewOfSection(
            Handle.currentProcess.rawValue, UnsafeMutableRawPointer(bitPattern: base))
    }
}
