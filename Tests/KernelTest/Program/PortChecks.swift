import SeL4ABI

/// I/O ports: ranges given out, and access within them.
func portChecks() {
    let control = InitialSlot.ioPortControl
    let slot = Pool.emptySlot()
    func issue(_ first: Word, _ last: Word, _ slot: Word, depth: Word = 64) -> Answer {
        Invoke.call(control, .ioPortControlIssue, [first, last, slot, depth], [InitialSlot.cnode])
    }
    expect("Issue: another label", Invoke.call(control, .tcbSuspend, [0x70, 0x71, slot, 64], [2]), .illegalOperation)
    expect(
        "Issue: three words are too few", Invoke.call(control, .ioPortControlIssue, [0x70, 0x71, slot], [2]),
        .truncatedMessage)
    expect("Issue: no root", Invoke.call(control, .ioPortControlIssue, [0x70, 0x71, slot, 64]), .truncatedMessage)
    expect("Issue: last before first is InvalidArgument 1", issue(0x71, 0x70, slot), .invalidArgument, [1])
    expect("Issue: a range in use is RevokeFirst", issue(0x3F8, 0x3F8, slot), .revokeFirst)
    expect("Issue: one that overlaps is too", issue(0x3F0, 0x3F9, slot), .revokeFirst)
    expect("Issue: one that begins within it", issue(0x3FB, 0x40F, slot), .revokeFirst)
    expect("Issue: one within it", issue(0x3FA, 0x3FB, slot), .revokeFirst)
    expect("Issue: one around it", issue(0x3F0, 0x40F, slot), .revokeFirst)
    expect("Issue: the range goes before the slot", issue(0x3F8, 0x3F8, control), .revokeFirst)
    expect("Issue: a full slot is DeleteFirst", issue(0x70, 0x71, control), .deleteFirst)
    expect("Issue: depth 0 is RangeError", issue(0x70, 0x71, slot, depth: 0), .rangeError, [1, 64])
    succeed("Issue", issue(0x70, 0x71, slot))
    expect("Issue: again is RevokeFirst", issue(0x70, 0x70, Pool.emptySlot()), .revokeFirst)
    expect("In: another label", Invoke.call(slot, .tcbSuspend, [0x70]), .illegalOperation)
    expect("In: nothing given", Invoke.call(slot, .ioPortIn8), .truncatedMessage)
    expect("Out: the data is missing", Invoke.call(slot, .ioPortOut8, [0x70]), .truncatedMessage)
    expect("In: below the range", Invoke.call(slot, .ioPortIn8, [0x6F]), .illegalOperation)
    expect("In: above the range", Invoke.call(slot, .ioPortIn8, [0x72]), .illegalOperation)
    expect("In16: its second half is outside", Invoke.call(slot, .ioPortIn16, [0x71]), .illegalOperation)
    expect("In32: its end is outside", Invoke.call(slot, .ioPortIn32, [0x70]), .illegalOperation)
    expect("Out16: its second half is outside", Invoke.call(slot, .ioPortOut16, [0x71, 0]), .illegalOperation)
    expect("Out32: its end is outside", Invoke.call(slot, .ioPortOut32, [0x70, 0]), .illegalOperation)
    expect("Out: outside", Invoke.call(slot, .ioPortOut8, [0x80, 0]), .illegalOperation)
    // The clock's month, in the battery-backed memory of every PC.
    succeed("Out8", Invoke.call(slot, .ioPortOut8, [0x70, 8]))
    let month = Invoke.call(slot, .ioPortIn8, [0x71])
    check("In8 gives one word", month.label == 0 && month.length == 1)
    check("what the device says", month.words.0 >= 1 && month.words.0 <= 0x12, month.words.0)
    equal("of a port's number 16 bits count", Invoke.call(slot, .ioPortIn8, [0x1_0071]).label, 0)
    equal("In16 within the range", Invoke.call(slot, .ioPortIn16, [0x70]).label, 0)
    // A byte of that memory that means nothing: its number goes to the first port, its value to the second.
    succeed("Out16", Invoke.call(slot, .ioPortOut16, [0x70, 0xA560]))
    equal("writes both ports", Invoke.call(slot, .ioPortIn8, [0x71]).words.0, 0xA5)
    Invoke.call(slot, .ioPortOut16, [0x70, 0x0060])
    let copy = Slots.copied(slot)
    equal("the capability is copied", Invoke.call(copy, .ioPortIn8, [0x71]).label, 0)
    Slots.delete(slot)
    expect("while a copy is there the range is in use", issue(0x70, 0x71, slot), .revokeFirst)
    Slots.delete(copy)
    succeed("with the last one it is free", issue(0x70, 0x71, slot))
    // PCI's configuration ports are 32 bits wide.
    let pci = Pool.emptySlot()
    succeed("Issue: PCI's ports", issue(0xCF8, 0xCFF, pci))
    succeed("Out32", Invoke.call(pci, .ioPortOut32, [0xCF8, 0x8000_0000]))
    equal("In32 reads it back", Invoke.call(pci, .ioPortIn32, [0xCF8]).words.0, 0x8000_0000)
    let vendor = Invoke.call(pci, .ioPortIn16, [0xCFC]).words.0
    check("and the host bridge has a vendor", vendor != 0xFFFF)
    equal("of which each byte can be had", Invoke.call(pci, .ioPortIn8, [0xCFD]).words.0, vendor >> 8)
    check("which In16 gives whole", vendor >> 8 != 0, vendor)
    // Its neighbour stays in use when it goes.
    let neighbour = Pool.emptySlot()
    succeed("Issue: an even port alone", issue(0xCF6, 0xCF6, neighbour))
    expect("the odd one behind it is not in it", Invoke.call(neighbour, .ioPortIn8, [0xCF7]), .illegalOperation)
    Slots.delete(pci)
    expect("a range that goes leaves the one before it", issue(0xCF6, 0xCF6, pci), .revokeFirst)
    Slots.delete(neighbour)
    succeed("the whole rest of a range", issue(0xF000, 0xFFFF, pci))
    equal("its last port", Invoke.call(pci, .ioPortIn8, [0xFFFF]).label, 0)
    expect("In16 at the last port wraps nowhere", Invoke.call(pci, .ioPortIn16, [0xFFFF]), .illegalOperation)
    Slots.delete(pci)
    // Our own consoles go with all others, and come back.
    Slots.revoke(control)
    State.console = SerialPort(base: 0x3F8)
    State.listing = SerialPort(base: 0x2F8)
    check("Revoke of I/O port control deletes what was issued", Slots.isEmpty(slot))
    succeed("and the range is free", issue(0x70, 0x71, slot))
    Slots.delete(slot)
}
