import CKernelTest
import SeL4ABI

/// The domain capability.
func domainChecks() {
    let domain = InitialSlot.domain
    let thread = Pool.make(.thread)
    let none: InlineArray<0, Word> = []
    expect("another label is IllegalOperation", Invoke.call(domain, .tcbSuspend, [0], [thread]), .illegalOperation)
    expect("Set: nothing given", Invoke.call(domain, .domainSetSet), .truncatedMessage)
    expect("Set: no domain", Invoke.call(domain, .domainSetSet, none, [thread]), .truncatedMessage)
    expect("Set: no thread", Invoke.call(domain, .domainSetSet, [0]), .truncatedMessage)
    expect(
        "Set: a domain too high is InvalidArgument 0", Invoke.call(domain, .domainSetSet, [256], [thread]),
        .invalidArgument, [0])
    expect("Set: far too high too", Invoke.call(domain, .domainSetSet, [.max], [thread]), .invalidArgument, [0])
    expect(
        "Set: no thread is InvalidArgument 1", Invoke.call(domain, .domainSetSet, [0], [domain]), .invalidArgument, [1])
    succeed("Set: domain 0", Invoke.call(domain, .domainSetSet, [0], [thread]))
    expect(
        "Set: through a capability to a thread is IllegalOperation", Invoke.call(thread, .domainSetSet, [0], [thread]),
        .illegalOperation)
    let copy = Slots.copied(domain)
    succeed("it can be copied", Invoke.call(copy, .domainSetSet, [0], [thread]))
    expect(
        "ScheduleConfigure: two words are too few", Invoke.call(domain, .domainScheduleConfigure, [0, 0]),
        .truncatedMessage)
    expect("ScheduleSetStart: nothing given", Invoke.call(domain, .domainScheduleSetStart), .truncatedMessage)
    check(
        "ScheduleConfigure: an entry that is none is refused",
        Invoke.call(domain, .domainScheduleConfigure, [1000, 0, 5]).label != 0)
    check(
        "ScheduleConfigure: a domain that is none is refused",
        Invoke.call(domain, .domainScheduleConfigure, [1, 1000, 5]).label != 0)
    check(
        "ScheduleSetStart: an entry that is none is refused",
        Invoke.call(domain, .domainScheduleSetStart, [1000]).label != 0)
    succeed("ScheduleConfigure", Invoke.call(domain, .domainScheduleConfigure, [1, 0, 1]))
    let probe = Probe()
    let endpoint = Pool.make(.endpoint)
    probe.run(.receive, endpoint)
    succeed("Set: a waiting thread", Invoke.call(domain, .domainSetSet, [0], [probe.thread]))
    Invoke.trap(.sendNonBlocking, endpoint, 1, 3)
    check("it goes on in its domain", probe.isDone)
    switching()
}

/// Threads run while their domain does, and only then. A kernel may have one domain alone.
private func switching() {
    let domain = InitialSlot.domain
    let (probe, endpoint) = (Probe(), Pool.make(.endpoint))
    guard Invoke.call(domain, .domainSetSet, [1], [probe.thread]).label == 0 else { return }
    probe.run(.send, endpoint, 1, 77)
    for _ in 0..<4 { Invoke.yield() }
    pause()
    check("a thread of another domain does not run, whatever its priority", probe.isInCall)
    equal("nor has it sent", Invoke.trap(.receiveNonBlocking, endpoint).badge << 1 | (probe.isInCall ? 1 : 0), 1)
    succeed("the first entry of the schedule ends", Invoke.call(domain, .domainScheduleConfigure, [0, 0, 2]))
    succeed("and the other domain's time follows", Invoke.call(domain, .domainScheduleConfigure, [1, 1, 2]))
    succeed("ScheduleSetStart", Invoke.call(domain, .domainScheduleSetStart, [0]))
    var word: Word = 0
    let arrives = comesTrue {
        let message = Invoke.trap(.receiveNonBlocking, endpoint, 0, 0)
        word = message.words.0
        return word == 77
    }
    check("in its time the other domain's thread runs", arrives, word)
    succeed("both entries for the first domain", Invoke.call(domain, .domainScheduleConfigure, [1, 0, 2]))
    succeed("Set: back to the first domain", Invoke.call(domain, .domainSetSet, [0], [probe.thread]))
    check("where it comes to its end", comesTrue { probe.isDone })
    equal("a time slice is five ticks: in a domain's five one of two equal threads runs", runners(ticks: 5), 1)
    equal("in the sixth the other does", runners(ticks: 6), 2)
}

/// How many of two spinning threads of the same priority run in a domain's only turn of some ticks. The kernel counts
/// slices and domains in the same ticks, so it does not matter how long they are.
private func runners(ticks: Word) -> Word {
    let domain = InitialSlot.domain
    let spinners: InlineArray<2, Probe> = [Probe(), Probe()]
    for index in 0..<2 {
        Invoke.call(domain, .domainSetSet, [1], [spinners[index].thread])
        spinners[index].start(at: address_of_probe_spin())
    }
    // A turn of ours, long enough to make the next one the last; then theirs.
    Invoke.call(domain, .domainScheduleConfigure, [0, 0, 50])
    Invoke.call(domain, .domainScheduleConfigure, [1, 1, ticks])
    Invoke.call(domain, .domainScheduleSetStart, [0])
    Invoke.call(domain, .domainScheduleConfigure, [0, 0, 0])
    func count() -> Word {
        var count: Word = 0
        for index in 0..<2 where spinners[index].register(.rax) > 0 { count += 1 }
        return count
    }
    _ = comesTrue { count() > 0 }
    for index in 0..<2 { spinners[index].suspend() }
    let result = count()
    for index in 0..<2 { Invoke.call(domain, .domainSetSet, [0], [spinners[index].thread]) }
    return result
}
