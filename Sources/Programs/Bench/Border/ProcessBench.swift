// Processes. The parameters made for a process are destroyed when it has been started; the system keeps its own copy.

import CNT
import NTABI

/// Creating a process that ends at once (`true.exe`), and waiting for its end.
enum ProcessBench {
    static func run(_ clock: Stopwatch) throws(NTStatus) {
        try clock.measure("process-create-exit", count: 5) { () throws(NTStatus) in
            let (process, thread) = try start()
            try check(NtResumeThread(thread, nil))
            try check(NtWaitForSingleObject(process, 0, nil))
            try check(NtClose(thread))
            try check(NtClose(process))
        }
    }

    private static func start() throws(NTStatus) -> (process: UInt, thread: UInt) {
        var information = RTL_USER_PROCESS_INFORMATION()
        let status = unsafe withAttributes("\\SystemRoot\\System32\\true.exe") { attributes in
            let image = unsafe UnsafePointer<UNICODE_STRING>(
                bitPattern: attributes.pointee.ObjectName)
            var parameters: UnsafeMutablePointer<RTL_USER_PROCESS_PARAMETERS>?
            let made = unsafe RtlCreateProcessParameters(
                &parameters, image, nil, nil, nil, nil, nil, nil, nil, nil)
            guard made == 0 else { return made }
            defer { _ = unsafe RtlDestroyProcessParameters(parameters) }
            return unsafe RtlCreateUserProcess(
                image, OBJ_CASE_INSENSITIVE, parameters, nil, nil, 0, 0, 0, 0, &information)
        }
        try check(status)
        return (information.ProcessHandle, information.ThreadHandle)
    }
}
