import SeL4ABI

/// How large objects are: untyped memory of just an object's size makes one, and is used up then.
func sizeChecks() {
    let threadBits = Pool.threadBits()
    exactly(
        threadBits == 11 ? "a thread is 2^11 bytes" : "a thread is 2^12 bytes where FPU states are large", .thread,
        bits: threadBits)
    exactly("an endpoint is 2^4 bytes", .endpoint, bits: 4)
    exactly("a notification is 2^5 bytes", .notification, bits: 5)
    exactly("a CNode of 2 slots is 2^6 bytes", .capabilityTable, argument: 1, bits: 6)
    exactly("a CNode of 2^7 slots is 2^12 bytes", .capabilityTable, argument: 7, bits: 12)
    exactly("a PDPT is 2^12 bytes", .pdpt, bits: 12)
    exactly("a PML4 is 2^12 bytes", .pml4, bits: 12)
    exactly("a page is 2^12 bytes", .page, bits: 12)
    exactly("a large page is 2^21 bytes", .largePage, bits: 21)
    exactly("a page table is 2^12 bytes", .pageTable, bits: 12)
    exactly("a page directory is 2^12 bytes", .pageDirectory, bits: 12)
}

private func exactly(_ rule: StaticString, _ type: ObjectType, argument: Word = 0, bits: Word) {
    let memory = Pool.make(.untyped, bits: bits)
    let slot = Pool.emptySlot()
    let made = Pool.retype(memory, type, argument, into: slot)
    let again = Pool.retype(memory, type, argument, into: Pool.emptySlot())
    let isUsedUp = again.label == ErrorCode.notEnoughMemory.rawValue && again.words.0 == 0
    var isTooLarge = true
    if bits > 4 {
        let half = Pool.make(.untyped, bits: bits - 1)
        let refused = Pool.retype(half, type, argument, into: Pool.emptySlot())
        isTooLarge = refused.label == ErrorCode.notEnoughMemory.rawValue && refused.words.0 == 1 << (bits - 1)
    }
    check(rule, made.label == 0 && isUsedUp && isTooLarge, made.label << 8 | again.label)
}
