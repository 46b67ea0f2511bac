import SeL4ABI

@testable import Microkernel

/// What must hold in any state, beyond that kernel and model say the same.
extension World {
    /// Checks all of it after an operation. What capabilities and page tables decide is looked at when one of them has
    /// changed: nothing else can break it.
    func checkInvariants() throws(Disagreement) {
        try checkProcessor()
        for object in model.created { try checkThatItIsNew(object) }
        model.created.removeAll(keepingCapacity: true)
        if checkedChanges == model.changes && checkedRoot == SimulatedMachine.activeRoot { return }
        (checkedChanges, checkedRoot) = (model.changes, SimulatedMachine.activeRoot)
        try checkThatObjectsAreApart()
        for line in model.lines {
            for held in line.children { try checkThatObjectsAreInside(held, nil) }
        }
        for pool in model.pools {
            guard let pool else { continue }
            for case let root? in pool.spaces { try checkWhatIsMapped(in: root) }
        }
        try checkTranslations()
        for case let thread as Thread in model.objects.values where thread.capabilityCount > 0 {
            try checkSpace(of: TestedKernel.Thread(PhysicalAddress(thread.address)))
        }
    }

    /// A thread whose address space counts as checked has a root table with an identifier.
    private func checkSpace(of thread: TestedKernel.Thread) throws(Disagreement) {
        if thread.spaceEpoch != kernel.spaceEpoch { return }
        let capability = thread.vspaceRoot.capability
        guard capability.kind == .pml4, kernel.root(of: RootTableCapability(capability).asid) == capability.object
        else {
            throw Disagreement("the thread at \(thread.address.rawValue) would run without an address space")
        }
    }

    /// The processor has what the thread that runs shall see.
    private func checkProcessor() throws(Disagreement) {
        guard SimulatedMachine.activeRoot == model.activeRoot?.address ?? SimulatedMachine.Place.kernelRoot else {
            throw Disagreement("the processor uses other page tables than those of the thread that runs")
        }
        // Whose state the FPU holds is saved there when another thread uses it.
        let owner = kernel.fpuOwner.address.rawValue
        guard owner == 0 || (model.objects[owner] as? Thread).map({ $0.capabilityCount > 0 }) == true else {
            throw Disagreement("the FPU holds the state of a thread that is gone")
        }
        guard let thread = model.current else { return }
        guard kernel.current.isRunnable, !kernel.current.isReady, kernel.decision == .keep,
            SimulatedMachine.context == kernel.current.context.rawValue
        else { throw Disagreement("the thread that runs is runnable, in no queue, and the machine's") }
        guard SimulatedMachine.segmentBases == (thread[.fsBase], thread[.gsBase]) else {
            throw Disagreement("the processor has the segment bases of another thread")
        }
        guard SimulatedMachine.isFPUEnabled == (thread.usesFPU && thread.flags == 0) else {
            throw Disagreement("the FPU is on for a thread that does not use it, or off for one that does")
        }
        if SimulatedMachine.isFPUEnabled && SimulatedMachine.fpu != thread.fpu {
            throw Disagreement("the FPU holds the state of another thread")
        }
    }

    /// New memory reads as zero, but for what a thread starts with.
    private func checkThatItIsNew(_ object: KernelObject) throws(Disagreement) {
        if object is Frame || object is Table { return }
        let words = UnsafeRawBufferPointer(
            start: SimulatedMachine.memory + Int(object.address), count: 1 << object.sizeBits
        ).bindMemory(to: Word.self)
        let startsWith =
            object is Thread
            ? [
                ThreadLayout.registers + Register.rflags.rawValue * 8, ThreadLayout.entryKind, ThreadLayout.timeSlice,
                ThreadLayout.domain, ThreadLayout.fpuState,
            ] : []
        for (index, word) in words.enumerated() where word != 0 && !startsWith.contains(index * 8) {
            throw Disagreement("the new object at \(object.address) has a word that is not zero at \(index * 8)")
        }
    }

    /// No two live objects overlap, so no frame that a program can map holds a kernel object.
    private func checkThatObjectsAreApart() throws(Disagreement) {
        live.removeAll(keepingCapacity: true)
        for object in model.objects.values where object.capabilityCount > 0 {
            live.append((object.address, object.address + 1 << Word(object.sizeBits)))
        }
        live.sort { $0.start < $1.start }
        for index in live.indices.dropFirst() where live[index - 1].end > live[index].start {
            throw Disagreement("the objects at \(live[index - 1].start) and \(live[index].start) overlap")
        }
    }

    /// A capability names a live object, which lies in the untyped memory that it descends from, apart from what else
    /// was made of that.
    private func checkThatObjectsAreInside(_ held: Held, _ region: Range<Word>?) throws(Disagreement) {
        var inner = region
        if let extent = try extent(of: held) {
            if let region, extent.lowerBound < region.lowerBound || extent.upperBound > region.upperBound {
                throw Disagreement("what lies at \(extent.lowerBound) is outside of the untyped that it was made from")
            }
            if case .untyped = held.capability { inner = extent }
        }
        var previous: Range<Word>?
        if case .untyped = held.capability, held.children.count > 1 {
            var extents: [Range<Word>] = []
            for child in held.children {
                if let extent = try extent(of: child) { extents.append(extent) }
            }
            for extent in extents.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                // Copies of a capability whose original is gone name the same object.
                if let previous, previous != extent, previous.upperBound > extent.lowerBound {
                    throw Disagreement("what was made at \(extent.lowerBound) overlaps what was made before it")
                }
                previous = extent
            }
        }
        for child in held.children { try checkThatObjectsAreInside(child, inner) }
    }

    /// The memory that a capability is to.
    private func extent(of held: Held) throws(Disagreement) -> Range<Word>? {
        if case .untyped(let memory) = held.capability { return memory.address..<memory.address + memory.size }
        guard let object = held.capability.object else { return nil }
        guard model.objects[object.address] === object else {
            throw Disagreement("a capability to an object at \(object.address) that is gone")
        }
        return object.address..<object.address + 1 << Word(object.sizeBits)
    }

    /// Whatever an address space leads to is alive: tables of the next level, and frames that somebody has. As live
    /// objects are apart, no program can read or write a word of the kernel's.
    private func checkWhatIsMapped(in table: Table) throws(Disagreement) {
        guard table.capabilityCount > 0 else { throw Disagreement("a page table at \(table.address) that is gone") }
        for entry in table.entries.values {
            switch entry {
            case .table(let next): try checkWhatIsMapped(in: next)
            case .page(let frame) where frame.capabilityCount == 0:
                throw Disagreement("a mapped frame at \(frame.address) that is gone")
            case .page: break
            }
        }
    }

    /// What user code reaches, in the page tables as the processor reads them, is frames; and the processor keeps no
    /// translation that was taken back.
    private func checkTranslations() throws(Disagreement) {
        let pages = Translations.walk(SimulatedMachine.activeRoot)
        for page in pages.values {
            guard let frame = model.objects[page.physical] as? Frame, frame.sizeBits == page.sizeBits,
                frame.capabilityCount > 0
            else { throw Disagreement("a page that maps something else than a frame, at \(page.physical)") }
        }
        guard SimulatedMachine.translations.isCurrent(in: pages) else {
            throw Disagreement("the processor may still use a translation that was taken back")
        }
    }
}
