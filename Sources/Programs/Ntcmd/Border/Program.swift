// Programs: finding, starting and ending them. Pointers passed to ntdll live until the call returns, by which time it
// has copied what they point to.

import CNT
import NTABI
import NativeRuntime

/// Programs as the shell knows them: by name.
enum Program {
    private static let directories: [StaticString] = ["\\SystemRoot\\System32\\", "\\SystemRoot\\"]

    /// Starts the program that `name` means: a path from the root, or a name in one of the two directories, with or
    /// without `.exe`.
    ///
    /// Throws what opening or loading the image says, `.objectNameNotFound` when there is none.
    static func start(
        _ name: [UInt16], arguments: [UInt16]
    ) throws(NTStatus) -> ChildProcess {
        let path = try find(name)
        let commandLine = arguments.isEmpty ? name : name + [0x20] + arguments
        let child = try ChildProcess.create(path, commandLine: commandLine)
        child.resume()
        return child
    }

    /// The file that `name` means.
    private static func find(_ name: [UInt16]) throws(NTStatus) -> [UInt16] {
        let extended = hasExtension(name) ? name : name + units(".exe")
        if name.first == UInt16(ascii: "\\") {
            guard exists(extended) else { throw .objectNameNotFound }
            return extended
        }
        guard !name.contains(UInt16(ascii: "\\")) else { throw .objectNameNotFound }
        for directory in directories {
            let path = units(directory) + extended
            if exists(path) { return path }
        }
        throw .objectNameNotFound
    }

    private static func hasExtension(_ name: [UInt16]) -> Bool {
        name.suffix(4).map(asciiLowercased) == units(".exe")
    }

    private static func exists(_ path: [UInt16]) -> Bool {
        var information = FILE_BASIC_INFORMATION()
        let status = unsafe withAttributes(path) { unsafe NtQueryAttributesFile($0, &information) }
        return NTStatus(rawValue: status).isSuccess
    }

    /// The programs that can be run by name, without `.exe`: what Tab completes.
    static func names() -> [[UInt16]] {
        var names: [[UInt16]] = []
        for directory in directories {
            for file in Directory.fileNames(units(directory)) where hasExtension(file) {
                let name = file.dropLast(4).map(asciiLowercased)
                if !names.contains(name) { names.append(name) }
            }
        }
        return names
    }

    /// Ends any process by its number.
    static func terminate(processID: UInt, status: NTStatus) throws(NTStatus) {
        var handle: UInt = 0
        var client = CLIENT_ID(UniqueProcess: processID, UniqueThread: 0)
        var attributes = OBJECT_ATTRIBUTES()
        attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
        try check(unsafe NtOpenProcess(&handle, PROCESS_TERMINATE, &attributes, &client))
        defer { _ = NtClose(handle) }
        try check(NtTerminateProcess(handle, status.rawValue))
    }
}
