import SeL4ABI

/// The operations on slots: errors in the order of the checks, and what each leaves behind.
func cnodeChecks() {
    slotLookup()
    transferErrors()
    copyMintMoveMutate()
    rotation()
    deletion()
}

private let root = InitialSlot.cnode

private func slotLookup() {
    let endpoint = Pool.make(.endpoint)
    let free = Pool.emptySlot()
    expect("another label is IllegalOperation", Invoke.call(root, .tcbSuspend, [free, 64]), .illegalOperation)
    expect("one word is too few", Invoke.call(root, .cnodeDelete, [free]), .truncatedMessage)
    expect("depth 0 is RangeError 1 to 64", Invoke.call(root, .cnodeDelete, [free, 0]), .rangeError, [1, 64])
    expect("depth 65 is RangeError 1 to 64", Invoke.call(root, .cnodeDelete, [free, 65]), .rangeError, [1, 64])
    expect("depth 2^64-1 is RangeError 1 to 64", Invoke.call(root, .cnodeDelete, [free, .max]), .rangeError, [1, 64])
    let bits = Pool.field(BootInfoLayout.initThreadCNodeSizeBits)
    let wrong = Word(1) << bits | free
    expect(
        "a wrong guard is FailedLookup with guard and size", Invoke.call(root, .cnodeDelete, [wrong, 64]),
        .failedLookup, [0, 4, 64, 0, 64 - bits])
    expect(
        "a guard longer than the depth is GuardMismatch", Invoke.call(root, .cnodeDelete, [free, 8]),
        .failedLookup, [0, 4, 8, 0, 64 - bits])
    expect(
        "too few bits for the CNode is DepthMismatch", Invoke.call(root, .cnodeDelete, [free >> 1, 63]),
        .failedLookup, [0, 3, 63, 64])
    let node = Pool.make(.capabilityTable, bits: 4)
    succeed("a CNode of its own is reached with its size", Invoke.call(node, .cnodeDelete, [3, 4]))
    expect("one bit more is DepthMismatch", Invoke.call(node, .cnodeDelete, [3, 5]), .failedLookup, [0, 3, 1, 0])
    Invoke.call(node, .cnodeCopy, [5, 4, endpoint, 64, 15], [root])
    expect(
        "a capability that is no CNode with bits left is DepthMismatch",
        Invoke.call(node, .cnodeDelete, [5 << 3, 7]), .failedLookup, [0, 3, 3, 0])
    let inner = Pool.make(.capabilityTable, bits: 3)
    Invoke.call(node, .cnodeCopy, [6, 4, inner, 64, 15], [root])
    succeed("two CNodes one below the other", Invoke.call(node, .cnodeCopy, [6 << 3 | 7, 7, endpoint, 64, 15], [root]))
    expect(
        "the inner slot is the inner CNode's", Invoke.call(inner, .cnodeCopy, [7, 3, endpoint, 64, 15], [root]),
        .deleteFirst)
}

private func transferErrors() {
    let endpoint = Pool.make(.endpoint)
    let free = Pool.emptySlot()
    let other = Pool.emptySlot()
    expect(
        "Copy: three words are too few", Invoke.call(root, .cnodeCopy, [free, 64, endpoint], [root]), .truncatedMessage)
    expect(
        "Copy: no source root is too little", Invoke.call(root, .cnodeCopy, [free, 64, endpoint, 64, 15]),
        .truncatedMessage)
    expect(
        "the target is looked up before the words are counted", Invoke.call(root, .cnodeCopy, [free, 0]),
        .rangeError, [1, 64])
    expect("Copy: a full target is DeleteFirst", Slots.copy(endpoint, to: endpoint), .deleteFirst)
    expect("Copy: a full target goes before an empty source", Slots.copy(free, to: endpoint), .deleteFirst)
    expect("Copy: an empty source is FailedLookup", Slots.copy(other, to: free), .failedLookup, [1, 2, 64])
    expect("Mint: an empty source is FailedLookup", Slots.mint(other, to: free, badge: 1), .failedLookup, [1, 2, 64])
    expect("Move: an empty source is FailedLookup", Slots.move(other, to: free), .failedLookup, [1, 2, 64])
    expect(
        "Mutate: an empty source is FailedLookup", Slots.mutate(other, to: free, data: 0), .failedLookup, [1, 2, 64])
    expect("Move of an empty slot onto itself is FailedLookup", Slots.move(free, to: free), .failedLookup, [1, 2, 64])
    expect("Move of a full slot onto itself is DeleteFirst", Slots.move(endpoint, to: endpoint), .deleteFirst)
    expect(
        "a source depth of 0 is RangeError", Invoke.call(root, .cnodeCopy, [free, 64, endpoint, 0, 15], [root]),
        .rangeError, [1, 64])
    expect(
        "a source root that is no CNode is FailedLookup, InvalidRoot",
        Invoke.call(root, .cnodeCopy, [free, 64, endpoint, 64, 15], [endpoint]), .failedLookup, [1, 1])
    expect(
        "Copy: four words are too few, which comes after the source",
        Invoke.call(root, .cnodeCopy, [free, 64, endpoint, 64], [root]), .truncatedMessage)
    expect(
        "Copy: with four words an empty source goes first",
        Invoke.call(root, .cnodeCopy, [free, 64, other, 64], [root]), .failedLookup, [1, 2, 64])
    expect(
        "Mint: five words are too few", Invoke.call(root, .cnodeMint, [free, 64, endpoint, 64, 15], [root]),
        .truncatedMessage)
    expect(
        "Mutate: four words are too few", Invoke.call(root, .cnodeMutate, [free, 64, endpoint, 64], [root]),
        .truncatedMessage)
    expect("Copy of IRQ control is IllegalOperation", Slots.copy(4, to: free), .illegalOperation)
    expect("Copy of I/O port control is IllegalOperation", Slots.copy(7, to: free), .illegalOperation)
    expect(
        "Copy of an unmapped page table is IllegalOperation", Slots.copy(Pool.make(.pageTable), to: free),
        .illegalOperation)
    expect(
        "Copy of an unmapped page directory is IllegalOperation", Slots.copy(Pool.make(.pageDirectory), to: free),
        .illegalOperation)
    expect("Copy of an unmapped PDPT is IllegalOperation", Slots.copy(Pool.make(.pdpt), to: free), .illegalOperation)
    expect("Copy of a PML4 without ASID is IllegalOperation", Slots.copy(Pool.make(.pml4), to: free), .illegalOperation)
    check("what was refused left the target empty", Slots.isEmpty(free))
    var copied: Word = 0
    let free1 = Pool.emptySlot()
    let initial: InlineArray<6, Word> = [1, 2, 3, 5, 6, 11]
    for index in initial.indices where Slots.copy(initial[index], to: free1).label == 0 {
        copied += 1
        Slots.delete(free1)
    }
    equal("threads, CNodes, address spaces, ASID control, ASID pools and domains are copied", copied, 6)
}

private func copyMintMoveMutate() {
    let endpoint = Pool.make(.endpoint)
    let badged = Pool.emptySlot()
    let free = Pool.emptySlot()
    succeed("Mint sets a badge", Slots.mint(endpoint, to: badged, badge: 7))
    expect(
        "Mint of a badged endpoint with a badge is IllegalOperation", Slots.mint(badged, to: free, badge: 8),
        .illegalOperation)
    expect("Mint of a badged endpoint with badge 0 is too", Slots.mint(badged, to: free, badge: 0), .illegalOperation)
    expect("Mutate of an endpoint is IllegalOperation", Slots.mutate(endpoint, to: free, data: 5), .illegalOperation)
    expect(
        "Mutate of a notification is IllegalOperation", Slots.mutate(Pool.make(.notification), to: free, data: 5),
        .illegalOperation)
    succeed("Copy of a badged endpoint", Slots.copy(badged, to: free))
    Slots.delete(free)
    succeed("Move", Slots.move(badged, to: free))
    check("Move leaves its source empty", Slots.isEmpty(badged))
    check("Move fills its target", !Slots.isEmpty(free))
    let node = Pool.make(.capabilityTable, bits: 4)
    let guarded = Pool.emptySlot()
    expect(
        "a guard of 61 bits does not fit 4 bits of slots", Slots.mint(node, to: guarded, badge: 61), .illegalOperation)
    succeed("a guard of 60 bits does", Slots.mint(node, to: guarded, badge: 60))
    succeed("then all 64 bits reach a slot", Invoke.call(guarded, .cnodeDelete, [3, 64]))
    Slots.delete(guarded)
    succeed("a guard of 4 bits, 0xA", Slots.mint(node, to: guarded, badge: 0xA << 6 | 4))
    succeed("is matched", Invoke.call(guarded, .cnodeDelete, [0xA3, 8]))
    expect("or not", Invoke.call(guarded, .cnodeDelete, [0xB3, 8]), .failedLookup, [0, 4, 8, 0xA, 4])
    let changed = Pool.emptySlot()
    succeed("Mutate changes a guard", Slots.mutate(guarded, to: changed, data: 0xB << 6 | 4))
    succeed("to the new one", Invoke.call(changed, .cnodeDelete, [0xB3, 8]))
    check("Mutate leaves its source empty", Slots.isEmpty(guarded))
    succeed("Mutate with 0 takes the guard away", Slots.mutate(changed, to: guarded, data: 0))
    succeed("then the size is enough", Invoke.call(guarded, .cnodeDelete, [3, 4]))
    let thread = Pool.make(.thread)
    succeed("data and rights of a thread are ignored", Slots.mint(thread, to: changed, badge: 99, rights: 0))
    equal("the copy does as much", Invoke.call(changed, .tcbSuspend).label, 0)
    let frame = Pool.make(.page)
    succeed("a frame is copied", Slots.copy(frame, to: badged))
    equal("the copy is to the same memory", Pool.addressOf(badged), Pool.addressOf(frame))
}

private func rotation() {
    let (first, second) = (Pool.make(.endpoint), Pool.make(.capabilityTable, bits: 4))
    let (free, empty) = (Pool.emptySlot(), Pool.emptySlot())
    expect(
        "Rotate: seven words are too few",
        Invoke.call(root, .cnodeRotate, [free, 64, 0, second, 64, 0, first], [root, root]), .truncatedMessage)
    expect(
        "Rotate: one root is too few",
        Invoke.call(root, .cnodeRotate, [free, 64, 0, second, 64, 0, first, 64], [root]), .truncatedMessage)
    expect("Rotate: pivot is source", Slots.rotate(first, first, to: free), .illegalOperation)
    expect("Rotate: pivot is target", Slots.rotate(first, free, to: free), .illegalOperation)
    expect("Rotate: the target is full", Slots.rotate(second, first, to: Pool.make(.endpoint)), .deleteFirst)
    expect("Rotate: an empty source is FailedLookup", Slots.rotate(empty, first, to: free), .failedLookup, [1, 2, 64])
    expect(
        "Rotate: the source is looked up before the pivot",
        Invoke.call(root, .cnodeRotate, [free, 64, 0, second, 0, 0, first, 0], [root, first]), .failedLookup, [1, 1])
    expect("Rotate: an empty pivot is FailedLookup", Slots.rotate(second, empty, to: free), .failedLookup, [0, 2, 64])
    expect(
        "Rotate: an endpoint's badge cannot be moved into", Slots.rotate(second, first, to: free, pivotData: 3),
        .illegalOperation)
    let (nodeA, nodeB) = (Pool.make(.capabilityTable, bits: 2), Pool.make(.capabilityTable, bits: 3))
    succeed("Rotate: pivot to target, source to pivot", Slots.rotate(nodeA, nodeB, to: free))
    check("the source's slot is empty", Slots.isEmpty(nodeA))
    equal("the source is in the pivot's slot", Invoke.call(nodeB, .cnodeDelete, [3, 2]).label, 0)
    equal("the pivot is in the target", Invoke.call(free, .cnodeDelete, [7, 3]).label, 0)
    succeed("Rotate with target and source the same exchanges", Slots.rotate(free, nodeB, to: free))
    equal("the one", Invoke.call(free, .cnodeDelete, [3, 2]).label, 0)
    equal("and the other", Invoke.call(nodeB, .cnodeDelete, [7, 3]).label, 0)
    succeed("Rotate with new guards", Slots.rotate(free, nodeB, to: nodeA, pivotData: 1 << 6 | 1, sourceData: 0))
    equal("the pivot has its guard", Invoke.call(nodeA, .cnodeDelete, [0xF, 4]).label, 0)
}

private func deletion() {
    let free = Pool.emptySlot()
    succeed("Delete of an empty slot succeeds", Slots.delete(free))
    succeed("Revoke of an empty slot succeeds", Slots.revoke(free))
    succeed("SaveCaller without a caller succeeds", Invoke.call(root, .cnodeSaveCaller, [free, 64]))
    check("and leaves the slot empty", Slots.isEmpty(free))
    let endpoint = Pool.make(.endpoint)
    expect(
        "SaveCaller into a full slot is DeleteFirst", Invoke.call(root, .cnodeSaveCaller, [endpoint, 64]), .deleteFirst)
    expect(
        "CancelBadgedSends of an empty slot is IllegalOperation",
        Invoke.call(root, .cnodeCancelBadgedSends, [free, 64]), .illegalOperation)
    expect(
        "CancelBadgedSends of a thread is IllegalOperation",
        Invoke.call(root, .cnodeCancelBadgedSends, [Pool.make(.thread), 64]), .illegalOperation)
    expect(
        "CancelBadgedSends without all rights is IllegalOperation",
        Invoke.call(root, .cnodeCancelBadgedSends, [Slots.copied(endpoint, rights: 7), 64]), .illegalOperation)
    succeed("CancelBadgedSends without badge does nothing", Invoke.call(root, .cnodeCancelBadgedSends, [endpoint, 64]))
    succeed("Delete", Slots.delete(endpoint))
    check("Delete leaves the slot empty", Slots.isEmpty(endpoint))
    // A CNode that holds the last capability to itself, and one that holds another.
    let (outer, inner) = (Pool.make(.capabilityTable, bits: 2), Pool.make(.capabilityTable, bits: 2))
    _ = Invoke.call(inner, .cnodeMove, [1, 2, Pool.make(.endpoint), 64], [root])
    _ = Invoke.call(outer, .cnodeMove, [2, 2, inner, 64], [root])
    succeed("a CNode with a CNode inside is deleted", Slots.delete(outer))
    let own = Pool.make(.capabilityTable, bits: 2)
    _ = Invoke.call(own, .cnodeCopy, [0, 2, own, 64, 15], [root])
    succeed("a CNode that names itself is deleted", Slots.revoke(own))
    succeed("and its slot", Slots.delete(own))
    let large = Pool.make(.capabilityTable, bits: 12)
    for slot: Word in 0..<300 {
        _ = Invoke.call(large, .cnodeCopy, [slot * 13, 12, InitialSlot.domain, 64, 15], [root])
    }
    succeed("a CNode of 4096 slots is deleted", Slots.delete(large))
    check("and its slot is empty", Slots.isEmpty(large))
}
