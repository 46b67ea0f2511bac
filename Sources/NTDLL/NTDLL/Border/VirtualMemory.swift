// Unsafe in the calls of services with pointers to local variables, which the executive reads and writes
// before the call returns.

import CNT
import NTABI

/// Pages of this process, from the executive.
enum VirtualMemory: PageSource {
    static func reserve(_ size: Int) -> UInt? {
        var base: UInt = 0
        var length = UInt(size)
        let status = unsafe NtAllocateVirtualMemory(
            Handle.currentProcess.rawValue, &base, 0, &length, MEM_RESERVE, PAGE_READWRITE)
        return NTStatus(rawValue: status).isSuccess ? base : nil
    }

    static func commit(_ address: UInt, _ size: Int) -> Bool {
        var base = address
        var length = UInt(size)
        let status = unsafe NtAllocateVirtualMemory(
            Handle.currentProcess.rawValue, &base, 0, &length, MEM_COMMIT, PAGE_READWRITE)
        return NTStatus(rawValue: status).isSuccess
    }

    static func release(_ address: UInt) {
        var base = address
        var length: UInt = 0
        _ = unsafe NtFreeVirtualMemory(
            Handle.currentProcess.rawValue, &base, &length, MEM_RELEASE)
    }

    /// Changes the protection of the pages that hold these bytes; returns what it was.
    static func protect(
        _ address: UInt, _ size: Int, _ protection: UInt32
    ) throws(NTStatus) -> UInt32 {
        var base = address
        var length = UInt(size)
        var old: UInt32 = 0
        let status = unsafe NTStatus(
            rawValue: NtProtectVirtualMemory(
                Handle.currentProcess.rawValue, &base, &length, protection, &old))
        guard status.isSuccess else { throw status }
        return old
    }
}
