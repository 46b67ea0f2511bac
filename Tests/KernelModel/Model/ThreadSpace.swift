import SeL4ABI

/// TCB_Configure, TCB_SetSpace and TCB_SetIPCBuffer: the thread gets copies of the capabilities.
extension Model {
    func setSpace(of thread: Thread, _ invocation: Invocation) throws(Refusal) {
        let isBufferAlone = invocation.label == .tcbSetIPCBuffer
        let isSpaceAlone = invocation.label == .tcbSetSpace
        try invocation.require(
            length: isBufferAlone ? 1 : isSpaceAlone ? 3 : 4, capabilities: isBufferAlone ? 1 : isSpaceAlone ? 2 : 3)
        var roots: (Copy, Copy)?
        if !isBufferAlone { roots = try decodeRoots(invocation, thread) }
        var buffer: (address: Word, Copy?)?
        if !isSpaceAlone {
            let position = isBufferAlone ? 0 : 3
            buffer = try decodeBuffer(invocation.extra[isBufferAlone ? 0 : 2], address: invocation[position])
        }

        if let (cspace, vspace) = roots {
            thread.faultHandler = invocation[0]
            replace(thread.cspaceRoot, with: cspace)
            replace(thread.vspaceRoot, with: vspace)
            if thread === current { activateSpace(of: thread) }
        }
        if let (address, copy) = buffer {
            delete(thread.bufferSlot)
            thread.bufferAddress = address
            if let copy { replace(thread.bufferSlot, with: copy) }
        }
    }

    /// A capability to put into one of a thread's slots, and what it is derived from.
    private struct Copy {
        let capability: Capability
        let source: Held
    }

    private func decodeRoots(_ invocation: Invocation, _ thread: Thread) throws(Refusal) -> (Copy, Copy) {
        guard !isLastCNode(thread.cspaceRoot) else { throw .illegalOperation }
        let cspace = try copy(of: invocation.extra[0], data: invocation[1])
        guard case .cnode = cspace.capability else { throw .illegalOperation }
        let vspace = try copy(of: invocation.extra[1], data: invocation[2])
        guard case .root = vspace.capability else { throw .illegalOperation }
        return (cspace, vspace)
    }

    /// Data 0 leaves the capability as it is.
    private func copy(of slot: Slot, data: Word) throws(Refusal) -> Copy {
        guard let source = slot.held else { throw .illegalOperation }
        let changed = data == 0 ? source.capability : try source.capability.with(data: data, isMove: false)
        return Copy(capability: try derive(changed, from: source), source: source)
    }

    /// Replacing the last capability to a CNode would be a long deletion, which these operations refuse.
    private func isLastCNode(_ slot: Slot) -> Bool {
        guard case .cnode(let node, _, _)? = slot.capability else { return false }
        return node.capabilityCount == 1
    }

    private func decodeBuffer(_ slot: Slot, address: Word) throws(Refusal) -> (Word, Copy?) {
        if address == 0 { return (0, nil) }
        let copy = try copy(of: slot, data: 0)
        guard case .frame(let frame, _, _) = copy.capability, !frame.isDevice else { throw .illegalOperation }
        guard address & 1023 == 0 else { throw .alignment }
        return (address, copy)
    }

    /// Deleting what was there may have taken the source too; then the slot stays empty.
    private func replace(_ slot: Slot, with copy: Copy) {
        delete(slot)
        if copy.source.slot.held === copy.source { insert(copy.capability, derivedFrom: copy.source, into: slot) }
    }
}
