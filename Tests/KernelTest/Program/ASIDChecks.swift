import SeL4ABI

/// Address space identifiers: eight pools of 512, each given out exactly once.
func asidChecks() {
    let none: InlineArray<0, Word> = []
    let control = InitialSlot.asidControl
    let page = Pool.make(.untyped, bits: 12)
    let slot = Pool.emptySlot()
    expect("MakePool: another label", Invoke.call(control, .tcbSuspend, [slot, 64], [page, 2]), .illegalOperation)
    expect(
        "MakePool: one word is too few", Invoke.call(control, .asidControlMakePool, [slot], [page, 2]),
        .truncatedMessage)
    expect(
        "MakePool: one capability is too few", Invoke.call(control, .asidControlMakePool, [slot, 64], [page]),
        .truncatedMessage)
    expect(
        "MakePool: no untyped", Invoke.call(control, .asidControlMakePool, [slot, 64], [2, 2]), .invalidCapability, [1])
    expect(
        "MakePool: 8 KB", Invoke.call(control, .asidControlMakePool, [slot, 64], [Pool.make(.untyped, bits: 13), 2]),
        .invalidCapability, [1])
    expect(
        "MakePool: 2 KB", Invoke.call(control, .asidControlMakePool, [slot, 64], [Pool.make(.untyped, bits: 11), 2]),
        .invalidCapability, [1])
    let used = Pool.make(.untyped, bits: 12)
    _ = Pool.retype(used, .endpoint, into: Pool.emptySlot())
    expect(
        "MakePool: an untyped with children", Invoke.call(control, .asidControlMakePool, [slot, 64], [used, 2]),
        .revokeFirst)
    expect("MakePool: a full slot", Invoke.call(control, .asidControlMakePool, [page, 64], [page, 2]), .deleteFirst)
    expect(
        "MakePool: depth 0", Invoke.call(control, .asidControlMakePool, [slot, 0], [page, 2]), .rangeError, [1, 64])
    expect(
        "MakePool: the root is no CNode", Invoke.call(control, .asidControlMakePool, [slot, 64], [page, page]),
        .failedLookup, [0, 1])
    succeed("MakePool", Invoke.call(control, .asidControlMakePool, [slot, 64], [page, 2]))
    expect("its untyped is used up", Pool.retype(page, .endpoint, into: Pool.emptySlot()), .notEnoughMemory, [0])
    var made: Word = 1
    let pages = Pool.emptySlot(count: 8)
    let memoryOfPools = Pool.make(.untyped, bits: 15)
    let pools = Pool.emptySlot(count: 8)
    var last = Invoke.call(control, .asidControlMakePool, none, none)
    for index: Word in 0..<8 {
        _ = Pool.retype(memoryOfPools, .untyped, 12, into: pages + index)
        last = Invoke.call(control, .asidControlMakePool, [pools + index, 64], [pages + index, 2])
        if last.label != 0 { break }
        made += 1
    }
    equal("there are seven more pools", made, 7)
    expect("then MakePool is DeleteFirst", last, .deleteFirst)
    Slots.delete(pools)
    Slots.revoke(pages)
    succeed("a deleted pool can be made anew", Invoke.call(control, .asidControlMakePool, [pools, 64], [pages, 2]))

    expect("Assign: another label", Invoke.call(slot, .tcbSuspend, none, [2]), .illegalOperation)
    expect("Assign: nothing given", Invoke.call(slot, .asidPoolAssign), .truncatedMessage)
    expect("Assign: no PML4", Invoke.call(slot, .asidPoolAssign, none, [2]), .invalidCapability, [1])
    expect(
        "Assign: it has one", Invoke.call(slot, .asidPoolAssign, none, [InitialSlot.vspace]), .invalidCapability, [1])
    let roots = Pool.emptySlot(count: 513)
    let memory = Pool.make(.untyped, bits: 22)
    _ = Pool.retype(memory, .pml4, into: roots, count: 256)
    _ = Pool.retype(memory, .pml4, into: roots + 256, count: 256)
    _ = Pool.retype(memory, .pml4, into: roots + 512)
    var assigned: Word = 0
    for root in roots..<roots + 512 where Invoke.call(slot, .asidPoolAssign, none, [root]).label == 0 {
        assigned += 1
    }
    equal("a pool has 512 identifiers", assigned, 512)
    expect("then Assign is DeleteFirst", Invoke.call(slot, .asidPoolAssign, none, [roots + 512]), .deleteFirst)
    expect("Assign: twice", Invoke.call(slot, .asidPoolAssign, none, [roots]), .invalidCapability, [1])
    Slots.delete(roots + 100)
    succeed("a deleted root's identifier is free again", Invoke.call(slot, .asidPoolAssign, none, [roots + 512]))
    let copy = Slots.copied(roots)
    check("a root with identifier is copied", !Slots.isEmpty(copy))
    Slots.delete(roots)
    let probe = Probe()
    succeed(
        "the copy is the same root", Invoke.call(probe.thread, .tcbSetSpace, [0, 0, 0], [InitialSlot.cnode, copy]))
    let mapped = Pool.make(.pdpt)
    succeed("which can be mapped into", Invoke.call(mapped, .pdptMap, [0x1000, 0], [copy]))
    Slots.delete(slot)
    expect(
        "without its pool an identifier is FailedLookup, InvalidRoot",
        Invoke.call(Pool.make(.pdpt), .pdptMap, [0x80_0000_0000, 0], [copy]), .failedLookup, [0, 1])
    Slots.revoke(memory)
}
