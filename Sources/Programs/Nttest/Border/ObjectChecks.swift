// Handles, names, directories, links. Pointers passed to services are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum ObjectChecks {
    static func run(_ report: Report) {
        handles(report)
        duplication(report)
        names(report)
        links(report)
        directories(report)
        lifetimes(report)
    }

    static func newEvent() -> UInt {
        var handle: UInt = 0
        _ = unsafe NtCreateEvent(&handle, EVENT_ALL_ACCESS, nil, NotificationEvent, 0)
        return handle
    }

    private static func handles(_ report: Report) {
        let event = newEvent()
        report.check("a handle is a multiple of four", event != 0 && event % 4 == 0, "\(event)")
        report.expect("NtClose closes", NtClose(event), .success)
        report.expect("NtClose of a closed handle", NtClose(event), .invalidHandle)
        report.expect("NtClose of zero", NtClose(0), .invalidHandle)
        report.expect("NtClose of a wild number", NtClose(0x7FFF_FFF0), .invalidHandle)
        report.expect("NtClose of -3", NtClose(UInt(bitPattern: -3)), .invalidHandle)
        var directory: UInt = 0
        report.expect(
            "NtOpenDirectoryObject of the root",
            unsafe withAttributes("\\") {
                unsafe NtOpenDirectoryObject(&directory, DIRECTORY_QUERY, $0)
            }, .success)
        report.expect(
            "a service refuses a handle of another type", NtSetEvent(directory, nil),
            .objectTypeMismatch)
        _ = NtClose(directory)
    }

    private static func duplication(_ report: Report) {
        let event = newEvent()
        let me = Handle.currentProcess.rawValue
        var copy: UInt = 0
        report.expect(
            "NtDuplicateObject with the same access",
            unsafe NtDuplicateObject(me, event, me, &copy, 0, 0, DUPLICATE_SAME_ACCESS), .success)
        report.expect("the copy names the object", NtSetEvent(copy, nil), .success)
        _ = NtClose(copy)
        report.expect(
            "NtDuplicateObject with less access",
            unsafe NtDuplicateObject(me, event, me, &copy, SYNCHRONIZE, 0, 0), .success)
        report.expect(
            "a right that the copy lacks", NtSetEvent(copy, nil), .accessDenied)
        _ = NtClose(copy)
        report.expect(
            "NtDuplicateObject that closes its source",
            unsafe NtDuplicateObject(
                me, event, me, &copy, 0, 0, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE),
            .success)
        report.expect("the source is closed", NtClose(event), .invalidHandle)
        report.expect("the copy lives on", NtClose(copy), .success)
        report.expect(
            "NtDuplicateObject of a bad handle",
            unsafe NtDuplicateObject(me, 0x1230, me, &copy, 0, 0, DUPLICATE_SAME_ACCESS),
            .invalidHandle)
        report.expect(
            "NtDuplicateObject from a bad process",
            unsafe NtDuplicateObject(0x1230, 4, me, &copy, 0, 0, DUPLICATE_SAME_ACCESS),
            .invalidHandle)
    }

    private static func names(_ report: Report) {
        var first: UInt = 0
        var second: UInt = 0
        let name: StaticString = "\\BaseNamedObjects\\nttest-event"
        func create(_ handle: inout UInt, _ path: StaticString) -> UInt32 {
            unsafe withAttributes(path) {
                unsafe NtCreateEvent(&handle, EVENT_ALL_ACCESS, $0, NotificationEvent, 1)
            }
        }
        report.expect("a named object is created", create(&first, name), .success)
        report.expect("its name is taken", create(&second, name), .objectNameCollision)
        report.expect(
            "its name opens it, whatever the case",
            unsafe withAttributes("\\basenamedobjects\\NTTEST-EVENT") {
                unsafe NtOpenEvent(&second, EVENT_QUERY_STATE, $0)
            }, .success)
        var information = EVENT_BASIC_INFORMATION()
        report.expect(
            "the second handle sees the same event",
            unsafe NtQueryEvent(second, 0, &information, 8, nil), .success)
        report.equal("which is signalled", information.EventState, 1)
        _ = NtClose(second)
        _ = NtClose(first)
        report.expect(
            "the name is gone with the last handle",
            unsafe withAttributes(name) { unsafe NtOpenEvent(&second, EVENT_ALL_ACCESS, $0) },
            .objectNameNotFound)
        report.expect(
            "a path through nothing", create(&first, "\\NoSuchDirectory\\x"), .objectPathNotFound)
        report.expect("a path without a root", create(&first, "nowhere"), .objectPathSyntaxBad)
        report.expect(
            "a path through an event is no path",
            create(&first, "\\KernelObjects\\nothing\\x"), .objectPathNotFound)
        report.expect(
            "opening a directory as an event",
            unsafe withAttributes("\\BaseNamedObjects") {
                unsafe NtOpenEvent(&second, EVENT_ALL_ACCESS, $0)
            }, .objectTypeMismatch)
    }

    private static func links(_ report: Report) {
        var link: UInt = 0
        let path: StaticString = "\\BaseNamedObjects\\nttest-link"
        let target: StaticString = "\\Device\\Null"
        let created = unsafe withAttributes(path) { attributes in
            unsafe withUnicodeString(target.utf16Units) { target in
                unsafe NtCreateSymbolicLinkObject(
                    &link, SYMBOLIC_LINK_ALL_ACCESS, attributes, target)
            }
        }
        report.expect("NtCreateSymbolicLinkObject", created, .success)
        var text = [UInt16](repeating: 0, count: 64)
        var length: UInt32 = 0
        let (status, read) = unsafe text.withUnsafeMutableBufferPointer { buffer in
            var string = UNICODE_STRING(
                Length: 0, MaximumLength: 128, Buffer: UInt(bitPattern: buffer.baseAddress))
            let status = unsafe NtQuerySymbolicLinkObject(link, &string, &length)
            return (status, Int(string.Length) / 2)
        }
        report.expect("NtQuerySymbolicLinkObject", status, .success)
        report.check("the link says where it leads", Array(text[..<read]) == target.utf16Units)
        var small = UNICODE_STRING(Length: 0, MaximumLength: 4, Buffer: UInt(bitPattern: 1 << 16))
        report.expect(
            "a link's target needs room", unsafe NtQuerySymbolicLinkObject(link, &small, &length),
            .bufferTooSmall)
        report.check("and says how much", length >= 24, "\(length)")
        _ = NtClose(link)
    }

    private static func directories(_ report: Report) {
        var directory: UInt = 0
        report.expect(
            "NtCreateDirectoryObject",
            unsafe withAttributes("\\nttest-directory") {
                unsafe NtCreateDirectoryObject(&directory, DIRECTORY_ALL_ACCESS, $0)
            }, .success)
        var inside: UInt = 0
        report.expect(
            "an object is created below a directory's handle",
            unsafe withAttributes("inside", under: directory) {
                unsafe NtCreateEvent(&inside, EVENT_ALL_ACCESS, $0, NotificationEvent, 0)
            }, .success)
        var context: UInt32 = 0
        var length: UInt32 = 0
        var bytes = [UInt8](repeating: 0, count: 512)
        let status = unsafe bytes.withUnsafeMutableBytes {
            unsafe NtQueryDirectoryObject(
                directory, $0.baseAddress, 512, 1, 1, &context, &length)
        }
        report.expect("NtQueryDirectoryObject gives an entry", status, .success)
        report.equal("and counts on", context, 1)
        let end = unsafe bytes.withUnsafeMutableBytes {
            unsafe NtQueryDirectoryObject(
                directory, $0.baseAddress, 512, 1, 0, &context, &length)
        }
        report.expect("and ends", end, .noMoreEntries)
        _ = NtClose(inside)
        _ = NtClose(directory)
        report.expect(
            "NtOpenDirectoryObject of nothing",
            unsafe withAttributes("\\nttest-directory") {
                unsafe NtOpenDirectoryObject(&directory, DIRECTORY_QUERY, $0)
            }, .objectNameNotFound)
    }

    private static func lifetimes(_ report: Report) {
        var event: UInt = 0
        let path: StaticString = "\\BaseNamedObjects\\nttest-permanent"
        _ = unsafe withAttributes(path) {
            unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, $0, NotificationEvent, 0)
        }
        report.expect("NtMakePermanentObject", NtMakePermanentObject(event), .success)
        _ = NtClose(event)
        report.expect(
            "a permanent object outlives its handles",
            unsafe withAttributes(path) { unsafe NtOpenEvent(&event, EVENT_ALL_ACCESS | DELETE, $0) },
            .success)
        report.expect("NtMakeTemporaryObject", NtMakeTemporaryObject(event), .success)
        _ = NtClose(event)
        report.expect(
            "a temporary one does not",
            unsafe withAttributes(path) { unsafe NtOpenEvent(&event, EVENT_ALL_ACCESS, $0) },
            .objectNameNotFound)

        let plain = newEvent()
        var information = OBJECT_BASIC_INFORMATION()
        var length: UInt32 = 0
        report.expect(
            "NtQueryObject, basic",
            unsafe NtQueryObject(plain, ObjectBasicInformation, &information, 0x38, &length),
            .success)
        report.equal("one handle", information.HandleCount, 1)
        report.equal("the access it was opened for", information.GrantedAccess, EVENT_ALL_ACCESS)
        report.expect(
            "NtQueryObject with a short buffer",
            unsafe NtQueryObject(plain, ObjectBasicInformation, &information, 8, &length),
            .infoLengthMismatch)
        report.expect(
            "NtQueryObject of an unknown class",
            unsafe NtQueryObject(plain, 99, &information, 0x38, &length), .invalidInfoClass)
        var flags = OBJECT_HANDLE_FLAG_INFORMATION(Inherit: 0, ProtectFromClose: 1)
        report.expect(
            "NtSetInformationObject protects from close",
            unsafe NtSetInformationObject(plain, ObjectHandleFlagInformation, &flags, 2), .success)
        report.expect("a protected handle", NtClose(plain), .handleNotClosable)
        flags.ProtectFromClose = 0
        _ = unsafe NtSetInformationObject(plain, ObjectHandleFlagInformation, &flags, 2)
        report.expect("and unprotected again", NtClose(plain), .success)
    }
}
