// The registry. Strings and buffers live until the services return.

import CNT
import NTABI
import NativeRuntime

enum RegistryChecks {
    private static let path: StaticString = "\\Registry\\Machine\\Software\\nttest"

    static func run(_ report: Report) {
        var key: UInt = 0
        var disposition: UInt32 = 0
        report.expect("NtCreateKey", create(path, &key, &disposition), .success)
        report.equal("a new key", disposition, REG_CREATED_NEW_KEY)
        _ = NtClose(key)
        report.expect("NtCreateKey of one that is there", create(path, &key, &disposition), .success)
        report.equal("an old key", disposition, REG_OPENED_EXISTING_KEY)
        values(report, key)
        subkeys(report, key)
        refusals(report, key)
        report.expect("NtFlushKey", NtFlushKey(key), .success)
        report.expect("NtDeleteKey", NtDeleteKey(key), .success)
        _ = NtClose(key)
        report.expect("the key is gone", open(path, &key), .objectNameNotFound)
    }

    private static func create(
        _ path: StaticString, _ key: inout UInt, _ disposition: inout UInt32
    ) -> UInt32 {
        unsafe withAttributes(path) {
            unsafe NtCreateKey(&key, KEY_ALL_ACCESS, $0, 0, nil, REG_OPTION_VOLATILE, &disposition)
        }
    }

    private static func open(_ path: StaticString, _ key: inout UInt) -> UInt32 {
        unsafe withAttributes(path) { unsafe NtOpenKey(&key, KEY_ALL_ACCESS, $0) }
    }

    private static func set(_ key: UInt, _ name: StaticString, _ value: UInt32) -> UInt32 {
        var value = value
        return unsafe withUnicodeString(name.utf16Units) {
            unsafe NtSetValueKey(key, $0, 0, REG_DWORD, &value, 4)
        }
    }

    /// The partial information of a value, and the status of asking for it in `size` bytes.
    private static func query(
        _ key: UInt, _ name: StaticString, size: Int
    ) -> (status: UInt32, bytes: [UInt8], needed: UInt32) {
        var bytes = [UInt8](repeating: 0, count: size)
        var needed: UInt32 = 0
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe withUnicodeString(name.utf16Units) {
                unsafe NtQueryValueKey(
                    key, $0, KeyValuePartialInformation, buffer.baseAddress, UInt32(size), &needed)
            }
        }
        return (status, bytes, needed)
    }

    private static func values(_ report: Report, _ key: UInt) {
        report.expect("NtSetValueKey", set(key, "Number", 1234), .success)
        let (status, bytes, needed) = query(key, "NUMBER", size: 64)
        report.expect("NtQueryValueKey, whatever the case", status, .success)
        report.check(
            "type, size and data",
            bytes.load(UInt32.self, at: 4) == REG_DWORD
                && bytes.load(UInt32.self, at: 8) == 4 && bytes.load(UInt32.self, at: 12) == 1234)
        report.equal("the length it needs", needed, 16)
        report.expect("a buffer for the header only", query(key, "Number", size: 12).status, .bufferOverflow)
        report.expect("a buffer for less", query(key, "Number", size: 4).status, .bufferTooSmall)
        report.expect("a value that is not there", query(key, "Nothing", size: 64).status, .objectNameNotFound)
        report.expect("a second value", set(key, "Other", 5), .success)
        report.expect("a value set again", set(key, "number", 99), .success)
        report.check(
            "has its new data", query(key, "Number", size: 64).bytes.load(UInt32.self, at: 12) == 99)
        var buffer = [UInt8](repeating: 0, count: 128)
        var length: UInt32 = 0
        var names = 0
        while unsafe buffer.withUnsafeMutableBytes({
            unsafe NtEnumerateValueKey(
                key, UInt32(names), KeyValueBasicInformation, $0.baseAddress, 128, &length)
        }) == 0 { names += 1 }
        report.equal("NtEnumerateValueKey finds both", names, 2)
        report.expect("NtDeleteValueKey", delete(key, "Other"), .success)
        report.expect("deleting it again", delete(key, "Other"), .objectNameNotFound)
    }

    private static func delete(_ key: UInt, _ name: StaticString) -> UInt32 {
        unsafe withUnicodeString(name.utf16Units) { unsafe NtDeleteValueKey(key, $0) }
    }

    private static func subkeys(_ report: Report, _ key: UInt) {
        var child: UInt = 0
        var disposition: UInt32 = 0
        let status = unsafe withAttributes("Child", under: key) {
            unsafe NtCreateKey(&child, KEY_ALL_ACCESS, $0, 0, nil, 0, &disposition)
        }
        report.expect("a key below a key's handle", status, .success)
        var information = KEY_FULL_INFORMATION()
        var length: UInt32 = 0
        report.expect(
            "NtQueryKey, full",
            unsafe NtQueryKey(key, KeyFullInformation, &information, 48, &length), .success)
        report.check("counts keys and values", information.SubKeys == 1 && information.Values == 1)
        var buffer = [UInt8](repeating: 0, count: 64)
        let first = unsafe buffer.withUnsafeMutableBytes {
            unsafe NtEnumerateKey(key, 0, KeyBasicInformation, $0.baseAddress, 64, &length)
        }
        report.expect("NtEnumerateKey", first, .success)
        report.check(
            "gives the name",
            buffer.utf16(at: Int(KEY_BASIC_INFORMATION_NAME), length: 10)
                == ("Child" as StaticString).utf16Units)
        let second = unsafe buffer.withUnsafeMutableBytes {
            unsafe NtEnumerateKey(key, 1, KeyBasicInformation, $0.baseAddress, 64, &length)
        }
        report.expect("and ends", second, .noMoreEntries)
        report.expect("a key with keys below", NtDeleteKey(key), .cannotDelete)
        report.expect("a key without", NtDeleteKey(child), .success)
        report.expect("a deleted key's handle", set(child, "x", 1), .keyDeleted)
        _ = NtClose(child)
    }

    private static func refusals(_ report: Report, _ key: UInt) {
        var other: UInt = 0
        var disposition: UInt32 = 0
        report.expect(
            "a key below nothing",
            create("\\Registry\\Machine\\Software\\no\\such\\key", &other, &disposition),
            .objectNameNotFound)
        report.expect(
            "a key beside the roots", create("\\Registry\\Nowhere", &other, &disposition),
            .accessDenied)
        report.expect("a value of a bad handle", set(0x5550, "x", 1), .invalidHandle)
        let event = ObjectChecks.newEvent()
        report.expect("a value of an event", set(event, "x", 1), .objectTypeMismatch)
        _ = NtClose(event)
        let wild = unsafe withUnicodeString(("x" as StaticString).utf16Units) {
            unsafe NtSetValueKey(
                key, $0, 0, REG_BINARY, UnsafeMutableRawPointer(bitPattern: 0x6660_0000), 4)
        }
        report.expect("data at a wild address", wild, .accessViolation)
        var readOnly: UInt = 0
        _ = unsafe withAttributes(path) { unsafe NtOpenKey(&readOnly, KEY_READ, $0) }
        report.expect("setting without KEY_SET_VALUE", set(readOnly, "x", 1), .accessDenied)
        _ = NtClose(readOnly)
    }
}
