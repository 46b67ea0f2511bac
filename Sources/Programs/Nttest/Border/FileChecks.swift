// Files and devices. Buffers and status blocks outlive the requests that use them: each is waited for.

import CNT
import NTABI
import NativeRuntime

enum FileChecks {
    static func run(_ report: Report) {
        archive(report)
        nullDevice(report)
        asynchronous(report)
        refusals(report)
    }

    static func open(
        _ path: StaticString, access: UInt32 = GENERIC_READ | SYNCHRONIZE,
        options: UInt32 = FILE_SYNCHRONOUS_IO_NONALERT
    ) -> (handle: UInt, status: UInt32) {
        var handle: UInt = 0
        var block = IO_STATUS_BLOCK()
        let status = unsafe withAttributes(path) {
            unsafe NtOpenFile(&handle, access, $0, &block, FILE_SHARE_READ, options)
        }
        return (handle, status)
    }

    static func read(
        _ file: UInt, _ count: Int, at offset: Int64?
    ) -> (status: UInt32, bytes: [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: count)
        var block = IO_STATUS_BLOCK()
        var place = offset ?? 0
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe withUnsafePointer(to: &place) { place in
                unsafe NtReadFile(
                    file, 0, nil, nil, &block, buffer.baseAddress, UInt32(count),
                    offset == nil ? nil : place, nil)
            }
        }
        return (status, Array(bytes.prefix(Int(block.Information))))
    }

    private static func archive(_ report: Report) {
        let (file, status) = open("\\SystemRoot\\System32\\config\\system.reg")
        report.expect("NtOpenFile of a file", status, .success)
        let start = read(file, 7, at: 0)
        report.expect("NtReadFile", start.status, .success)
        report.check("reads it", start.bytes == Array("Windows".utf8))
        let next = read(file, 9, at: nil)
        report.check("a synchronous file goes on where it was", next.bytes == Array(" Registry".utf8))
        var information = FILE_STANDARD_INFORMATION()
        var block = IO_STATUS_BLOCK()
        report.expect(
            "NtQueryInformationFile",
            unsafe NtQueryInformationFile(
                file, &block, &information,
                UInt32(MemoryLayout<FILE_STANDARD_INFORMATION>.size), FileStandardInformation),
            .success)
        let size = information.EndOfFile
        report.check("tells the size", size > 100, "\(size)")
        report.expect("reading at the end", read(file, 10, at: size).status, .endOfFile)
        let tail = read(file, 10, at: size - 4)
        report.check("reading over the end", tail.status == 0 && tail.bytes.count == 4)
        report.expect(
            "writing without the right", write(file, [1], length: 1), .accessDenied)
        _ = NtClose(file)
        let writing = open("\\SystemRoot\\System32\\config\\system.reg", access: GENERIC_WRITE)
        report.check(
            "opening a file of the archive for writing",
            writing.status == NTStatus.accessDenied.rawValue
                || writing.status == NTStatus.mediaWriteProtected.rawValue,
            "0x" + String(writing.status, radix: 16))
        report.expect(
            "NtOpenFile of nothing", open("\\SystemRoot\\nothing.txt").status, .objectNameNotFound)
        report.expect(
            "through a directory that is not there", open("\\SystemRoot\\no\\file").status,
            .objectPathNotFound)
        report.expect(
            "a directory opened as a file",
            open("\\SystemRoot\\System32", options: FILE_NON_DIRECTORY_FILE).status,
            .fileIsADirectory)
        report.expect(
            "a file opened as a directory",
            open("\\SystemRoot\\System32\\ntdll.dll", options: FILE_DIRECTORY_FILE).status,
            .notADirectory)
        report.expect("on no device", open("\\Device\\NoSuchDevice").status, .objectNameNotFound)
    }

    private static func write(_ file: UInt, _ data: [UInt8], length: UInt32) -> UInt32 {
        var data = data
        var block = IO_STATUS_BLOCK()
        return unsafe data.withUnsafeMutableBytes {
            unsafe NtWriteFile(file, 0, nil, nil, &block, $0.baseAddress, length, nil, nil)
        }
    }

    private static func nullDevice(_ report: Report) {
        let (file, status) = open("\\Device\\Null", access: GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE)
        report.expect("\\Device\\Null opens", status, .success)
        report.expect("takes 16 bytes", write(file, [UInt8](repeating: 1, count: 16), length: 16), .success)
        report.expect(
            "takes 64 KB", write(file, [UInt8](repeating: 1, count: 65536), length: 65536), .success)
        report.expect("takes nothing", write(file, [0], length: 0), .success)
        report.expect("and has nothing", read(file, 16, at: 0).status, .endOfFile)
        var block = IO_STATUS_BLOCK()
        report.expect(
            "a device control it does not know",
            unsafe NtDeviceIoControlFile(
                file, 0, nil, nil, &block, 0x0022_2000, nil, 0, nil, 0), .invalidDeviceRequest)
        _ = NtClose(file)
        let dos = open("\\??\\NUL", access: GENERIC_WRITE | SYNCHRONIZE)
        report.expect("\\??\\NUL leads to it", dos.status, .success)
        _ = NtClose(dos.handle)
    }

    private static func asynchronous(_ report: Report) {
        let file = open("\\Device\\Null", access: GENERIC_WRITE | SYNCHRONIZE, options: 0).handle
        let event = ObjectChecks.newEvent()
        var block = IO_STATUS_BLOCK()
        var data: UInt64 = 1
        var offset: Int64 = 0
        let status = unsafe NtWriteFile(file, event, nil, nil, &block, &data, 8, &offset, nil)
        report.check("an asynchronous write", status == 0 || status == NTStatus.pending.rawValue)
        report.expect("sets its event", NtWaitForSingleObject(event, 0, nil), .success)
        report.check("and its status block", block.Status == 0 && block.Information == 8)
        report.expect("NtCancelIoFile", unsafe NtCancelIoFile(file, &block), .success)
        _ = NtClose(event)
        _ = NtClose(file)
    }

    private static func refusals(_ report: Report) {
        let file = open("\\Device\\Null", access: GENERIC_WRITE | SYNCHRONIZE).handle
        var block = IO_STATUS_BLOCK()
        report.expect(
            "a buffer in the kernel's half",
            unsafe NtWriteFile(
                file, 0, nil, nil, &block, UnsafeMutableRawPointer(bitPattern: 0xFFFF_8000_0000_0000 as UInt), 16,
                nil, nil), .accessViolation)
        let archive = open("\\SystemRoot\\System32\\ntdll.dll").handle
        report.expect(
            "a buffer at a wild address",
            unsafe NtReadFile(
                archive, 0, nil, nil, &block, UnsafeMutableRawPointer(bitPattern: 0x6660_0000), 16,
                nil, nil), .accessViolation)
        _ = NtClose(archive)
        report.expect(
            "a status block at a wild address",
            unsafe NtWriteFile(
                file, 0, nil, nil, UnsafeMutablePointer(bitPattern: 0x6660_0000), &block, 8, nil,
                nil), .accessViolation)
        report.expect(
            "reading without the right", read(file, 1, at: 0).status, .accessDenied)
        var data: UInt64 = 0
        report.expect(
            "an event that is none",
            unsafe NtWriteFile(file, file, nil, nil, &block, &data, 8, nil, nil),
            .objectTypeMismatch)
        _ = NtClose(file)
        let event = ObjectChecks.newEvent()
        report.expect("writing to an event", write(event, [0], length: 1), .objectTypeMismatch)
        _ = NtClose(event)
        report.expect("reading a bad handle", read(0x7770, 1, at: 0).status, .invalidHandle)
        let attributes = unsafe withAttributes("\\SystemRoot\\System32\\ntdll.dll") { attributes in
            var information = FILE_BASIC_INFORMATION()
            return unsafe NtQueryAttributesFile(attributes, &information)
        }
        report.expect("NtQueryAttributesFile", attributes, .success)
        driverServices(report)
    }

    private static func driverServices(_ report: Report) {
        var region: UInt = 0
        report.expect(
            "a driver's service called by a program", unsafe NtDriverAttach(&region), .accessDenied)
        var port: UInt = 0
        report.expect(
            "ports for a program", unsafe NtDriverOpenPorts(0x60, 0x60, &port), .accessDenied)
        let name: StaticString =
            "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\no-such-driver"
        report.expect(
            "NtLoadDriver of nothing",
            unsafe withUnicodeString(name.utf16Units) { unsafe NtLoadDriver($0) },
            .objectNameNotFound)
    }
}
