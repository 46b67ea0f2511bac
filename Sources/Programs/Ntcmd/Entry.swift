import CNT
import NTABI

/// The entry point that the image names: runs the shell and ends the process when the shell does.
@c(NtProcessStartup)
public func processStartup(_ peb: UInt) {
    do throws(NTStatus) {
        Shell(console: try Console()).run()
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, 0)
    } catch {
        // Without a keyboard there is nothing to do here. The status tells the session manager.
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, error.rawValue)
    }
}
