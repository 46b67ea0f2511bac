import SeL4ABI

extension Kernel {
    /// A CNode operation that has passed its checks.
    enum CNodeRequest {
        case insert(Capability, derivedFrom: Slot, into: Slot)
        case move(Capability, from: Slot, to: Slot)
        case exchange(source: Slot, pivot: Slot, newSource: Capability, newPivot: Capability)
        case rotate(
            source: Slot, pivot: Slot, target: Slot, newSource: Capability, newPivot: Capability)
        case revoke(Slot)
        case delete(Slot)
        case cancelSends(Endpoint, badge: Word)
        case saveCaller(of: Thread, into: Slot)
    }

    /// Decodes CNode_Revoke … CNode_SaveCaller. Message registers 0 and 1 name the slot that is
    /// worked on.
    ///
    /// - Errors: IllegalOperation (label), TruncatedMessage, those of the slot's lookup, then the
    ///   operation's own.
    func decodeCNode(
        _ invocation: Invocation, _ root: Capability
    ) throws(SyscallError) -> CNodeRequest {
        let label = invocation.label
        guard
            label.rawValue >= InvocationLabel.cnodeRevoke.rawValue
                && label.rawValue <= InvocationLabel.cnodeSaveCaller.rawValue
        else { throw .illegalOperation }
        try invocation.require(length: 2)
        let slot = try lookUpExactly(
            invocation[0], depth: invocation[1], in: root, isSource: false)
        switch label {
        case .cnodeRevoke: return .revoke(slot)
        case .cnodeDelete: return .delete(slot)
        case .cnodeCancelBadgedSends:
            let capability = slot.capability
            let endpoint = EndpointCapability(capability)
            guard capability.kind == .endpoint && endpoint.rights == .all else {
                throw .illegalOperation
            }
            return .cancelSends(Endpoint(capability.object), badge: endpoint.badge)
        case .cnodeSaveCaller:
            guard slot.isEmpty else { throw .deleteFirst }
            return .saveCaller(of: invocation.thread, into: slot)
        case .cnodeRotate: return try decodeRotate(invocation, target: slot)
        default: return try decodeTransfer(invocation, target: slot)
        }
    }

    /// Copy, Mint, Move, Mutate.
    ///
    /// - Errors, in this order: TruncatedMessage, DeleteFirst (target), FailedLookup (source),
    ///   TruncatedMessage (the operation's own arguments), those of deriving.
    private func decodeTransfer(
        _ invocation: Invocation, target: Slot
    ) throws(SyscallError) -> CNodeRequest {
        try invocation.require(length: 4, capabilities: 1)
        guard target.isEmpty else { throw .deleteFirst }
        let source = try lookUpFilled(
            invocation[2], depth: invocation[3], in: invocation.capability(0), isSource: true)
        let capability = source.capability
        switch invocation.label {
        case .cnodeCopy:
            try invocation.require(length: 5)
            let masked = capability.masked(by: CapabilityRights(rawValue: invocation[4]))
            return .insert(
                try derive(masked, from: source), derivedFrom: source, into: target)
        case .cnodeMint:
            try invocation.require(length: 6)
            let masked = capability.masked(by: CapabilityRights(rawValue: invocation[4]))
            let minted = try masked.with(data: invocation[5], isMove: false)
            return .insert(
                try derive(minted, from: source), derivedFrom: source, into: target)
        case .cnodeMutate:
            try invocation.require(length: 5)
            return .move(
                try capability.with(data: invocation[4], isMove: true), from: source, to: target)
        default:
            return .move(capability, from: source, to: target)
        }
    }

    /// - Errors, in this order: TruncatedMessage, lookups of source and pivot, IllegalOperation
    ///   (pivot is source or target), DeleteFirst (target), FailedLookup (source empty, pivot
    ///   empty), IllegalOperation (data).
    private func decodeRotate(
        _ invocation: Invocation, target: Slot
    ) throws(SyscallError) -> CNodeRequest {
        try invocation.require(length: 8, capabilities: 2)
        let source = try lookUpExactly(
            invocation[6], depth: invocation[7], in: invocation.capability(1), isSource: true)
        let pivot = try lookUpExactly(
            invocation[3], depth: invocation[4], in: invocation.capability(0), isSource: false)
        guard pivot != source && pivot != target else { throw .illegalOperation }
        guard source == target || target.isEmpty else { throw .deleteFirst }
        guard !source.isEmpty else {
            throw .failedLookup(
                isSource: true,
                .missingCapability(bitsLeft: Int(bitPattern: invocation[7])))
        }
        guard !pivot.isEmpty else {
            throw .failedLookup(
                isSource: false,
                .missingCapability(bitsLeft: Int(bitPattern: invocation[4])))
        }
        let newSource = try source.capability.with(data: invocation[5], isMove: true)
        let newPivot = try pivot.capability.with(data: invocation[2], isMove: true)
        return source == target
            ? .exchange(
                source: source, pivot: pivot, newSource: newSource, newPivot: newPivot)
            : .rotate(
                source: source, pivot: pivot, target: target, newSource: newSource,
                newPivot: newPivot)
    }

    /// A slot that holds a capability.
    private func lookUpFilled(
        _ pointer: Word, depth: Word, in root: Capability, isSource: Bool
    ) throws(SyscallError) -> Slot {
        let slot = try lookUpExactly(pointer, depth: depth, in: root, isSource: isSource)
        guard !slot.isEmpty else {
            throw .failedLookup(
                isSource: isSource, .missingCapability(bitsLeft: Int(bitPattern: depth)))
        }
        return slot
    }

    mutating func perform(_ request: CNodeRequest) -> Completion {
        switch request {
        case .insert(let capability, let source, let slot):
            insert(capability, derivedFrom: source, into: slot)
        case .move(let capability, let source, let slot):
            move(capability, from: source, to: slot)
        case .exchange(let source, let pivot, let newSource, let newPivot):
            swap(source, pivot, newFirst: newSource, newSecond: newPivot)
        case .rotate(let source, let pivot, let target, let newSource, let newPivot):
            move(newPivot, from: pivot, to: target)
            move(newSource, from: source, to: pivot)
        case .revoke(let slot):
            return revoke(slot) ? .done : .preempted
        case .delete(let slot):
            return delete(slot) ? .done : .preempted
        case .cancelSends(let endpoint, let badge):
            if badge != 0 { cancelSends(in: endpoint, badge: badge) }
        case .saveCaller(let thread, let slot):
            let caller = thread.callerSlot
            if !caller.isEmpty { move(caller.capability, from: caller, to: slot) }
        }
        return .done
    }
}
