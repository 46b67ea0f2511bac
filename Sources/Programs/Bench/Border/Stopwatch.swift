// The clock and the screen. The pointers passed live until the services return.

import CNT
import NTABI
import NativeRuntime

/// Times a loop by the performance counter.
///
/// Where the machine counts instructions as nanoseconds (QEMU's `-icount shift=0`), a figure is the number of
/// instructions that all parts of the system together spend on one operation, loop included.
struct Stopwatch {
    private let frequency: Int64

    init() {
        var counter: Int64 = 0
        var frequency: Int64 = 0
        _ = unsafe NtQueryPerformanceCounter(&counter, &frequency)
        self.frequency = frequency
    }

    private func now() -> Int64 {
        var counter: Int64 = 0
        _ = unsafe NtQueryPerformanceCounter(&counter, nil)
        return counter
    }

    /// Prints `bench NAME ns VALUE`: the least time of one operation over five rounds of `count`.
    ///
    /// A round before them is not counted: it pages in code and fills tables.
    func measure(
        _ name: StaticString, count: Int, _ operation: () throws(NTStatus) -> Void
    ) throws(NTStatus) {
        var best = Int64.max
        for round in 0...5 {
            let start = now()
            for _ in 0..<count { try operation() }
            let ticks = now() - start
            if round > 0 { best = min(best, ticks) }
        }
        let nanoseconds = best * 1_000_000_000 / frequency / Int64(count)
        display("bench \(name) ns \(nanoseconds)\n")
    }
}
