import SeL4ABI

extension Kernel {
    /// ASIDControl_MakePool: the untyped becomes a pool for the identifiers from `base`.
    struct MakePoolRequest {
        let untyped: Slot
        let slot: Slot
        let poolIndex: Int
    }

    /// ASIDPool_Assign: the PML4 in `root` gets an identifier.
    struct AssignRequest {
        let root: Slot
        let asid: ASID
    }

    /// - Errors, in this order: IllegalOperation, TruncatedMessage, DeleteFirst (no identifiers
    ///   left), InvalidCapability 1 (not an untyped of one page of memory), RevokeFirst (it has
    ///   children), those of the target slot.
    func decodeASIDControl(_ invocation: Invocation) throws(SyscallError) -> MakePoolRequest {
        guard invocation.label == .asidControlMakePool else { throw .illegalOperation }
        try invocation.require(length: 2, capabilities: 2)
        var index = 0
        while index < AddressSpaceLimit.asidPoolCount && asidPools[index].rawValue != 0 {
            index += 1
        }
        guard index < AddressSpaceLimit.asidPoolCount else { throw .deleteFirst }
        let capability = invocation.capability(0)
        let untyped = UntypedCapability(capability)
        guard capability.kind == .untyped, untyped.sizeBits == ObjectSize.asidPoolBits,
            !untyped.isDevice
        else { throw .invalidCapability(1) }
        guard !hasChildren(invocation.slot(0)) else { throw .revokeFirst }
        let slot = try lookUpEmpty(
            invocation[0], depth: invocation[1], in: invocation.capability(1))
        return MakePoolRequest(untyped: invocation.slot(0), slot: slot, poolIndex: index)
    }

    mutating func perform(_ request: MakePoolRequest) -> Completion {
        let untyped = UntypedCapability(request.untyped.capability)
        let address = untyped.capability.object
        PhysicalMemory<M>.clear(address.rawValue, count: untyped.size)
        request.untyped.capability = untyped.full.capability
        asidPools[request.poolIndex] = address
        let base = ASID(Word(request.poolIndex * AddressSpaceLimit.asidsPerPool))
        insertNew(
            ASIDPoolCapability(at: address, base: base).capability, madeFrom: request.untyped,
            into: request.slot)
        return .done
    }

    /// - Errors, in this order: IllegalOperation, TruncatedMessage, InvalidCapability 1 (not a
    ///   PML4 without identifier), FailedLookup (the pool is gone), InvalidCapability 0, DeleteFirst
    ///   (the pool is full).
    func decodeASIDPool(
        _ invocation: Invocation, _ pool: ASIDPoolCapability
    ) throws(SyscallError) -> AssignRequest {
        guard invocation.label == .asidPoolAssign else { throw .illegalOperation }
        try invocation.require(length: 0, capabilities: 1)
        let root = invocation.capability(0)
        guard root.kind == .pml4, RootTableCapability(root).asid.isNone else {
            throw .invalidCapability(1)
        }
        let address = asidPools[pool.base.poolIndex]
        guard address.rawValue != 0 else { throw .failedLookup(isSource: false, .invalidRoot) }
        guard address == pool.capability.object else { throw .invalidCapability(0) }
        for offset in 0..<AddressSpaceLimit.asidsPerPool {
            let asid = ASID(pool.base.rawValue &+ Word(offset))
            if !asid.isNone && Slot(address).load(offset * 8) == 0 {
                return AssignRequest(root: invocation.slot(0), asid: asid)
            }
        }
        throw .deleteFirst
    }

    mutating func perform(_ request: AssignRequest) -> Completion {
        let capability = request.root.capability
        assign(request.asid, to: capability.object)
        request.root.capability =
            RootTableCapability(at: capability.object, asid: request.asid).capability
        return .done
    }

    /// Enters a root into its identifier's pool, which is there.
    mutating func assign(_ asid: ASID, to root: PhysicalAddress) {
        let pool = asidPools[asid.poolIndex]
        PhysicalMemory<M>.store(pool.rawValue &+ asid.indexInPool << 3, root.rawValue)
    }
}
