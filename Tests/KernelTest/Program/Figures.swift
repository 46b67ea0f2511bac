import CKernelTest
import SeL4ABI

/// How long the shortest system calls take, and how long an interrupt waits for the longest ones, as lines
/// `bench NAME instructions N` on the console.
///
/// Counts of the time-stamp counter: under QEMU's `-icount shift=0` they are instructions, this program's own included.
func printFigures() {
    // The checks have used vector registers, which would be saved and loaded. Before version 14 there is no such flag.
    Invoke.call(InitialSlot.thread, .tcbSetFlags, [0, ThreadFlags.fpuDisabled.rawValue])
    callFigures()
    signalFigures()
    latencyFigures()
}

/// Round trips to a server that answers with what it got.
private func callFigures() {
    let endpoint = Pool.make(.endpoint)
    let server = Probe(priority: 100)
    server.start(at: address_of_probe_server(), rdi: endpoint)
    figure("kernel-call-reply") { Invoke.trap(.call, endpoint, 0) }
    figure("kernel-call-reply-4-words") { Invoke.trap(.call, endpoint, 4) }
    figure("kernel-call-reply-8-words") { Invoke.trap(.call, endpoint, 8) }
    server.suspend()
    let stranger = Probe(priority: 100)
    let space = AddressSpace(codeAt: Word(address_of_probe_server()))
    Invoke.call(stranger.thread, .tcbSetSpace, [0, 0, 0], [InitialSlot.cnode, space.root])
    stranger.start(at: address_of_probe_server(), rdi: endpoint)
    figure("kernel-call-reply-other-space") { Invoke.trap(.call, endpoint, 0) }
    stranger.suspend()
    equal("a server in another address space answers", Invoke.trap(.receiveNonBlocking, endpoint).badge, 0)
}

private func signalFigures() {
    let notification = Pool.make(.notification)
    figure("kernel-signal") { Invoke.trap(.send, notification) }
    Invoke.trap(.receiveNonBlocking, notification)
    figure("kernel-poll") { Invoke.trap(.receiveNonBlocking, notification) }
    figure("kernel-yield") { Invoke.yield() }
    let waiter = Probe(priority: 150)
    waiter.start(at: address_of_probe_waiter(), rdi: notification)
    figure("kernel-signal-to-waiter") { Invoke.trap(.send, notification) }
    waiter.suspend()
}

private func figure(_ name: StaticString, _ operation: () -> Void) {
    var least = UInt64.max
    for _ in 0..<200 {
        let start = read_tsc()
        operation()
        least = min(least, read_tsc() - start)
    }
    printFigure(name, Word(least))
}

private func printFigure(_ name: StaticString, _ value: Word) {
    State.console?.put("bench ")
    State.console?.put(name)
    State.console?.put(" instructions ")
    State.console?.put(value)
    State.console?.put("\n")
}

/// The longest time between when an interrupt is due and when its thread runs, while the kernel is busy. What there is
/// no memory for is not measured.
private func latencyFigures() {
    let alarm = Alarm()
    alarm.start()
    latency("kernel-latency-idle", alarm) { pause() }
    let endpoint = Pool.make(.endpoint)
    if let node = Pool.makeIfPossible(.capabilityTable, bits: 17) {
        fill(node, bits: 17, count: 100_000, with: endpoint)
        latency("kernel-latency-revoke-100k", alarm) { Slots.revoke(endpoint) }
        Slots.delete(node)
    }
    if let node = Pool.makeIfPossible(.capabilityTable, bits: 14) {
        fill(node, bits: 14, count: 1 << 14, with: endpoint)
        latency("kernel-latency-delete-16k-slots", alarm) { Slots.delete(node) }
    }
    for slot in Pool.untypeds where Pool.isUnusedGigabyte(slot) {
        let page = Pool.emptySlot()
        latency("kernel-latency-reset-1g", alarm) { _ = Pool.retype(slot, .hugePage, into: page) }
        Slots.revoke(slot)
        break
    }
    alarm.end()
}

private func latency(_ name: StaticString, _ alarm: Alarm, _ operation: () -> Void) {
    alarm.forget()
    operation()
    printFigure(name, alarm.latest)
}
