import SeL4ABI

/// Deleting capabilities, and with the last one the object.
extension Kernel {
    /// Work units between two looks for a waiting interrupt. A unit is 100 to 300 instructions, which keeps an interrupt
    /// waiting for some 10,000 at most.
    static var workUnitsPerPreemptionPoint: Int { 32 }

    /// Counts work done; true if an interrupt waits and the work shall stop here.
    mutating func isPreempted(after units: Int = 1) -> Bool {
        workUnits += units
        if workUnits < Self.workUnitsPerPreemptionPoint { return false }
        workUnits = 0
        return M.isInterruptPending
    }

    /// Empties a slot. False: preempted; what is left to do is recorded in the slot itself.
    mutating func delete(_ slot: Slot) -> Bool {
        let capability = slot.capability
        if capability.isNull { return true }
        finalise(slot, capability)
        guard slot.capability.kind == .zombie else {
            unlinkAndClear(slot)
            return true
        }
        return consumeZombie(in: slot)
    }

    /// Deletes everything that descends from a slot's capability. False: preempted.
    mutating func revoke(_ slot: Slot) -> Bool {
        while true {
            let next = slot.next
            if next.isNone || !isParent(slot, of: next) { return true }
            guard delete(next) else { return false }
            if isPreempted() { return false }
        }
    }

    /// Ends what the capability in `slot` stands for, and the object itself if it is the last
    /// one. A CNode or thread becomes a zombie in the slot: its own slots are still to be emptied; so does an endpoint
    /// that threads wait for.
    mutating func finalise(_ slot: Slot, _ capability: Capability) {
        let isLast = isFinal(slot)
        switch capability.kind {
        case .endpoint:
            if isLast && !Endpoint(capability.object).queue.first.isNone {
                slot.capability = ZombieCapability(ofEndpoint: capability.object).capability
            }
        case .notification:
            if isLast {
                let notification = Notification(capability.object)
                if !notification.boundThread.isNone { unbind(notification.boundThread) }
                cancelAll(in: notification)
            }
        case .cnode:
            if isLast {
                slot.capability = ZombieCapability(of: CNodeCapability(capability)).capability
            }
        case .thread:
            if isLast {
                let thread = Thread(capability.object)
                unbind(thread)
                suspend(thread)
                forgetFPU(of: thread)
                slot.capability = ZombieCapability(ofThread: capability.object).capability
            }
        case .irqHandler:
            if isLast {
                clearInterrupt(capability.vector)
                releaseInterrupt(capability.vector)
            }
        case .ioPort:
            if isLast {
                let ports = IOPortCapability(capability)
                markPorts(first: ports.first, last: ports.last, inUse: false)
            }
        case .frame: unmapFrame(FrameCapability(capability))
        case .pageTable, .pageDirectory, .pdpt:
            if isLast { unmapTable(TableCapability(capability)) }
        case .pml4:
            beginSpaceEpoch()
            if isLast { releaseAddressSpace(RootTableCapability(capability)) }
        case .asidPool:
            if isLast { releasePool(ASIDPoolCapability(capability)) }
        case .null, .untyped, .reply, .zombie, .domain, .irqControl, .asidControl, .ioPortControl:
            break
        }
    }
}
