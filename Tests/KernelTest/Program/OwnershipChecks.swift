import CKernelTest
import SeL4ABI

/// What a thread keeps of the capabilities that it was given, and how marks of the derivation tree are passed on.
func ownershipChecks() {
    threadsCopies()
    lives()
    marks()
    tables()
}

/// TCB_Configure keeps children of what it is given: revoking the originals takes them away.
private func threadsCopies() {
    let endpoint = Pool.make(.endpoint)
    let probe = Probe()
    Slots.revoke(probe.frame)
    probe.run(.send, endpoint, 6)
    equal("Revoke of its buffer's frame takes a thread's buffer", Invoke.trap(.receiveNonBlocking, endpoint).length, 4)
    let other = Probe()
    let node = Pool.make(.capabilityTable, bits: 6)
    Invoke.call(node, .cnodeCopy, [1, 6, endpoint, 64, 15], [InitialSlot.cnode])
    Invoke.call(other.thread, .tcbSetSpace, [0, 58, 0], [node, InitialSlot.vspace])
    other.run(.sendNonBlocking, 1)
    check("a thread works in its CSpace", other.isDone)
    Slots.revoke(node)
    other.run(.receive, 1)
    check("Revoke of a CNode takes it from the thread", other.isInCall)
    Invoke.trap(.sendNonBlocking, endpoint, 7 << 12)
    check("which does not wait there", other.label != 7)
}

/// A CNode that only a thread still has lives as long as the thread.
private func lives() {
    let memory = Pool.make(.untyped, bits: 9)
    let node = Pool.emptySlot()
    _ = Pool.retype(memory, .capabilityTable, 4, into: node)
    let thread = Pool.make(.thread)
    Invoke.call(thread, .tcbSetSpace, [0, 60, 0], [node, InitialSlot.vspace])
    Slots.delete(node)
    expect(
        "a CNode whose last capability a thread has is still there",
        Pool.retype(memory, .capabilityTable, 4, into: node), .notEnoughMemory, [0])
    Slots.delete(thread)
    succeed("it goes with the thread", Pool.retype(memory, .capabilityTable, 4, into: node))
    let (first, second) = (Pool.make(.thread), Pool.emptySlot())
    Slots.copy(first, to: second)
    Invoke.call(first, .tcbWriteRegisters, [0, 1, 0x1230])
    equal(
        "two capabilities to one thread see the same registers",
        Invoke.call(second, .tcbReadRegisters, [0, 1]).words.0, 0x1230)
}

private func marks() {
    let endpoint = Pool.make(.endpoint)
    // The newer one stands before the older one in the list of the original's children.
    let older = Slots.minted(endpoint, badge: 5)
    let copy = Slots.copied(older)
    let newer = Slots.minted(endpoint, badge: 5)
    Slots.delete(older)
    Slots.revoke(newer)
    check("a badge's copies do not fall to another line when their head is deleted", !Slots.isEmpty(copy))
    let node = Pool.make(.capabilityTable, bits: 4)
    let (child, place) = (Slots.copied(node), Pool.emptySlot())
    succeed("Mutate of a CNode with a copy", Slots.mutate(node, to: place, data: 60))
    Slots.revoke(place)
    check("a mutated original keeps its children", Slots.isEmpty(child))
    let (pivot, target) = (Pool.make(.capabilityTable, bits: 3), Pool.emptySlot())
    let (ofPivot, ofSource) = (Slots.copied(pivot), Slots.copied(place))
    succeed("Rotate of two originals", Slots.rotate(place, pivot, to: target))
    Slots.revoke(target)
    check("the pivot keeps its children", Slots.isEmpty(ofPivot) && !Slots.isEmpty(ofSource))
    Slots.revoke(pivot)
    check("and the source keeps its own", Slots.isEmpty(ofSource))
    let queue = Pool.make(.endpoint)
    let sender = Probe()
    sender.run(.send, Slots.minted(queue, badge: 9), 1, 3)
    Invoke.call(InitialSlot.cnode, .cnodeCancelBadgedSends, [queue, 64])
    equal("CancelBadgedSends without badge leaves a badged sender", Invoke.trap(.receiveNonBlocking, queue).badge, 9)
    check("which then goes on", sender.isDone)
}

/// Tables end with their last capability, and mapped ones are copied.
private func tables() {
    let space = InitialSlot.vspace
    let address: Word = 0x5000_0000_0000
    let (pdpt, directory, table) = (Pool.make(.pdpt), Pool.make(.pageDirectory), Pool.make(.pageTable))
    Invoke.call(pdpt, .pdptMap, [address, 0], [space])
    expect(
        "a huge page without PDPT: 39 bits left", Pool.map(hugePage(), address + 0x80_0000_0000), .failedLookup,
        [0, 2, 39])
    Invoke.call(directory, .pageDirectoryMap, [address, 0], [space])
    Invoke.call(table, .pageTableMap, [address, 0], [space])
    check("a mapped PDPT is copied", !Slots.isEmpty(Slots.copied(pdpt)))
    let copy = Slots.copied(directory)
    check("a mapped directory is copied", !Slots.isEmpty(copy))
    expect("PageDirectory_Unmap: there are copies", Invoke.call(directory, .pageDirectoryUnmap), .revokeFirst)
    expect("PDPT_Unmap: there are copies", Invoke.call(pdpt, .pdptUnmap), .revokeFirst)
    let frame = Pool.make(.page)
    _ = Pool.map(frame, address)
    store(address, 1)
    Slots.delete(table)
    let probe = Probe()
    probe.start(at: address_of_probe_read(), rdi: address)
    equal("Delete of a mapped table takes its pages away", probe.register(.rip), Word(address_of_probe_read()))
    expect(
        "and leaves its place free", Invoke.call(frame, .pageMap, [address, 3, 0], [space]), .failedLookup, [0, 2, 21])
}

/// A huge page of device memory, which every machine has.
private func hugePage() -> Word {
    let slot = Pool.emptySlot()
    for untyped in Pool.untypeds
    where Pool.description(untyped).isDevice && Pool.description(untyped).sizeBits >= 30
        && Pool.retype(untyped, .hugePage, into: slot).label == 0
    {
        break
    }
    return slot
}
