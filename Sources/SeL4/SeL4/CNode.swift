public import SeL4ABI

/// A capability to a CNode, used as the root from which other slots are named at full depth.
public struct CNode: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// Every slot is named by all bits of its capability pointer.
    public static let fullDepth: Word = 64

    /// CNode_Delete. An empty slot is no error.
    public func delete(
        _ slot: CapabilityPointer, depth: Word = CNode.fullDepth
    ) throws(InvocationError) {
        try invoke(.cnodeDelete, length: 2, slot.rawValue, depth)
    }

    /// CNode_Revoke: deletes everything derived from the slot's capability.
    public func revoke(_ slot: CapabilityPointer) throws(InvocationError) {
        try invoke(.cnodeRevoke, length: 2, slot.rawValue, Self.fullDepth)
    }

    /// CNode_CancelBadgedSends.
    public func cancelBadgedSends(_ slot: CapabilityPointer) throws(InvocationError) {
        try invoke(.cnodeCancelBadgedSends, length: 2, slot.rawValue, Self.fullDepth)
    }

    /// CNode_SaveCaller: the reply capability of the last message received moves into `slot`, which is empty.
    public func saveCaller(into slot: CapabilityPointer) throws(InvocationError) {
        try invoke(.cnodeSaveCaller, length: 2, slot.rawValue, Self.fullDepth)
    }

    /// CNode_Copy within this CNode's space. `depth` is the destination's.
    public func copy(
        _ source: CapabilityPointer, to destination: CapabilityPointer,
        depth: Word = CNode.fullDepth, rights: CapabilityRights = .all
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, pointer)
        IPCBuffer.own[4] = rights.rawValue
        try invoke(
            .cnodeCopy, length: 5, capabilities: 1,
            destination.rawValue, depth, source.rawValue, Self.fullDepth)
    }

    /// CNode_Mint: a copy with fewer rights and, for endpoints and notifications, a badge, or, for a CNode, a guard.
    ///
    /// `depth` and `sourceRoot` let the destination lie in another CNode than the source: a thread's own.
    public func mint(
        _ source: CapabilityPointer, of sourceRoot: CNode? = nil, to destination: CapabilityPointer,
        depth: Word = CNode.fullDepth, rights: CapabilityRights = .all, badge: Word
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, (sourceRoot ?? self).pointer)
        IPCBuffer.own[4] = rights.rawValue
        IPCBuffer.own[5] = badge
        try invoke(
            .cnodeMint, length: 6, capabilities: 1,
            destination.rawValue, depth, source.rawValue, Self.fullDepth)
    }

    /// CNode_Move within this CNode's space.
    public func move(
        _ source: CapabilityPointer, to destination: CapabilityPointer
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, pointer)
        try invoke(
            .cnodeMove, length: 4, capabilities: 1,
            destination.rawValue, Self.fullDepth, source.rawValue, Self.fullDepth)
    }

    /// CNode_Mutate: moves a CNode capability and gives it a guard. `depth` is the destination's.
    public func mutate(
        _ source: CapabilityPointer, to destination: CapabilityPointer, depth: Word,
        guarding data: CNodeGuard
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, pointer)
        IPCBuffer.own[4] = data.rawValue
        try invoke(
            .cnodeMutate, length: 5, capabilities: 1,
            destination.rawValue, depth, source.rawValue, Self.fullDepth)
    }
}
