import SeL4ABI

/// Emptying the slots of a CNode or thread whose last capability was deleted, and the queue of such an endpoint.
///
/// The slots are emptied from the last one down. A slot that holds the last capability to another
/// object of these becomes a zombie itself and is emptied first, so what is left to do is always a
/// chain: a zombie, the zombie in its last slot, and so on. The chain is walked anew for every
/// step; nothing is remembered outside the slots, so the work can stop after any of them.
extension Kernel {
    /// The longest chain that is walked: it bounds the time between two preemption points.
    private static var longestChain: Int { 64 }

    /// Works on the zombie in `slot` until the slot is empty. False: preempted.
    mutating func consumeZombie(in slot: Slot) -> Bool {
        var root = slot
        while !stepZombie(&root) {
            if isPreempted() { return false }
        }
        return true
    }

    /// Empties one slot, or takes one zombie out of the chain that starts at `root`. True: it was
    /// the root.
    private mutating func stepZombie(_ root: inout Slot) -> Bool {
        var holder = root
        var length = 1
        while true {
            let zombie = ZombieCapability(holder.capability)
            if zombie.isEndpoint && restartFirst(in: Endpoint(zombie.capability.object)) { return false }
            let object = Slot(zombie.capability.object)
            // The last slot of a zombie that lies in its own first slot is the zombie's own.
            if zombie.count == 0 || zombie.count == 1 && object == holder {
                unlinkAndClear(holder)
                return holder == root
            }
            let victim = object.advanced(by: zombie.count &- 1)
            if victim == root {
                root = moveHome(root)
                return false
            }
            guard victim.capability.kind == .zombie else {
                shorten(holder, by: victim)
                return false
            }
            if length == Self.longestChain && !ZombieCapability(victim.capability).isEndpoint {
                // Out of reach now: it stays until the untyped memory below it is revoked.
                _ = moveHome(victim)
                return false
            }
            holder = victim
            length += 1
            // The way down is work as well.
            workUnits &+= 1
        }
    }

    /// Exchanges a zombie with the content of its object's first slot, which is emptied last: the
    /// chain bites its tail if the root lies in what it shall empty. Returns the first slot.
    private func moveHome(_ slot: Slot) -> Slot {
        let first = Slot(slot.capability.object)
        swap(slot, first, newFirst: slot.capability, newSecond: first.capability)
        return first
    }

    /// Empties the last slot of a zombie, unless that becomes a zombie itself.
    private mutating func shorten(_ holder: Slot, by victim: Slot) {
        let capability = victim.capability
        if !capability.isNull {
            finalise(victim, capability)
            if victim.capability.kind == .zombie { return }
            unlinkAndClear(victim)
        }
        holder.capability = ZombieCapability(holder.capability).withoutLast
    }
}
