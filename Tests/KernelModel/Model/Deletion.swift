import SeL4ABI

extension Model {
    /// Empties a slot; with the last capability its object ends.
    func delete(_ slot: Slot) {
        guard let held = slot.held else { return }
        let container = finalise(held)
        if let container {
            emptyAll(of: container, root: (held, container))
        }
        clear(held.slot)
    }

    /// Deletes everything that descends from a slot's capability.
    func revoke(_ slot: Slot) {
        guard let held = slot.held else { return }
        while let child = held.children.first, held.slot.held === held { delete(child.slot) }
    }

    /// Ends what a capability stands for if it is the last one. A CNode or thread that ends is returned: the
    /// capabilities that it holds are still to be deleted.
    private func finalise(_ held: Held) -> KernelObject? {
        switch held.capability {
        case .endpoint(let endpoint, _, _):
            if endpoint.capabilityCount == 1 { restartAll(in: endpoint) }
        case .notification(let notification, _, _):
            if notification.capabilityCount == 1 {
                if let thread = notification.bound { unbind(thread) }
                restartAll(in: notification)
            }
        case .cnode(let node, _, _):
            if node.capabilityCount == 1 { return node }
        case .thread(let thread):
            if thread.capabilityCount == 1 {
                unbind(thread)
                suspend(thread)
                return thread
            }
        case .frame(let frame, _, let mapping): unmap(frame, mapping)
        case .table(let table, let mapping):
            if table.capabilityCount == 1 { unmap(table, mapping) }
        case .root(let table, let asid):
            if table.capabilityCount == 1, let pool = pools[asid >> 9], pool.spaces[asid & 511] === table {
                pool.spaces[asid & 511] = nil
                if activeRoot === table { activeRoot = nil }
            }
        case .asidPool(let pool):
            if pool.capabilityCount == 1 {
                pools[pool.index] = nil
                if let activeRoot, pool.spaces.contains(where: { $0 === activeRoot }) { self.activeRoot = nil }
            }
        case .irqHandler(let vector):
            if interrupts.handlerCount[vector] == 1 {
                delete(Slot(holder: interrupts, index: vector))
                interrupts.release(vector)
            }
        default: break
        }
        return nil
    }

    /// Deletes what a CNode or thread holds, from its last slot down and depth first.
    ///
    /// A capability to a CNode may lie in that CNode, directly or not. When its own slot is reached it changes places
    /// with the CNode's first capability, which goes next, so that it is the last one to go.
    private func emptyAll(of container: KernelObject, root: (held: Held, object: KernelObject)) {
        var index = container.slots.count - 1
        while index >= 0 {
            let slot = Slot(holder: container, index: index)
            guard let victim = slot.held else {
                index -= 1
                continue
            }
            if victim === root.held {
                let home = Slot(holder: root.object, index: 0)
                if slot == home { return }
                exchange(slot, home)
                continue
            }
            if let inner = finalise(victim) {
                emptyAll(of: inner, root: root)
            }
            clear(victim.slot)
            index -= 1
        }
    }
}
