import SeL4ABI

/// A second address space that holds a piece of this program's code, and nothing else.
struct AddressSpace {
    let root = Pool.make(.pml4)

    /// With the page of code at an address and the one behind it.
    init(codeAt address: Word) {
        let none: InlineArray<0, Word> = []
        Invoke.call(InitialSlot.asidPool, .asidPoolAssign, none, [root])
        Invoke.call(Pool.make(.pdpt), .pdptMap, [address, 0], [root])
        Invoke.call(Pool.make(.pageDirectory), .pageDirectoryMap, [address, 0], [root])
        Invoke.call(Pool.make(.pageTable), .pageTableMap, [address, 0], [root])
        let page = address & ~0xFFF
        map(Slots.copied(Pool.imageFrame(at: page)), at: page)
        map(Slots.copied(Pool.imageFrame(at: page + 4096)), at: page + 4096)
    }

    func map(_ frame: Word, at address: Word) {
        Invoke.call(frame, .pageMap, [address, 3, 0], [root])
    }
}
