// The objects that the calls work on are made with the table.

import CNT
import NTABI
import NativeRuntime

private typealias S = SystemService

// The calls of the I/O manager's and the registry's services.
extension ServiceCallTable {
    var files: [ServiceCall] {
        let path = f.attributes("\\SystemRoot\\System32\\ntdll.dll")
        let read = UInt(GENERIC_READ | SYNCHRONIZE)
        let waits = UInt(FILE_SYNCHRONOUS_IO_NONALERT)
        let event = Argument.handleOrNone(f.event)
        return [
            call(
                S.ntCreateFile, "NtCreateFile", [.success], .output(f.place), .word(read), .attributes(path),
                .output(f.statusBlock), .optionalInput(f.zero), .word(0), .word(1), .word(1), .word(waits), .word(0),
                .word(0)),
            call(
                S.ntOpenFile, "NtOpenFile", [.success], .output(f.place), .word(read), .attributes(path),
                .output(f.statusBlock), .word(1), .word(waits)),
            call(
                S.ntReadFile, "NtReadFile", [.success], .handle(file), event, .word(0), .word(0),
                .output(f.statusBlock), .output(f.buffer), .word(16), .optionalInput(f.zero), .optionalInput(f.zero)),
            call(
                S.ntWriteFile, "NtWriteFile", [.success], .handle(null), event, .word(0), .word(0),
                .output(f.statusBlock), .word(f.buffer), .word(16), .optionalInput(f.zero), .optionalInput(f.zero)),
            call(
                S.ntDeviceIoControlFile, "NtDeviceIoControlFile", [.invalidDeviceRequest], .powerless(null), event,
                .word(0), .word(0), .output(f.statusBlock), .word(0x22_2000), .word(0), .word(0), .word(0), .word(0)),
            call(
                S.ntFsControlFile, "NtFsControlFile", [.invalidDeviceRequest], .powerless(null), event,
                .word(0), .word(0), .output(f.statusBlock), .word(0x9_0000), .word(0), .word(0), .word(0), .word(0)),
            call(
                S.ntFlushBuffersFile, "NtFlushBuffersFile", [.success, .invalidDeviceRequest], .handle(null),
                .output(f.statusBlock)),
            call(S.ntCancelIoFile, "NtCancelIoFile", [.success], .powerless(null), .output(f.statusBlock)),
            call(
                S.ntCancelIoFileEx, "NtCancelIoFileEx", [.notFound], .powerless(null), .word(0), .output(f.statusBlock)),
            call(
                S.ntQueryInformationFile, "NtQueryInformationFile", [.success], .powerless(file),
                .output(f.statusBlock), .structure(f.buffer, alignment: 4), .size(24, short: .infoLengthMismatch),
                .kind(FileStandardInformation, unknown: .invalidInfoClass)),
            call(
                S.ntSetInformationFile, "NtSetInformationFile", [.success], .powerless(file),
                .output(f.statusBlock), .aligned(f.zero, alignment: 4), .size(8, short: .infoLengthMismatch),
                .kind(14, unknown: .invalidInfoClass)),
            call(
                S.ntQueryDirectoryFile, "NtQueryDirectoryFile", [.success], .handle(folder), event, .word(0), .word(0),
                .output(f.statusBlock), .structure(f.buffer, alignment: 4), .word(1024),
                .kind(FileNamesInformation, unknown: .invalidInfoClass),
                .word(1), .optionalInput(f.string("*")), .word(1)),
            call(S.ntQueryAttributesFile, "NtQueryAttributesFile", [.success], .attributes(path), .output(f.buffer)),
            call(
                S.ntQueryFullAttributesFile, "NtQueryFullAttributesFile", [.success], .attributes(path),
                .output(f.buffer)),
            call(
                S.ntQueryVolumeInformationFile, "NtQueryVolumeInformationFile", [.success], .powerless(file),
                .output(f.statusBlock), .structure(f.buffer, alignment: 4), .word(8), .word(4)),
            call(S.ntLoadDriver, "NtLoadDriver", [.objectNameNotFound], .string(f.string("\\Registry\\no"))),
            call(S.ntUnloadDriver, "NtUnloadDriver", [.objectNameNotFound], .string(f.string("\\Registry\\no"))),
        ]
    }

    var registry: [ServiceCall] {
        let name = f.string("value")
        return [
            call(
                S.ntCreateKey, "NtCreateKey", [.success], .output(f.place), .word(UInt(KEY_READ)),
                .attributes(f.attributes("\\Registry\\Machine\\Software\\nttest-arguments")), .word(0),
                .optionalInput(f.emptyString), .word(1), state),
            call(
                S.ntOpenKey, "NtOpenKey", [.success], .output(f.place), .word(UInt(KEY_READ)),
                .attributes(f.attributes("\\Registry\\Machine\\Software"))),
            call(
                S.ntOpenKeyEx, "NtOpenKeyEx", [.success], .output(f.place), .word(UInt(KEY_READ)),
                .attributes(f.attributes("\\Registry\\Machine\\Software")), .word(0)),
            call(
                S.ntSetValueKey, "NtSetValueKey", [.success], .handle(key), .string(name), .word(0), .word(4),
                .input(f.zero), .word(4)),
            call(
                S.ntQueryValueKey, "NtQueryValueKey", [.success], .handle(key), .string(name),
                .kind(2, unknown: .invalidParameter), .structure(f.buffer, alignment: 4),
                .cutSize(64, fixed: 12, full: 16), .output(f.number)),
            call(
                S.ntEnumerateValueKey, "NtEnumerateValueKey", [.success], .handle(key), .word(0),
                .kind(0, unknown: .invalidParameter), .structure(f.buffer, alignment: 4),
                .cutSize(64, fixed: 12, full: 20), .output(f.number)),
            call(S.ntDeleteValueKey, "NtDeleteValueKey", [.success], .handle(key), .string(name)),
            call(
                S.ntEnumerateKey, "NtEnumerateKey", [.noMoreEntries], .handle(key), .word(1), .word(0), .word(f.buffer),
                .word(64), .word(f.number)),
            call(
                S.ntQueryKey, "NtQueryKey", [.success], .handle(key), .kind(0, unknown: .invalidParameter),
                .structure(f.buffer, alignment: 4), .cutSize(64, fixed: 16, full: 48), .output(f.number)),
            call(S.ntFlushKey, "NtFlushKey", [.success], .powerless(key)),
            // Its refusals come after the key is gone, and before that is noticed.
            call(S.ntDeleteKey, "NtDeleteKey", [.success], .handle(child)),
        ]
    }
}
