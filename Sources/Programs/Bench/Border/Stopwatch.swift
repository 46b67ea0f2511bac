// The clock and the screen. The pointers passed live until the services return.

import CNT
import NTABI

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

/// Prints ASCII text.
func display(_ text: String) {
    var units = Array(text.utf16)
    unsafe units.withUnsafeMutableBufferPointer { buffer in
        let bytes = UInt16(buffer.count * 2)
        var string = UNICODE_STRING(
            Length: bytes, MaximumLength: bytes, Buffer: UInt(bitPattern: buffer.baseAddress))
        _ = unsafe NtDisplayString(&string)
    }
}

/// Throws the status of a service that did not succeed.
@inline(__always)
func check(_ status: UInt32) throws(NTStatus) {
    guard status < 0x8000_0000 else { throw NTStatus(rawValue: status) }
}

/// Hands `body` the attributes of an ASCII path.
func withAttributes<Result>(
    _ path: StaticString, _ body: (UnsafePointer<OBJECT_ATTRIBUTES>) -> Result
) -> Result {
    var units: [UInt16] = []
    path.withUTF8Buffer { for unsafe byte in unsafe $0 { units.append(UInt16(byte)) } }
    return unsafe units.withUnsafeMutableBufferPointer { buffer in
        let bytes = UInt16(buffer.count * 2)
        var name = UNICODE_STRING(
            Length: bytes, MaximumLength: bytes, Buffer: UInt(bitPattern: buffer.baseAddress))
        return unsafe withUnsafePointer(to: &name) { name in
            var attributes = OBJECT_ATTRIBUTES(
                Length: UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size), RootDirectory: 0,
                ObjectName: UInt(bitPattern: name), Attributes: OBJ_CASE_INSENSITIVE,
                SecurityDescriptor: 0, SecurityQualityOfService: 0)
            return unsafe body(&attributes)
        }
    }
}
