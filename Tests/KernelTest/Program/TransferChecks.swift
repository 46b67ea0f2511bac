import CKernelTest
import SeL4ABI

/// Capabilities in messages.
func transferChecks() {
    granting()
    unwrapping()
    receiveSlots()
}

private func send(
    _ probe: Probe, _ through: Word, _ first: Word, _ second: Word = 0, _ third: Word = 0, count: Word = 1
) -> Answer {
    Invoke.setCapability(0, first, in: probe.buffer)
    Invoke.setCapability(1, second, in: probe.buffer)
    Invoke.setCapability(2, third, in: probe.buffer)
    probe.run(.send, through, count << 7 | 1, 99)
    return Invoke.trap(.receiveNonBlocking, State.receiveEndpoint)
}

private func granting() {
    let endpoint = Pool.make(.endpoint)
    State.receiveEndpoint = endpoint
    let probe = Probe()
    let (given, slot) = (Pool.make(.endpoint), Pool.emptySlot())
    Invoke.setReceiveSlot(slot)
    let message = send(probe, endpoint, given)
    equal("a capability arrives", message.extraCapabilities, 1)
    equal("not unwrapped", message.unwrapped, 0)
    check("in the receive slot", !Slots.isEmpty(slot))
    check("the sender keeps its own", !Slots.isEmpty(given))
    equal("the words arrive with it", message.words.0, 99)
    Slots.revoke(given)
    check("what arrived is a child of the sender's", Slots.isEmpty(slot))
    let silent = send(probe, Slots.copied(endpoint, rights: 11), given)
    equal("without Grant no capability arrives", silent.extraCapabilities, 0)
    check("nor is anything put into the slot", Slots.isEmpty(slot))
    equal("but the message does", silent.words.0, 99)
    let two = send(probe, endpoint, given, given, count: 2)
    equal("only one real capability arrives", two.extraCapabilities, 1)
    Slots.delete(slot)
    let empty = send(probe, endpoint, Pool.emptySlot())
    equal("an empty slot's capability does not arrive", empty.extraCapabilities, 0)
    let control = send(probe, endpoint, InitialSlot.irqControl)
    equal("nor one that cannot be copied", control.extraCapabilities, 0)
    check("the slot stays empty", Slots.isEmpty(slot))
    let frame = Pool.make(.page)
    _ = Pool.map(frame, Pool.address())
    _ = send(probe, endpoint, frame)
    succeed("a frame arrives unmapped", Pool.map(slot, Pool.address()))
    Slots.delete(slot)
    let untyped = Pool.make(.untyped, bits: 12)
    _ = Pool.retype(untyped, .endpoint, into: Pool.emptySlot())
    equal("an untyped with children does not arrive", send(probe, endpoint, untyped).extraCapabilities, 0)
    let handler = Pool.make(.endpoint)
    let faulting = Probe(faultHandler: handler)
    Invoke.setCapability(0, 1 << 63, in: faulting.buffer)
    faulting.run(.send, endpoint, 1 << 7)
    let fault = Invoke.trap(.receiveNonBlocking, handler)
    equal("a pointer that leads nowhere is a CapFault of its sender", fault.label, 1)
    equal("with that pointer", fault.words.1, 1 << 63)
    equal("on sending", fault.words.2, 0)
    probe.suspend()
    Invoke.setCapability(0, 1 << 63, in: probe.buffer)
    probe.run(.sendNonBlocking, endpoint, 1 << 7)
    check("NBSend drops such a message", probe.isDone)
}

private func unwrapping() {
    let endpoint = Pool.make(.endpoint)
    State.receiveEndpoint = endpoint
    let probe = Probe()
    let (five, six) = (Slots.minted(endpoint, badge: 5), Slots.minted(endpoint, badge: 6))
    let slot = Pool.emptySlot()
    Invoke.setReceiveSlot(slot)
    let message = send(probe, endpoint, five)
    equal("a capability to the same endpoint counts", message.extraCapabilities, 1)
    equal("its bit says that it was unwrapped", message.unwrapped, 1)
    equal("its badge arrives", Invoke.capability(0), 5)
    check("the receive slot stays empty", Slots.isEmpty(slot))
    let two = send(probe, endpoint, five, six, count: 2)
    equal("two are unwrapped", two.unwrapped, 3)
    equal("the second badge arrives", Invoke.capability(1), 6)
    let mixed = send(probe, endpoint, five, Pool.make(.endpoint), six, count: 3)
    equal("one real capability between two unwrapped ones: three arrive", mixed.extraCapabilities, 3)
    equal("the outer two unwrapped", mixed.unwrapped, 5)
    check("the inner one in the slot", !Slots.isEmpty(slot))
    let full = send(probe, endpoint, five, Pool.make(.endpoint), six, count: 3)
    equal("a full slot stops the transfer there", full.extraCapabilities, 1)
    equal("after what was unwrapped", full.unwrapped, 1)
    Slots.delete(slot)
}

private func receiveSlots() {
    let endpoint = Pool.make(.endpoint)
    State.receiveEndpoint = endpoint
    let (probe, given, slot) = (Probe(), Pool.make(.notification), Pool.emptySlot())
    Invoke.setReceiveSlot(given)
    equal("a full receive slot takes nothing", send(probe, endpoint, given).extraCapabilities, 0)
    Invoke.setReceiveSlot(slot)
    store(State.buffer + Word(IPCBufferLayout.receiveDepth), 65)
    equal("nor does a wrong depth", send(probe, endpoint, given).extraCapabilities, 0)
    Invoke.setReceiveSlot(slot)
    store(State.buffer + Word(IPCBufferLayout.receiveCNode), given)
    equal("nor a root that is no CNode", send(probe, endpoint, given).extraCapabilities, 0)
    Invoke.setReceiveSlot(slot)
    store(State.buffer + Word(IPCBufferLayout.receiveCNode), 1 << 63)
    equal("nor one that leads nowhere", send(probe, endpoint, given).words.0, 99)
    let node = Pool.make(.capabilityTable, bits: 3)
    store(State.buffer + Word(IPCBufferLayout.receiveCNode), node)
    store(State.buffer + Word(IPCBufferLayout.receiveIndex), 5)
    store(State.buffer + Word(IPCBufferLayout.receiveDepth), 3)
    equal("a slot of another CNode does", send(probe, endpoint, given).extraCapabilities, 1)
    expect("it is there", Invoke.call(node, .cnodeMove, [5, 3, 5, 3], [node]), .deleteFirst)
    Invoke.setReceiveSlot(0)
    store(State.buffer + Word(IPCBufferLayout.receiveDepth), 0)
}
