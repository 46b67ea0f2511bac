import SeL4
import SeL4ABI

/// A page of untyped memory in which objects are made to see what the kernel makes of that, before there is anything else.
struct TrialPage {
    private let page: CapabilityPointer
    /// Where an object is made, and a second one behind it.
    private let object: CapabilityPointer
    private static var root: CNode { CNode(CapabilityPointer(InitialSlot.cnode)) }

    /// Learns what the kernel makes of objects, and how it numbers their invocations. Returns the size of a thread control
    /// block as a power of two: kernels whose FPU state is large make it twice the usual one, and nothing says so.
    ///
    /// The slots are empty before and after.
    static func threadBits(_ boot: BootInfo, using slots: Range<Word>) throws(KernelMismatch) -> Int {
        guard let trial = TrialPage(boot, slots) else { throw .noRoom }
        defer { trial.end() }
        guard trial.make(.pdpt), RunningKernel.locate(.tables, by: TranslationTable(trial.object)) else {
            throw .numbering
        }
        // A frame of 1 GB does not fit; without such frames its number is that of a page, which does.
        RunningKernel.numbering.hasHugePages = !trial.make(.hugePage)
        guard trial.make(.page), RunningKernel.locate(.pages, by: Page(trial.object)) else { throw .numbering }
        let fits = trial.make(.thread, count: 2)
        return fits ? ObjectSize.threadBits : ObjectSize.threadBits + 1
    }

    private init?(_ boot: BootInfo, _ slots: Range<Word>) {
        page = CapabilityPointer(slots.lowerBound)
        object = CapabilityPointer(slots.lowerBound + 1)
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            guard !untyped.isDevice, untyped.sizeBits >= pageShift,
                (try? untyped.capability.retype(
                    .untyped, sizeBits: pageShift, root: Self.root, index: 0, depth: 0, offset: page.rawValue, count: 1))
                    != nil
            else { continue }
            return
        }
        return nil
    }

    /// Makes objects, instead of what was made before. False if the page has no room for so many, or there is no such type.
    private func make(_ type: SeL4ABI.ObjectType, count: Word = 1) -> Bool {
        try? Self.root.revoke(page)
        return
            (try? Untyped(page).retype(
                type, root: Self.root, index: 0, depth: 0, offset: object.rawValue, count: count)) != nil
    }

    private func end() {
        try? Self.root.revoke(page)
        try? Self.root.delete(page)
    }
}
