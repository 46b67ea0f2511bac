import CKernelTest
import SeL4ABI

/// Who runs: priorities, turns among equals, time slices.
func schedulingChecks() {
    let endpoint = Pool.make(.endpoint)
    let low = Probe(priority: 90)
    low.run(.sendNonBlocking, 0)
    check("a lower thread does not run while we do", low.isInCall)
    check(
        "nor does an equal one at once",
        holdsUndisturbed {
            low.setPriority(90)
            low.run(.sendNonBlocking, 0)
            low.setPriority(100)
            return low.isInCall
        })
    check(
        "Yield lets an equal one run",
        holdsUndisturbed {
            low.run(.sendNonBlocking, 0)
            Invoke.yield()
            return low.isDone
        })
    low.setPriority(90)
    low.run(.sendNonBlocking, 0)
    low.setPriority(101)
    check("raised above us it runs at once", low.isDone)
    low.setPriority(90)
    low.run(.sendNonBlocking, 0)
    Invoke.yield()
    check("Yield does not let a lower one run", low.isInCall)
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [80], [InitialSlot.thread])
    check("lowering ourselves lets it run", low.isDone)
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [100], [InitialSlot.thread])

    // Equals: a woken one queues behind us; so does a resumed one.
    let equal1 = Probe(priority: 100)
    var getsItsTurn = true
    check(
        "an equal thread that is woken waits for its turn",
        holdsUndisturbed {
            equal1.run(.receive, endpoint)
            Invoke.yield()
            Invoke.trap(.sendNonBlocking, endpoint, 1, 4)
            let waits = !equal1.isInCall && !equal1.isDone
            let runs = comesTrue {
                Invoke.yield()
                return equal1.isDone
            }
            if waits && !runs { getsItsTurn = false }
            return waits
        })
    check("and gets it", getsItsTurn)
    let high = Probe(priority: 200)
    high.run(.receive, endpoint)
    Invoke.trap(.sendNonBlocking, endpoint, 1, 4)
    check("a higher thread that is woken runs at once", high.isDone)

    // A spinning equal does not keep us out, a spinning lower one less so.
    let spinner = Probe(priority: 100)
    spinner.start(at: address_of_probe_spin())
    Invoke.yield()
    check("a time slice ends: the spinner ran and we are back", comesTrue { spinner.register(.rax) > 0 })
    let first = spinner.register(.rax)
    check("and we are interrupted for it as well", comesTrue { spinner.register(.rax) > first })
    spinner.setPriority(50)
    let stopped = spinner.register(.rax)
    pause()
    equal("lowered it runs no more", spinner.register(.rax), stopped)
    spinner.suspend()

    // All priorities at once: each probe marks its turn by a message, highest first.
    let queue = Pool.make(.endpoint)
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [255], [InitialSlot.thread])
    var probes = InlineArray<8, Word>(repeating: 0)
    for index in probes.indices {
        let probe = Probe(priority: 20 + 30 * Word(index))
        probe.run(.send, Slots.minted(queue, badge: Word(index) + 1))
        probes[index] = probe.thread
    }
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [10], [InitialSlot.thread])
    var descending = true
    for index in 0..<8 where Invoke.trap(.receiveNonBlocking, queue).badge != 8 - Word(index) {
        descending = false
    }
    check("of many that are ready the highest runs first", descending)
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [100], [InitialSlot.thread])
}
