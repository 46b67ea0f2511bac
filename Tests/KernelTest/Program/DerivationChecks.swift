import CKernelTest
import SeL4ABI

/// The derivation tree: whom Revoke reaches, and what goes with the last capability.
func derivationChecks() {
    copies()
    badges()
    rights()
    objects()
}

private func copies() {
    let endpoint = Pool.make(.endpoint)
    let (copy, copyOfCopy) = (Slots.copied(endpoint), Pool.emptySlot())
    Slots.copy(copy, to: copyOfCopy)
    succeed("Revoke of a plain copy succeeds", Slots.revoke(copy))
    check("and deletes nothing", !Slots.isEmpty(copyOfCopy) && !Slots.isEmpty(endpoint))
    succeed("Revoke of the original", Slots.revoke(endpoint))
    check("deletes its copies", Slots.isEmpty(copy))
    check("and their copies", Slots.isEmpty(copyOfCopy))
    check("but not itself", !Slots.isEmpty(endpoint))
    let kept = Slots.copied(endpoint)
    Slots.delete(endpoint)
    check("deleting the original leaves its copies", !Slots.isEmpty(kept))
    let moved = Pool.make(.endpoint)
    let child = Slots.copied(moved)
    let place = Pool.emptySlot()
    _ = Slots.move(moved, to: place)
    Slots.revoke(place)
    check("a moved original keeps its children", Slots.isEmpty(child))
    let (one, two) = (Pool.make(.endpoint), Pool.make(.endpoint))
    let (oneCopy, twoCopy) = (Slots.copied(one), Slots.copied(two))
    Slots.revoke(one)
    check("Revoke stops at another object", Slots.isEmpty(oneCopy) && !Slots.isEmpty(twoCopy))
    let node = Pool.make(.capabilityTable, bits: 3)
    for slot: Word in 0..<8 { _ = Invoke.call(node, .cnodeCopy, [slot, 3, two, 64, 15], [InitialSlot.cnode]) }
    Slots.revoke(two)
    equal(
        "Revoke reaches into other CNodes",
        Invoke.call(node, .cnodeMove, [7, 3, 7, 3], [node]).label, ErrorCode.failedLookup.rawValue)
}

private func badges() {
    let endpoint = Pool.make(.endpoint)
    let five = Slots.minted(endpoint, badge: 5)
    let six = Slots.minted(endpoint, badge: 6)
    let otherFive = Slots.minted(endpoint, badge: 5)
    let copyOfFive = Slots.copied(five)
    succeed("Revoke of a badged endpoint", Slots.revoke(five))
    check("deletes copies with its badge", Slots.isEmpty(copyOfFive))
    check("but no other badge", !Slots.isEmpty(six))
    check("nor the same badge minted anew", !Slots.isEmpty(otherFive))
    check("nor the original", !Slots.isEmpty(endpoint))
    Slots.revoke(endpoint)
    check(
        "Revoke of the original deletes all badges",
        Slots.isEmpty(five) && Slots.isEmpty(six) && Slots.isEmpty(otherFive))
    let notification = Pool.make(.notification)
    let badged = Slots.minted(notification, badge: 1)
    let copy = Slots.copied(badged)
    Slots.revoke(badged)
    check("notifications are the same", Slots.isEmpty(copy) && !Slots.isEmpty(badged))
}

private func rights() {
    let endpoint = Pool.make(.endpoint)
    let none = Slots.copied(endpoint, rights: 0)
    expect(
        "a Call without Write is InvalidCapability 0", Invoke.call(none, InvocationLabel(rawValue: 0)),
        .invalidCapability, [0])
    let readOnly = Slots.copied(endpoint, rights: 2)
    let again = Slots.copied(readOnly, rights: 15)
    expect(
        "rights that are gone do not come back", Invoke.call(again, InvocationLabel(rawValue: 0)), .invalidCapability,
        [0])
    let notification = Pool.make(.notification)
    let silent = Slots.copied(notification, rights: 2)
    expect(
        "a signal by Call without Write is InvalidCapability 0", Invoke.call(silent, InvocationLabel(rawValue: 0)),
        .invalidCapability, [0])
    Invoke.trap(.send, silent)
    equal("a signal without Write does nothing", Invoke.trap(.receiveNonBlocking, notification).badge, 0)
    let frame = Pool.make(.page)
    let address = Pool.address()
    let readable = Slots.copied(frame, rights: 2)
    succeed("a read-only frame is mapped", Pool.map(readable, address))
    let probe = Probe()
    probe.start(at: address_of_probe_write(), rsi: address)
    equal("writing to it faults", probe.register(.rip), Word(address_of_probe_write()))
}

private func objects() {
    let untyped = Pool.make(.untyped, bits: 16)
    let slots = Pool.emptySlot(count: 8)
    _ = Pool.retype(untyped, .thread, into: slots)
    _ = Pool.retype(untyped, .endpoint, into: slots + 1)
    _ = Pool.retype(untyped, .capabilityTable, 2, into: slots + 2)
    _ = Pool.retype(untyped, .untyped, 12, into: slots + 3)
    _ = Pool.retype(slots + 3, .page, into: slots + 4)
    _ = Pool.retype(untyped, .pml4, into: slots + 5)
    Slots.copy(slots, to: slots + 6)
    succeed("Revoke of untyped memory", Slots.revoke(untyped))
    var left: Word = 0
    for slot in slots..<slots + 7 where !Slots.isEmpty(slot) { left += 1 }
    equal("deletes all that was made from it, and from that", left, 0)
    succeed("then its memory is whole again", Pool.retype(untyped, .untyped, 16, into: slots))
    let frame = Pool.make(.page)
    let address = Pool.address()
    _ = Pool.map(frame, address)
    let copy = Slots.copied(frame)
    let second = Pool.address()
    succeed("a frame's copy has a mapping of its own", Pool.map(copy, second))
    store(address, 77)
    equal("of the same memory", load(second), 77)
    Slots.delete(copy)
    let probe = Probe()
    probe.start(at: address_of_probe_read(), rdi: second)
    equal("deleting a frame's capability unmaps it", probe.register(.rip), Word(address_of_probe_read()))
    equal("but no other mapping", load(address), 77)
}
