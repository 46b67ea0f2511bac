import CNT
import NTABI
import NativeRuntime

/// The entry point that the image names: the first process of the system. It never ends by itself.
@c(NtProcessStartup)
public func processStartup(_ peb: UInt) {
    log("smss: started\n")
    SessionManager().run()
}
