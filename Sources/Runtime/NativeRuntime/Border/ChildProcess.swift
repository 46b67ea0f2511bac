// Starting and ending processes. What is passed to ntdll lives until the call returns, by which time it has copied what
// it needs.

import CNT
import NTABI

/// A process this one started; its handles are this one's to close.
public struct ChildProcess {
    /// Handles with all access, of the process and of its first thread.
    public let process: UInt
    public let thread: UInt
    /// What `lp` shows.
    public let processID: UInt

    /// Makes a process of the image at `path`, with its first thread suspended.
    ///
    /// Throws what opening or loading the image says.
    public static func create(
        _ path: [UInt16], commandLine: [UInt16]
    ) throws(NTStatus) -> ChildProcess {
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
        return ChildProcess(
            process: information.ProcessHandle, thread: information.ThreadHandle,
            processID: information.ClientId.UniqueProcess)
    }

    /// Lets the first thread run.
    public func resume() { _ = NtResumeThread(thread, nil) }

    /// Waits for the end and returns the exit status.
    public func wait() -> NTStatus {
        _ = NtWaitForSingleObject(process, 0, nil)
        return exitStatus()
    }

    /// The status the process ended with, STATUS_PENDING while it lives.
    public func exitStatus() -> NTStatus {
        var information = PROCESS_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<PROCESS_BASIC_INFORMATION>.size)
        let status = unsafe NtQueryInformationProcess(
            process, ProcessBasicInformation, &information, size, nil)
        return NTStatus(rawValue: status == 0 ? information.ExitStatus : status)
    }

    /// Ends the process with a status; one that has ended keeps its own.
    public func terminate(_ status: NTStatus) { _ = NtTerminateProcess(process, status.rawValue) }

    /// Gives the handles back; the process goes on.
    public func close() {
        _ = NtClose(thread)
        _ = NtClose(process)
    }
}
