import SeL4ABI

/// Address space identifiers: a PML4 must have one, so that capabilities to what is mapped in it
/// can name it without outliving it.
extension Kernel {
    /// The pool entry of an identifier; none if its pool is not there.
    private func poolEntry(_ asid: ASID) -> EntryReference {
        let pool = asidPools[asid.poolIndex]
        if pool.rawValue == 0 { return .none }
        return EntryReference(PhysicalAddress(pool.rawValue &+ asid.indexInPool << 3))
    }

    /// The PML4 that has an identifier, if one has.
    func root(of asid: ASID) -> PhysicalAddress? {
        if asid.isNone { return nil }
        let entry = poolEntry(asid)
        if entry.isNone { return nil }
        let root = PhysicalAddress(entry.load(0))
        return root.rawValue == 0 ? nil : root
    }

    /// The address space that a capability to a PML4 names.
    ///
    /// - Parameter position: the capability's number in the message.
    /// - Errors, in this order: InvalidCapability (no PML4 with an identifier), FailedLookup (the
    ///   identifier's pool is gone), InvalidCapability (the identifier names another root).
    func addressSpace(
        _ capability: Capability, position: Word
    ) throws(SyscallError) -> (root: PhysicalAddress, asid: ASID) {
        guard capability.kind == .pml4 else { throw .invalidCapability(position) }
        let asid = RootTableCapability(capability).asid
        guard !asid.isNone else { throw .invalidCapability(position) }
        guard let root = root(of: asid) else {
            throw .failedLookup(isSource: false, .invalidRoot)
        }
        guard root == capability.object else { throw .invalidCapability(position) }
        return (root, asid)
    }

    /// Makes a thread's address space the current one; the kernel's own if it has none.
    @inline(__always) mutating func activateAddressSpace(of thread: Thread) {
        let space = thread.vspaceRoot.capability.word0
        // The active root has an identifier: losing it would have ended that.
        if space == activeSpace { return }
        if _slowPath(thread.spaceEpoch != spaceEpoch), !checkSpace(of: thread) { return activateKernelRoot() }
        activeSpace = space
        M.activateAddressSpace(root: Capability(word0: space, word1: 0).object)
    }

    /// Whether a thread has a root table with an identifier. If so it need not be asked again in this epoch.
    @inline(never) private mutating func checkSpace(of thread: Thread) -> Bool {
        let capability = thread.vspaceRoot.capability
        guard capability.kind == .pml4, root(of: RootTableCapability(capability).asid) == capability.object else {
            return false
        }
        thread.spaceEpoch = spaceEpoch
        return true
    }

    /// A capability to a root table, or an identifier, goes away: no thread's address space counts as checked any more.
    mutating func beginSpaceEpoch() { spaceEpoch &+= 1 }

    /// The root table that the processor uses now.
    @inline(__always) var activeRoot: PhysicalAddress { Capability(word0: activeSpace, word1: 0).object }

    @inline(never) private mutating func activateKernelRoot() {
        if activeRoot == kernelRoot { return }
        activeSpace = RootTableCapability(at: kernelRoot, asid: .none).capability.word0
        M.activateAddressSpace(root: kernelRoot)
    }

    /// The last capability to a PML4 goes away: so does its identifier, and with it every mapping.
    mutating func releaseAddressSpace(_ capability: RootTableCapability) {
        let asid = capability.asid
        guard let root = root(of: asid), root == capability.capability.object else { return }
        poolEntry(asid).store(0, 0)
        if activeRoot == root { activateKernelRoot() }
    }

    /// The last capability to a pool goes away: all its address spaces end.
    mutating func releasePool(_ capability: ASIDPoolCapability) {
        let index = capability.base.poolIndex
        guard asidPools[index] == capability.capability.object else { return }
        let pool = Slot(capability.capability.object)
        asidPools[index] = PhysicalAddress(0)
        beginSpaceEpoch()
        for offset in 0..<AddressSpaceLimit.asidsPerPool
        where activeRoot.rawValue != 0 && pool.load(offset &* 8) == activeRoot.rawValue {
            activateKernelRoot()
        }
    }
}
