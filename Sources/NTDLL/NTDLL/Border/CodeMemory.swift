// Unsafe in a global variable, which is used under the loader's lock only.

import CNT
import NTABI

/// Memory for code that the loader writes.
enum CodeMemory {
    private nonisolated(unsafe) static var next: UInt = 0
    private nonisolated(unsafe) static var end: UInt = 0

    /// Room for a few instructions, on a multiple of 16.
    static func allocate(_ size: Int) throws(NTStatus) -> UInt {
        let rounded = UInt((size + 15) & ~15)
        if unsafe end - next < rounded {
            let page = 0x1000
            var base: UInt = 0
            var length = UInt(page)
            let status = unsafe NTStatus(
                rawValue: NtAllocateVirtualMemory(
                    Handle.currentProcess.rawValue, &base, 0, &length, MEM_RESERVE | MEM_COMMIT,
                    PAGE_EXECUTE_READWRITE))
            guard status.isSuccess else { throw status }
            unsafe next = base
            unsafe end = base + UInt(page)
        }
        defer { unsafe next += rounded }
        return unsafe next
    }
}
