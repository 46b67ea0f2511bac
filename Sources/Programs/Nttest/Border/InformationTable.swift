// Classes of information, each with the size that it has on Windows. The objects are the table's of calls.

import CNT
import NTABI

/// Calls that ask for every class of information that is answered.
struct InformationTable {
    private let f: ArgumentFixture
    private let handles: ServiceCallTable

    init(_ fixture: ArgumentFixture, _ handles: ServiceCallTable) {
        f = fixture
        self.handles = handles
    }

    private func queries(
        _ number: UInt, _ name: StaticString, _ handle: Argument, _ classes: [(kind: UInt32, size: UInt)]
    ) -> [ServiceCall] {
        classes.map { entry in
            ServiceCall(
                number: number, name: name,
                arguments: [
                    handle, .word(UInt(entry.kind)), .structure(f.buffer, alignment: 4),
                    .size(entry.size, short: .infoLengthMismatch), .optionalOutput(f.second),
                ], kind: entry.kind)
        }
    }

    var all: [ServiceCall] {
        processes + threads + sections + systems + files + keys + values
    }

    private var processes: [ServiceCall] {
        queries(
            SystemService.ntQueryInformationProcess, "NtQueryInformationProcess", .handle(handles.process),
            [(0, 48), (2, 48), (3, 88), (3, 96), (4, 32), (12, 4), (18, 2), (20, 4), (21, 8), (24, 4), (36, 4)])
    }

    private var threads: [ServiceCall] {
        queries(
            SystemService.ntQueryInformationThread, "NtQueryInformationThread", .handle(handles.thread),
            [(0, 48), (1, 32), (9, 8), (12, 4), (14, 4), (20, 4)])
    }

    private var sections: [ServiceCall] {
        queries(SystemService.ntQuerySection, "NtQuerySection", .handle(handles.image), [(0, 24), (1, 64)])
    }

    private var systems: [ServiceCall] {
        let sizes: [(kind: UInt32, size: UInt)] = [
            (0, 64), (1, 12), (2, UInt(MemoryLayout<SYSTEM_PERFORMANCE_INFORMATION>.size)), (3, 48), (8, 48), (35, 2),
        ]
        return sizes.map { entry in
            ServiceCall(
                number: SystemService.ntQuerySystemInformation, name: "NtQuerySystemInformation",
                arguments: [
                    .word(UInt(entry.kind)), .structure(f.buffer, alignment: 4),
                    .size(entry.size, short: .infoLengthMismatch), .optionalOutput(f.second),
                ], kind: entry.kind)
        }
    }

    private var files: [ServiceCall] {
        // Basic and network-open information need a right, the others none.
        let sizes: [(kind: UInt32, size: UInt)] = [
            (4, 40), (5, 24), (6, 8), (7, 4), (8, 4), (14, 8), (16, 4), (17, 4), (34, 56),
        ]
        return sizes.map { entry in
            let handle: Argument = [4, 34].contains(entry.kind) ? .handle(handles.file) : .powerless(handles.file)
            return ServiceCall(
                number: SystemService.ntQueryInformationFile, name: "NtQueryInformationFile",
                arguments: [
                    handle, .output(f.statusBlock), .structure(f.buffer, alignment: 4),
                    .size(entry.size, short: .infoLengthMismatch), .word(UInt(entry.kind)),
                ], kind: entry.kind)
        }
    }

    /// The key is `nttest-arguments`, its subkey `child`, both without a class.
    private var keys: [ServiceCall] {
        let path: UInt = 2 * UInt(("\\REGISTRY\\MACHINE\\SOFTWARE\\nttest-arguments" as StaticString).utf8CodeUnitCount)
        let own: [(kind: UInt32, fixed: UInt, full: UInt)] = [
            (0, 16, 16 + 32), (1, 24, 24 + 32), (3, 4, 4 + path),
        ]
        let child: [(kind: UInt32, fixed: UInt, full: UInt)] = [(0, 16, 16 + 10), (1, 24, 24 + 10)]
        return own.map { entry in
            ServiceCall(
                number: SystemService.ntQueryKey, name: "NtQueryKey",
                arguments: [
                    entry.kind == 3 ? .powerless(handles.key) : .handle(handles.key), .word(UInt(entry.kind)),
                    .structure(f.buffer, alignment: 4), .cutSize(256, fixed: entry.fixed, full: entry.full),
                    .output(f.number),
                ], kind: entry.kind)
        }
            + child.map { entry in
                ServiceCall(
                    number: SystemService.ntEnumerateKey, name: "NtEnumerateKey",
                    arguments: [
                        .handle(handles.key), .word(0), .kind(entry.kind, unknown: .invalidParameter),
                        .structure(f.buffer, alignment: 4), .cutSize(256, fixed: entry.fixed, full: entry.full),
                        .output(f.number),
                    ], kind: entry.kind)
            }
    }

    /// The value is `four`, a number.
    private var values: [ServiceCall] {
        let sizes: [(kind: UInt32, fixed: UInt, full: UInt)] = [(0, 12, 12 + 8), (1, 20, 20 + 8 + 4), (2, 12, 12 + 4)]
        return sizes.flatMap { entry in
            [
                ServiceCall(
                    number: SystemService.ntQueryValueKey, name: "NtQueryValueKey",
                    arguments: [
                        .handle(handles.key), .string(f.string("four")), .word(UInt(entry.kind)),
                        .structure(f.buffer, alignment: 4), .cutSize(256, fixed: entry.fixed, full: entry.full),
                        .output(f.number),
                    ], kind: entry.kind),
                ServiceCall(
                    number: SystemService.ntEnumerateValueKey, name: "NtEnumerateValueKey",
                    arguments: [
                        .handle(handles.key), .word(0), .word(UInt(entry.kind)), .structure(f.buffer, alignment: 4),
                        .cutSize(256, fixed: entry.fixed, full: entry.full), .output(f.number),
                    ], kind: entry.kind),
            ]
        }
    }
}
