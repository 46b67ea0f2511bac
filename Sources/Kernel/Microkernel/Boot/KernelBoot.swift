import SeL4ABI

/// What boot needs, before the first thread runs: it lays the first objects into free memory
/// itself and enters their capabilities as roots of derivation.
///
/// The order: `start`, `initialiseRoot` for the first PML4, `adoptAddressSpace`, capabilities with
/// `install`, `initialiseThread`, `startInitialThread`, then `prepareToRun`.
extension Kernel {
    /// Begins with a root table that maps the kernel alone, and a cleared page for the slots of
    /// the interrupt table.
    public mutating func start(kernelRoot: PhysicalAddress, interruptTable: PhysicalAddress) {
        self.kernelRoot = kernelRoot
        activeRoot = kernelRoot
        interruptSlots = Slot(interruptTable)
    }

    /// Puts a capability into an empty slot, derived from nothing.
    public func install(_ capability: Capability, into slot: Slot) {
        slot.capability = capability
        slot.setLinks(previous: .none, next: .none, revocable: true, firstBadged: true)
    }

    /// Makes a cleared page the first pool of address space identifiers and gives one to the
    /// first address space.
    public mutating func adoptAddressSpace(
        root: PhysicalAddress, pool: PhysicalAddress
    ) -> (asid: ASID, pool: ASIDPoolCapability) {
        asidPools[0] = pool
        let asid = ASID(1)
        assign(asid, to: root)
        return (asid, ASIDPoolCapability(at: pool, base: .none))
    }

    /// Makes the first thread runnable with all priorities: the slots are copied from, as
    /// TCB_Configure does it.
    public mutating func startInitialThread(
        _ thread: Thread, cnode: Slot, vspace: Slot, ipcBuffer: Slot, ipcBufferAddress: Word,
        entry: Word, bootInfo: Word
    ) {
        insert(cnode.capability, derivedFrom: cnode, into: thread.cspaceRoot)
        insert(vspace.capability, derivedFrom: vspace, into: thread.vspaceRoot)
        insert(
            FrameCapability(ipcBuffer.capability).with(mapping: .none), derivedFrom: ipcBuffer,
            into: thread.ipcBufferFrame)
        thread.ipcBufferAddress = ipcBufferAddress
        thread[.rip] = entry
        thread[.rdi] = bootInfo
        thread.priority = 255
        thread.maximumPriority = 255
        resume(thread)
    }
}
