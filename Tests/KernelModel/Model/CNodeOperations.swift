import SeL4ABI

extension Model {
    /// CNode_Revoke … CNode_SaveCaller; words 0 and 1 name the slot that is worked on.
    func operate(on root: Capability?, _ invocation: Invocation) throws(Refusal) {
        let operations = InvocationLabel.cnodeRevoke.rawValue...InvocationLabel.cnodeSaveCaller.rawValue
        guard operations.contains(invocation.label.rawValue) else { throw .illegalOperation }
        try invocation.require(length: 2)
        let slot = try lookUpExactly(invocation[0], depth: invocation[1], in: root)
        switch invocation.label {
        case .cnodeRevoke: revoke(slot)
        case .cnodeDelete: delete(slot)
        case .cnodeCancelBadgedSends:
            guard case .endpoint(let endpoint, let badge, let rights)? = slot.capability, rights == .all else {
                throw .illegalOperation
            }
            cancelSends(in: endpoint, badge: badge)
        case .cnodeSaveCaller:
            guard slot.isEmpty else { throw .deleteFirst }
            if let held = invocation.thread.callerSlot.held { move(held, to: slot) }
        case .cnodeRotate: try rotate(invocation, target: slot)
        default: try transfer(invocation, target: slot)
        }
    }

    /// Copy, Mint, Move and Mutate. A full target is refused before the source is looked at.
    private func transfer(_ invocation: Invocation, target: Slot) throws(Refusal) {
        try invocation.require(length: 4, capabilities: 1)
        guard target.isEmpty else { throw .deleteFirst }
        let source = try lookUpHeld(
            invocation[2], depth: invocation[3], in: invocation.extra[0].capability, isSource: true)
        switch invocation.label {
        case .cnodeCopy:
            try invocation.require(length: 5)
            let masked = source.capability.masked(by: CapabilityRights(rawValue: invocation[4]))
            insert(try derive(masked, from: source), derivedFrom: source, into: target)
        case .cnodeMint:
            try invocation.require(length: 6)
            let masked = source.capability.masked(by: CapabilityRights(rawValue: invocation[4]))
            let minted = try masked.with(data: invocation[5], isMove: false)
            insert(try derive(minted, from: source), derivedFrom: source, into: target)
        case .cnodeMutate:
            try invocation.require(length: 5)
            source.capability = try source.capability.with(data: invocation[4], isMove: true)
            move(source, to: target)
        default:
            move(source, to: target)
        }
    }

    /// The pivot goes to the target and the source to the pivot's place; or they change places, if the source is the
    /// target.
    private func rotate(_ invocation: Invocation, target: Slot) throws(Refusal) {
        try invocation.require(length: 8, capabilities: 2)
        let source = try lookUpExactly(
            invocation[6], depth: invocation[7], in: invocation.extra[1].capability, isSource: true)
        let pivot = try lookUpExactly(invocation[3], depth: invocation[4], in: invocation.extra[0].capability)
        guard pivot != source && pivot != target else { throw .illegalOperation }
        guard source == target || target.isEmpty else { throw .deleteFirst }
        guard let moved = source.held else {
            throw .failedLookup(isSource: true, .missingCapability(bitsLeft: invocation[7]))
        }
        guard let turned = pivot.held else {
            throw .failedLookup(isSource: false, .missingCapability(bitsLeft: invocation[4]))
        }
        let newSource = try moved.capability.with(data: invocation[5], isMove: true)
        let newPivot = try turned.capability.with(data: invocation[2], isMove: true)
        (moved.capability, turned.capability) = (newSource, newPivot)
        if source == target {
            exchange(source, pivot)
        } else {
            move(turned, to: target)
            move(moved, to: pivot)
        }
    }
}
