import NTABI

/// A thread's stack, as its TEB describes it.
struct UserStack {
    /// Where it starts to grow down from.
    let base: UInt
    /// The lowest committed address; moves down as the stack grows.
    let limit: UInt
    /// Where the reservation starts.
    let deallocationBase: UInt

    /// Pages that are left when the stack overflows: the dispatch of the exception and its handlers need some.
    static let pagesOfOverflow = 2
}

extension AddressSpace {
    /// Reserves a stack and commits its upper end with a guard page below. It grows when the guard page is touched,
    /// which moves the TEB's StackLimit, until its end is near.
    ///
    /// Errors: `.noMemory`, `.commitmentLimit`.
    func allocateStack(
        reserve: UInt, commit: UInt, teb: UInt
    ) throws(NTStatus) -> UserStack {
        try requireRoom()
        guard reserve <= Self.highest, commit <= Self.highest else { throw .noMemory }
        // Room for the guard page, those of an overflow, and the one that is never used.
        let committed = max(commit.pageRoundedUp, pageSize)
        let size = max(reserve, committed + UInt(2 + UserStack.pagesOfOverflow) * pageSize).allocationRoundedUp
        let bottom = try findPlace(size: size)
        let base = bottom + size
        try charge(Int(committed >> UInt(pageShift)) + 1)
        var pages = PageMap(absent: PageEntry())
        let limit = base - committed
        for page in (limit..<base).pages { pages[page] = PageEntry(.readWrite) }
        pages[limit >> UInt(pageShift) - 1] = PageEntry(
            PageProtection(
                rawValue: PageProtection.readWrite.rawValue | PageProtection.guardFlag.rawValue))
        insert(
            VirtualRange(
                base: bottom, size: size, kind: .stack(teb: teb), protection: .readWrite,
                pages: pages))
        return UserStack(base: base, limit: limit, deallocationBase: bottom)
    }

    /// Private memory from `bottom` on that a program has made a stack of: its guard page moves down like any stack's while
    /// the thread of this TEB is there.
    func adoptStack(at bottom: UInt, teb: UInt) {
        guard let range = range(at: bottom), range.base == bottom, range.isPrivateMemory else { return }
        range.serve(as: .stack(teb: teb))
    }

    /// The thread is gone: what is left of such a stack is memory like any other.
    func disownStack(at bottom: UInt, teb: UInt) {
        guard let range = range(at: bottom), case .stack(teb) = range.kind else { return }
        range.serve(as: .memory)
    }
}
