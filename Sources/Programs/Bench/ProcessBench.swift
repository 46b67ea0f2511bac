import NTABI
import NativeRuntime

/// Creating a process that ends at once (`true.exe`), and waiting for its end.
enum ProcessBench {
    static func run(_ clock: Stopwatch) throws(NTStatus) {
        let path: StaticString = "\\SystemRoot\\System32\\true.exe"
        try clock.measure("process-create-exit", count: 5) { () throws(NTStatus) in
            let child = try ChildProcess.create(path.utf16Units, commandLine: [])
            child.resume()
            let status = child.wait()
            child.close()
            guard status == .success else { throw status }
        }
    }
}
