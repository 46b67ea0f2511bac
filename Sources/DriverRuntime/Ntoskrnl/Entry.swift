import CNT
import NTABI

/// Where a driver process begins: it attaches to the executive, starts its threads, and serves requests until it is ended.
@c(NtProcessStartup)
public func ntProcessStartup(_ peb: UInt) -> Never {
    startRuntime()
    serveRequests()
}
