import CKernelTest
import SeL4ABI

/// As many threads as there are priorities between the lowest and the highest run in the order of these.
func priorityChecks() {
    let own = InitialSlot.thread
    let queue = Pool.make(.endpoint)
    Invoke.call(own, .tcbSetPriority, [255], [own])
    for priority: Word in 1...254 {
        let thread = Pool.make(.thread)
        Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [InitialSlot.cnode, InitialSlot.vspace, 0])
        Invoke.call(thread, .tcbSetPriority, [priority], [own])
        Invoke.call(
            thread, .tcbWriteRegisters,
            [
                1, 20, Word(address_of_probe_call()), 0, 0x202, 0, 0, 0, Word(bitPattern: SystemCall.send.rawValue), 0,
                Slots.minted(queue, badge: priority), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ])
    }
    equal("none of 254 threads ran before the highest lets them", Invoke.trap(.receiveNonBlocking, queue).badge, 0)
    Invoke.call(own, .tcbSetPriority, [0], [own])
    var inOrder: Word = 0
    for index: Word in 0..<254 where Invoke.trap(.receiveNonBlocking, queue).badge == 254 - index { inOrder += 1 }
    equal("254 threads of 254 priorities run from the highest to the lowest", inOrder, 254)
    Invoke.call(own, .tcbSetPriority, [100], [own])
}
