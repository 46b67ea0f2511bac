// Programs: finding, starting and ending them. Pointers passed to ntdll live until the call returns, by which time it
// has copied what they point to.

import CNT
import NTABI

/// A process that the shell started.
struct Program {
    let process: UInt
    let processID: UInt

    private static let directories: [StaticString] = ["\\SystemRoot\\System32\\", "\\SystemRoot\\"]

    /// Starts the program that `name` means: a path from the root, or a name in one of the two directories, with or
    /// without `.exe`.
    ///
    /// Throws what opening or loading the image says, `.objectNameNotFound` when there is none.
    static func start(_ name: [UInt16], arguments: [UInt16]) throws(NTStatus) -> Program {
        let path = try find(name)
        var commandLine = name
        if !arguments.isEmpty { commandLine += [0x20] + arguments }
        var information = RTL_USER_PROCESS_INFORMATION()
        let status = unsafe withUnicodeString(path) { image in
            unsafe withUnicodeString(commandLine) { line in
                var parameters: UnsafeMutablePointer<RTL_USER_PROCESS_PARAMETERS>?
                let made = unsafe RtlCreateProcessParameters(
                    &parameters, image, nil, nil, line, nil, nil, nil, nil, nil)
                guard NTStatus(rawValue: made).isSuccess else { return made }
                defer { _ = unsafe RtlDestroyProcessParameters(parameters) }
                return unsafe RtlCreateUserProcess(
                    image, OBJ_CASE_INSENSITIVE, parameters, nil, nil, 0, 0, 0, 0, &information)
            }
        }
        try check(status)
        _ = NtResumeThread(information.ThreadHandle, nil)
        _ = NtClose(information.ThreadHandle)
        return Program(
            process: information.ProcessHandle, processID: information.ClientId.UniqueProcess)
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

    /// The status the process ended with, or STATUS_PENDING while it lives.
    func exitStatus() -> NTStatus {
        var information = PROCESS_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<PROCESS_BASIC_INFORMATION>.size)
        let status = unsafe NtQueryInformationProcess(
            process, ProcessBasicInformation, &information, size, nil)
        return NTStatus(rawValue: status == 0 ? information.ExitStatus : status)
    }

    func terminate(_ status: NTStatus) { _ = NtTerminateProcess(process, status.rawValue) }

    func close() { _ = NtClose(process) }

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
