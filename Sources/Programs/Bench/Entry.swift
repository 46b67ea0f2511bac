import CNT
import NTABI
import NativeRuntime

/// The entry point that the image names: measures, prints one line a figure, ends.
@c(NtProcessStartup)
public func processStartup(_ peb: UInt) {
    do throws(NTStatus) {
        let clock = Stopwatch()
        try ServiceBench.run(clock)
        try ThreadBench.run(clock)
        try FileBench.run(clock)
        try MemoryBench.run(clock)
        try ProcessBench.run(clock)
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, 0)
    } catch {
        display("bench: failed with status \(String(error.rawValue, radix: 16))\n")
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, error.rawValue)
    }
}
