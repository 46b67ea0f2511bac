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
    expect("Out: outside", Invoke.call(slot, .ioPortOut8, [0x80, 0]), .illegalOperation)
    // The clock's month, in the battery-backed memory of every PC.
    succeed("Out8", Invoke.call(slot, .ioPortOut8, [0x70, 8]))
    let month = Invoke.call(slot, .ioPortIn8, [0x71])
    check("In8 gives one word", month.label == 0 && month.length == 1)
    check("what the device says", month.words.0 >= 1 && month.words.0 <= 0x12, month.words.0)
    equal("In16 within the range", Invoke.call(slot, .ioPortIn16, [0x70]).label, 0)
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
    check("and the host bridge has a vendor", Invoke.call(pci, .ioPortIn16, [0xCFC]).words.0 != 0xFFFF)
    Slots.delete(pci)
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
