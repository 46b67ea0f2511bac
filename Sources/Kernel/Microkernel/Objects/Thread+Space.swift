import SeL4ABI

extension Kernel {
    /// A capability that goes into one of a thread's own slots, derived from the one in `source`.
    struct Replacement {
        let capability: Capability
        let source: Slot
    }

    /// What TCB_Configure, TCB_SetSpace and TCB_SetIPCBuffer change.
    struct SpaceChange {
        var faultHandler: Word?
        var cspace: Replacement?
        var vspace: Replacement?
        /// 0 takes the buffer away.
        var bufferAddress: Word?
        var buffer: Replacement?
    }

    /// TCB_Configure: fault_ep, cspace_data, vspace_data, buffer; cspace, vspace, frame.
    ///
    /// - Errors, in this order: TruncatedMessage, IllegalOperation (a root that cannot be
    ///   replaced), those of cspace, vspace, buffer.
    func decodeConfigure(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 4, capabilities: 3)
        var change = try decodeSpace(invocation, thread)
        change.bufferAddress = invocation[3]
        change.buffer = try decodeBuffer(invocation.slot(2), address: invocation[3])
        return .setSpace(thread, change)
    }

    /// TCB_SetSpace: fault_ep, cspace_data, vspace_data; cspace, vspace.
    func decodeSetSpace(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 3, capabilities: 2)
        return .setSpace(thread, try decodeSpace(invocation, thread))
    }

    /// TCB_SetIPCBuffer: buffer; frame.
    func decodeSetIPCBuffer(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> ThreadRequest {
        try invocation.require(length: 1, capabilities: 1)
        let buffer = try decodeBuffer(invocation.slot(0), address: invocation[0])
        return .setSpace(thread, SpaceChange(bufferAddress: invocation[0], buffer: buffer))
    }

    /// - Errors: IllegalOperation: a present root's replacement would be a long deletion, cspace
    ///   is no CNode, vspace no PML4 with an identifier, or one cannot be derived.
    private func decodeSpace(
        _ invocation: Invocation, _ thread: Thread
    ) throws(SyscallError) -> SpaceChange {
        guard !isLongDeletion(thread.cspaceRoot) && !isLongDeletion(thread.vspaceRoot) else {
            throw .illegalOperation
        }
        let cspace = try replacement(from: invocation.slot(0), data: invocation[1])
        guard cspace.capability.kind == .cnode else { throw .illegalOperation }
        let vspace = try replacement(from: invocation.slot(1), data: invocation[2])
        guard vspace.capability.kind == .pml4 else { throw .illegalOperation }
        return SpaceChange(faultHandler: invocation[0], cspace: cspace, vspace: vspace)
    }

    /// Data 0 leaves the capability as it is.
    private func replacement(from source: Slot, data: Word) throws(SyscallError) -> Replacement {
        var capability = source.capability
        if data != 0 { capability = try capability.with(data: data, isMove: false) }
        return Replacement(capability: try derive(capability, from: source), source: source)
    }

    private func isLongDeletion(_ slot: Slot) -> Bool {
        switch slot.capability.kind {
        case .cnode, .thread, .zombie: isFinal(slot)
        default: false
        }
    }

    /// - Errors, in this order: IllegalOperation (no frame, or device memory), AlignmentError.
    private func decodeBuffer(
        _ slot: Slot, address: Word
    ) throws(SyscallError) -> Replacement? {
        if address == 0 { return nil }
        let capability = try derive(slot.capability, from: slot)
        guard capability.kind == .frame, !FrameCapability(capability).isDevice else {
            throw .illegalOperation
        }
        guard address & lowBits(IPCBufferLayout.sizeBits) == 0 else { throw .alignmentError }
        return Replacement(capability: capability, source: slot)
    }

    mutating func setSpace(of thread: Thread, _ change: SpaceChange) -> Completion {
        if let handler = change.faultHandler { thread.faultHandler = handler }
        if let cspace = change.cspace {
            guard replace(thread.cspaceRoot, with: cspace) else { return .preempted }
        }
        if let vspace = change.vspace {
            guard replace(thread.vspaceRoot, with: vspace) else { return .preempted }
            if thread == current { activateAddressSpace(of: thread) }
        }
        if let address = change.bufferAddress {
            guard delete(thread.ipcBufferFrame) else { return .preempted }
            thread.ipcBufferAddress = address
            if let buffer = change.buffer {
                guard replace(thread.ipcBufferFrame, with: buffer) else { return .preempted }
            }
        }
        return .done
    }

    /// Deleting the old capability may have taken the source with it; then the slot stays empty.
    private mutating func replace(_ slot: Slot, with new: Replacement) -> Bool {
        guard delete(slot) else { return false }
        if namesSameObject(new.source.capability, new.capability) {
            insert(new.capability, derivedFrom: new.source, into: slot)
        }
        return true
    }
}
