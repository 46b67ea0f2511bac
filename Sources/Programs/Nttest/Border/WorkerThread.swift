// A second thread of this process. What it is handed is a number or outlives it, because its maker waits for its end.

import CNT
import NTABI
import NativeRuntime

struct WorkerThread {
    let handle: UInt
    let status: UInt32

    typealias Body = @convention(c) (UnsafeMutableRawPointer?) -> UInt32

    init(argument: UInt = 0, suspended: Bool = false, _ body: Body) {
        var handle: UInt = 0
        status = unsafe NtCreateThreadEx(
            &handle, THREAD_ALL_ACCESS, nil, Handle.currentProcess.rawValue,
            UnsafeMutableRawPointer(bitPattern: unsafeBitCast(body, to: UInt.self)),
            UnsafeMutableRawPointer(bitPattern: argument),
            suspended ? THREAD_CREATE_FLAGS_CREATE_SUSPENDED : 0, 0, 0, 0, nil)
        self.handle = handle
    }

    /// The status the thread ended with, STATUS_PENDING while it runs.
    var exitStatus: UInt32 {
        var information = THREAD_BASIC_INFORMATION()
        _ = unsafe NtQueryInformationThread(
            handle, ThreadBasicInformation, &information,
            UInt32(MemoryLayout<THREAD_BASIC_INFORMATION>.size), nil)
        return information.ExitStatus
    }

    /// Waits for the end and closes the handle; returns the exit status.
    @discardableResult
    func join() -> UInt32 {
        _ = NtWaitForSingleObject(handle, 0, nil)
        let status = exitStatus
        _ = NtClose(handle)
        return status
    }
}
