// Virtual memory. What is written to was committed just before.

import CNT
import NTABI
import NativeRuntime

/// Allocating and freeing 64 KB, without and with touching every page.
enum MemoryBench {
    static func run(_ clock: Stopwatch) throws(NTStatus) {
        try clock.measure("allocate-free-64k", count: 100) { () throws(NTStatus) in
            try free(try allocate())
        }
        try clock.measure("allocate-touch-free-64k", count: 20) { () throws(NTStatus) in
            let base = try allocate()
            for page in 0..<16 {
                unsafe UnsafeMutablePointer<UInt8>(bitPattern: base + UInt(page) * 4096)?.pointee = 1
            }
            try free(base)
        }
    }

    private static func allocate() throws(NTStatus) -> UInt {
        var base: UInt = 0
        var size: UInt = 65536
        try check(
            unsafe NtAllocateVirtualMemory(
                Handle.currentProcess.rawValue, &base, 0, &size, MEM_RESERVE | MEM_COMMIT,
                PAGE_READWRITE))
        return base
    }

    private static func free(_ address: UInt) throws(NTStatus) {
        var base = address
        var size: UInt = 0
        try check(
            unsafe NtFreeVirtualMemory(
                Handle.currentProcess.rawValue, &base, &size, MEM_RELEASE))
    }
}
