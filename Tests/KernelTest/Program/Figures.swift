import CKernelTest
import SeL4ABI

/// How long the shortest system calls take, as lines `bench NAME instructions N` on the console.
///
/// Counts of the time-stamp counter: under QEMU's `-icount shift=0` they are instructions, this program's own included.
func printFigures() {
    let endpoint = Pool.make(.endpoint)
    let notification = Pool.make(.notification)
    let server = Probe(priority: 100)
    server.start(at: address_of_probe_server(), rdi: endpoint)
    figure("kernel-call-reply") { Invoke.trap(.call, endpoint) }
    figure("kernel-signal") { Invoke.trap(.send, notification) }
    Invoke.trap(.receiveNonBlocking, notification)
    figure("kernel-poll") { Invoke.trap(.receiveNonBlocking, notification) }
    Invoke.call(server.thread, .tcbSuspend)
    figure("kernel-yield") { Invoke.yield() }
}

private func figure(_ name: StaticString, _ operation: () -> Void) {
    var least = UInt64.max
    for _ in 0..<200 {
        let start = read_tsc()
        operation()
        least = min(least, read_tsc() - start)
    }
    State.console?.put("bench ")
    State.console?.put(name)
    State.console?.put(" instructions ")
    State.console?.put(Word(least))
    State.console?.put("\n")
}
