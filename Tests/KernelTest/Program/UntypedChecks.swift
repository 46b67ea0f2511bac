import SeL4ABI

/// Untyped_Retype: its errors in the order of the checks, then where objects land and what they contain.
func untypedChecks() {
    retypeArguments()
    retypeTarget()
    retypeRoom()
    reuse()
    deviceMemory()
}

private func retype(
    _ untyped: Word, type: Word, bits: Word = 0, root: Word = InitialSlot.cnode, index: Word = 0,
    depth: Word = 0, offset: Word, count: Word = 1
) -> Answer {
    Invoke.call(untyped, .untypedRetype, [type, bits, index, depth, offset, count], [root])
}

private func retypeArguments() {
    let untyped = Pool.make(.untyped, bits: 14)
    let slot = Pool.emptySlot()
    expect("another label is IllegalOperation", Invoke.call(untyped, .tcbSuspend), .illegalOperation)
    expect("label 0 is IllegalOperation", Invoke.call(untyped, InvocationLabel(rawValue: 0)), .illegalOperation)
    expect(
        "five words are too few", Invoke.call(untyped, .untypedRetype, [1, 0, 0, 0, slot], [2]),
        .truncatedMessage)
    expect(
        "no root capability is too little", Invoke.call(untyped, .untypedRetype, [1, 0, 0, 0, slot, 1]),
        .truncatedMessage)
    expect("type 12 is InvalidArgument 0", retype(untyped, type: 12, offset: slot), .invalidArgument, [0])
    expect("type 2^64-1 is InvalidArgument 0", retype(untyped, type: .max, offset: slot), .invalidArgument, [0])
    expect(
        "the type is checked before the size", retype(untyped, type: 99, bits: 64, offset: slot),
        .invalidArgument, [0])
    expect(
        "an untyped of 2^48 bytes is RangeError 0 to 47", retype(untyped, type: 0, bits: 48, offset: slot),
        .rangeError, [0, 47])
    expect(
        "an untyped of 2^64 bytes is RangeError 0 to 47", retype(untyped, type: 0, bits: 64, offset: slot),
        .rangeError, [0, 47])
    expect(
        "a CNode of 2^43 slots is RangeError 0 to 47", retype(untyped, type: 4, bits: 43, offset: slot),
        .rangeError, [0, 47])
    expect(
        "size 2^64-1 is RangeError 0 to 47", retype(untyped, type: 4, bits: .max, offset: slot),
        .rangeError, [0, 47])
    expect(
        "a CNode of one slot is InvalidArgument 1", retype(untyped, type: 4, bits: 0, offset: slot),
        .invalidArgument, [1])
    expect(
        "an untyped of 8 bytes is InvalidArgument 1", retype(untyped, type: 0, bits: 3, offset: slot),
        .invalidArgument, [1])
    expect(
        "an untyped of one byte is InvalidArgument 1", retype(untyped, type: 0, bits: 0, offset: slot),
        .invalidArgument, [1])
    expect(
        "the size is checked before the target",
        retype(untyped, type: 0, bits: 3, index: 5, depth: 70, offset: slot), .invalidArgument, [1])
    check("what was refused made nothing", Slots.isEmpty(slot))
}

private func retypeTarget() {
    let untyped = Pool.make(.untyped, bits: 14)
    let slot = Pool.emptySlot()
    let size = Word(1) << Pool.field(BootInfoLayout.initThreadCNodeSizeBits)
    let endpoint = Pool.make(.endpoint)
    expect(
        "depth 65 is RangeError 1 to 64", retype(untyped, type: 2, index: 2, depth: 65, offset: slot),
        .rangeError, [1, 64])
    expect(
        "a root that is no CNode is FailedLookup, InvalidRoot",
        retype(untyped, type: 2, root: endpoint, index: 2, depth: 64, offset: slot), .failedLookup, [0, 1])
    expect(
        "depth 0 with a root that is no CNode is FailedLookup, MissingCapability",
        retype(untyped, type: 2, root: endpoint, offset: slot), .failedLookup, [0, 2, 0])
    expect(
        "a node that is no CNode is FailedLookup, MissingCapability",
        retype(untyped, type: 2, index: endpoint, depth: 64, offset: slot), .failedLookup, [0, 2, 64])
    expect(
        "the node is checked before the offset",
        retype(untyped, type: 2, index: endpoint, depth: 64, offset: size), .failedLookup, [0, 2, 64])
    expect(
        "an offset of the CNode's size is RangeError", retype(untyped, type: 2, offset: size),
        .rangeError, [0, size - 1])
    expect(
        "the offset is checked before the count", retype(untyped, type: 2, offset: size, count: 0),
        .rangeError, [0, size - 1])
    expect(
        "no objects is RangeError 1 to 256", retype(untyped, type: 2, offset: slot, count: 0),
        .rangeError, [1, 256])
    expect(
        "257 objects is RangeError 1 to 256", retype(untyped, type: 2, offset: slot, count: 257),
        .rangeError, [1, 256])
    expect(
        "more objects than slots is RangeError",
        retype(untyped, type: 2, offset: size - 2, count: 3), .rangeError, [1, 2])
    expect(
        "an occupied slot is DeleteFirst", retype(untyped, type: 2, offset: endpoint), .deleteFirst)
    expect(
        "an occupied slot anywhere in the row is DeleteFirst",
        retype(untyped, type: 2, offset: endpoint - 1, count: 2), .deleteFirst)
    expect(
        "slots are checked before the room", retype(untyped, type: 9, offset: endpoint), .deleteFirst)
    succeed(
        "a node found at a depth takes the objects",
        retype(untyped, type: 2, index: InitialSlot.cnode, depth: 64, offset: slot))
    check("the object is there", !Slots.isEmpty(slot))
    let node = Pool.make(.capabilityTable, bits: 2)
    succeed("a row of four", retype(untyped, type: 2, index: node, depth: 64, offset: 0, count: 4))
    expect(
        "the row filled the CNode", retype(untyped, type: 2, index: node, depth: 64, offset: 3),
        .deleteFirst)
}

private func retypeRoom() {
    let untyped = Pool.make(.untyped, bits: 14)
    let slot = Pool.emptySlot(count: 8)
    expect(
        "a large page is too large: 16384 bytes left", retype(untyped, type: 9, offset: slot), .notEnoughMemory, [16384]
    )
    expect("five pages are too many", retype(untyped, type: 8, offset: slot, count: 5), .notEnoughMemory, [16384])
    succeed("an endpoint", retype(untyped, type: 2, offset: slot))
    expect(
        "bytes left go down by what was handed out", retype(untyped, type: 8, offset: slot + 1, count: 4),
        .notEnoughMemory, [16368])
    succeed("a page behind it", retype(untyped, type: 8, offset: slot + 1))
    let base = Pool.addressOf(slot + 1)
    equal("objects are aligned to their size", base & 4095, 0)
    succeed("two pages behind that", retype(untyped, type: 8, offset: slot + 2, count: 2))
    equal("objects of a row lie one behind the other", Pool.addressOf(slot + 3), base + 8192)
    expect("nothing is left", retype(untyped, type: 2, offset: slot + 4), .notEnoughMemory, [0])
    let exact = Pool.make(.untyped, bits: 12)
    succeed("256 endpoints fill a page", retype(exact, type: 2, offset: Pool.emptySlot(count: 256), count: 256))
    expect("and not one more", retype(exact, type: 2, offset: slot + 4), .notEnoughMemory, [0])
    let small = Pool.make(.untyped, bits: 4)
    succeed("the smallest untyped is 16 bytes", retype(small, type: 0, bits: 4, offset: slot + 4))
    expect("a notification needs 32", retype(slot + 4, type: 3, offset: slot + 5), .notEnoughMemory, [16])
}

private func reuse() {
    let untyped = Pool.make(.untyped, bits: 12)
    let slot = Pool.emptySlot()
    let address = Pool.address()
    succeed("a page of the whole", Pool.retype(untyped, .page, into: slot))
    let base = Pool.addressOf(slot)
    _ = Pool.map(slot, address)
    equal("new memory is zero at its start", load(address), 0)
    equal("new memory is zero at its end", load(address + 4088), 0)
    store(address, 1)
    store(address + 4088, 2)
    expect(
        "an untyped with children hands out no more", Pool.retype(untyped, .page, into: Pool.emptySlot()),
        .notEnoughMemory, [0])
    Slots.delete(slot)
    succeed("with all children gone it starts again", Pool.retype(untyped, .page, into: slot))
    equal("from its beginning", Pool.addressOf(slot), base)
    _ = Pool.map(slot, address)
    equal("reused memory is zero at its start", load(address), 0)
    equal("reused memory is zero at its end", load(address + 4088), 0)
    store(address + 8, 3)
    succeed("Revoke takes the children away", Slots.revoke(untyped))
    check("their slots are empty", Slots.isEmpty(slot))
    succeed("then it can be used for something else", Pool.retype(untyped, .capabilityTable, 7, into: slot))
    equal(
        "a new CNode's slots are empty",
        Invoke.call(slot, .cnodeMove, [0, 7, 0, 7], [slot]).label, ErrorCode.failedLookup.rawValue)
    Slots.revoke(untyped)
    let copy = Pool.emptySlot()
    succeed("an untyped without children is copied", Slots.copy(untyped, to: copy))
    expect("then the original is full", Pool.retype(untyped, .endpoint, into: slot), .notEnoughMemory, [0])
    succeed("and the copy hands out", Pool.retype(copy, .endpoint, into: slot))
    expect("an untyped with children is not copied", Slots.copy(copy, to: Pool.emptySlot()), .revokeFirst)
    succeed("revoking the original deletes the copy", Slots.revoke(untyped))
    check("the copy's slot is empty", Slots.isEmpty(copy))
    check("and its child's", Slots.isEmpty(slot))
}

private func deviceMemory() {
    var device: Word = 0
    for slot in Pool.untypeds where Pool.description(slot).isDevice {
        let piece = Pool.description(slot)
        if piece.sizeBits >= 14 && device == 0 { device = slot }
    }
    let slot = Pool.emptySlot(count: 4)
    expect(
        "a thread in device memory is InvalidArgument 1", retype(device, type: 1, offset: slot), .invalidArgument, [1])
    expect(
        "a CNode in device memory is InvalidArgument 1", retype(device, type: 4, bits: 2, offset: slot),
        .invalidArgument, [1])
    expect(
        "a page table in device memory is InvalidArgument 1", retype(device, type: 10, offset: slot), .invalidArgument,
        [1])
    expect(
        "room is checked before that", retype(device, type: 4, bits: 42, offset: slot), .notEnoughMemory,
        [1 << Pool.description(device).sizeBits])
    succeed("a frame of device memory", retype(device, type: 8, offset: slot))
    equal("it is the device's", Pool.addressOf(slot), Pool.description(device).address)
    succeed("an untyped of device memory", retype(device, type: 0, bits: 12, offset: slot + 1))
    expect("that is device memory too", retype(slot + 1, type: 2, offset: slot + 2), .invalidArgument, [1])
    let probe = Probe()
    expect(
        "a device frame is no IPC buffer",
        Invoke.call(probe.thread, .tcbSetIPCBuffer, [0x1000], [slot]), .illegalOperation)
    expect(
        "a device untyped makes no ASID pool",
        Invoke.call(InitialSlot.asidControl, .asidControlMakePool, [slot + 2, 64], [slot + 1, 2]),
        .invalidCapability, [1])
    Slots.revoke(device)
}
