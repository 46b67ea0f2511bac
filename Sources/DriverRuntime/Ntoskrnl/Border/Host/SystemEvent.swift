// The executive checks the handles; the only pointers passed are to locals that outlive the call.

import CNT
import NTABI

/// A synchronization event of the executive: what a thread of the runtime sleeps on.
struct SystemEvent {
    let handle: HANDLE

    static func create() -> SystemEvent {
        var handle: HANDLE = 0
        let allAccess: UInt32 = 0x1F_0003
        let status = unsafe NtCreateEvent(&handle, allAccess, nil, 1, 0)
        precondition(NTStatus(code: status).isSuccess, "the runtime cannot work without events")
        return SystemEvent(handle: handle)
    }

    func wait() { _ = NtWaitForSingleObject(handle, 0, nil) }

    /// Waits no longer than `interval`, in units of 100 ns: negative from now, positive in system time. Returns whether it
    /// was set.
    func wait(atMost interval: Int64) -> Bool {
        var timeout = interval
        return unsafe NtWaitForSingleObject(handle, 0, &timeout) == 0
    }

    func set() { _ = NtSetEvent(handle, nil) }
    func clear() { _ = NtClearEvent(handle) }
    func close() { _ = NtClose(handle) }
}

extension NTStatus {
    /// The status as C code passes it.
    @inline(__always) var code: NTSTATUS { rawValue }
    @inline(__always) init(code: NTSTATUS) { self.init(rawValue: code) }
}
