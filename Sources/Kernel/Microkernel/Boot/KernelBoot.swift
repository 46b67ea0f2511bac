import SeL4ABI

/// What boot needs, before the first thread runs: it lays the first objects into free memory
/// itself and enters their capabilities as roots of derivation. docs/kernel.md has the order.
extension Kernel {
    /// Begins with a root table that maps the kernel alone, whose upper half every new PML4
    /// copies, and a cleared page for the slots of the interrupt table.
    public mutating func start(kernelRoot: PhysicalAddress, interruptTable: PhysicalAddress) {
        self.kernelRoot = kernelRoot
        activeSpace = RootTableCapability(at: kernelRoot, asid: .none).capability.word0
        beginSpaceEpoch()
        interruptSlots = Slot(interruptTable)
    }

    /// Puts a capability into an empty slot, derived from nothing.
    public func installInitial(_ capability: Capability, in slot: Slot) {
        slot.capability = capability
        slot.setLinks(previous: .none, next: .none, revocable: true, firstBadged: true)
    }

    /// Puts a copy into an empty slot, as TCB_Configure does it: a frame's copy is not mapped.
    public func installInitialCopy(of source: Slot, in slot: Slot) {
        var capability = source.capability
        if capability.kind == .frame {
            capability = FrameCapability(capability).with(mapping: .none)
        }
        insert(capability, derivedFrom: source, into: slot)
    }

    /// Makes a cleared page the first pool of address space identifiers; the first address space
    /// gets identifier 1.
    public mutating func setInitialASIDPool(at pool: PhysicalAddress, vspace: PhysicalAddress) {
        asidPools[0] = pool
        assign(ASID(1), to: vspace)
    }

    /// Makes the first thread, in cleared memory but for its slots, runnable with all priorities.
    public mutating func startInitialThread(_ thread: Thread) {
        initialiseThread(at: thread.address)
        thread.priority = 255
        thread.maximumPriority = 255
        resume(thread)
    }
}
