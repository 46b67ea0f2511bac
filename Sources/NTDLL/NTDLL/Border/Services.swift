// Unsafe in the calls of services with pointers to local variables, which the executive reads and writes
// before the call returns.

import CNT
import NTABI

/// The few services that ntdll itself lives on, with Swift's types.
enum Services {
    /// An event that lets one waiter through at a time.
    static func createGate() -> HANDLE? {
        var handle: HANDLE = 0
        let status = unsafe NtCreateEvent(
            &handle, EVENT_ALL_ACCESS, nil, UInt32(SynchronizationEvent), 0)
        return NTStatus(rawValue: status).isSuccess ? handle : nil
    }

    static func wait(_ handle: HANDLE) -> NTStatus {
        NTStatus(rawValue: NtWaitForSingleObject(handle, 0, nil))
    }

    static func set(_ handle: HANDLE) { _ = NtSetEvent(handle, nil) }

    /// Waits for the release of a key, with a time-out at the address `timeout` unless that is 0.
    static func waitKeyed(_ key: UInt, timeout: UInt) -> NTStatus {
        unsafe NTStatus(
            rawValue: NtWaitForKeyedEvent(
                0, UnsafeMutableRawPointer(bitPattern: key), 0, UnsafePointer(bitPattern: timeout)))
    }

    static func releaseKeyed(_ key: UInt) -> NTStatus {
        unsafe NTStatus(rawValue: NtReleaseKeyedEvent(0, UnsafeMutableRawPointer(bitPattern: key), 0, nil))
    }

    /// Waits until another thread alerts this one, with a time-out at the address `timeout` unless that is 0.
    static func waitForAlert(_ address: UInt, timeout: UInt) -> NTStatus {
        unsafe NTStatus(
            rawValue: NtWaitForAlertByThreadId(
                UnsafeMutableRawPointer(bitPattern: address), UnsafePointer(bitPattern: timeout)))
    }

    /// Goes on with the state in a CONTEXT, after the calls that are queued for the thread if `alertable`. Returns only if
    /// there is something wrong with it.
    static func resume(_ context: Pointer<CONTEXT>, alertable: Bool = false) -> NTStatus {
        unsafe NTStatus(
            rawValue: NtContinue(UnsafeMutableRawPointer(bitPattern: context.address), alertable ? 1 : 0))
    }

    static func raise(
        _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>, firstChance: Bool
    ) -> NTStatus {
        unsafe NTStatus(
            rawValue: NtRaiseException(
                UnsafeMutableRawPointer(bitPattern: record.address),
                UnsafeMutableRawPointer(bitPattern: context.address), firstChance ? 1 : 0))
    }

    /// Whether no other thread of the process is left.
    static var isLastThread: Bool {
        var last: UInt32 = 0
        let status = unsafe NtQueryInformationThread(
            Handle.currentThread.rawValue, ThreadAmILastThread, &last, 4, nil)
        return NTStatus(rawValue: status).isSuccess && last != 0
    }

    /// The path of this process's image: a UNICODE_STRING with its characters behind it, the caller's to free.
    static func imagePath() throws(NTStatus) -> UInt {
        let size = MemoryLayout<UNICODE_STRING>.size + 520
        let memory = try Memory.allocate(size)
        let status = unsafe NTStatus(
            rawValue: NtQueryInformationProcess(
                Handle.currentProcess.rawValue, ProcessImageFileName,
                UnsafeMutableRawPointer(bitPattern: memory), UInt32(size), nil))
        guard status.isSuccess else {
            Memory.free(memory)
            throw status
        }
        return memory
    }

    static func performanceCounter() -> UInt64 {
        var counter: Int64 = 0
        _ = unsafe NtQueryPerformanceCounter(&counter, nil)
        return UInt64(bitPattern: counter)
    }

    /// Adds to the system's debug log.
    static func log(_ text: UInt, _ count: Int) {
        _ = unsafe NtDebugOutput(UnsafeMutableRawPointer(bitPattern: text), UInt32(count))
    }
}
