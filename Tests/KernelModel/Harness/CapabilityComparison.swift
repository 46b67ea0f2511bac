import SeL4ABI

import Microkernel

extension Capability {
    /// Whether a capability of the kernel's says the same.
    func isSame(as real: Microkernel.Capability) -> Bool {
        let object = real.object.rawValue
        switch (self, real.kind) {
        case (.untyped(let memory), .untyped):
            let untyped = UntypedCapability(real)
            return object == memory.address && untyped.sizeBits == memory.sizeBits
                && untyped.isDevice == memory.isDevice && untyped.freeOffset == memory.free
        case (.endpoint(let endpoint, let badge, let rights), .endpoint):
            let capability = EndpointCapability(real)
            return object == endpoint.address && capability.badge == badge && capability.rights == rights
        case (.notification(let notification, let badge, let rights), .notification):
            let capability = NotificationCapability(real)
            return object == notification.address && capability.badge == badge
                && capability.rights == rights
        case (.reply(let thread, let canGrant), .reply):
            let reply = ReplyCapability(real)
            return reply.caller.rawValue == thread.address && reply.canGrant == canGrant && !reply.isMaster
        case (.cnode(let node, let guardBits, let guardSize), .cnode):
            let capability = CNodeCapability(real)
            return object == node.address && capability.radix == node.radix && capability.guardBits == guardBits
                && capability.guardSize == guardSize
        case (.thread(let thread), .thread): return object == thread.address
        case (.frame(let frame, let access), .frame):
            return FrameCapability(real).isSame(at: frame.address, access, isDevice: false)
        case (.deviceFrame(let address, let access), .frame):
            return FrameCapability(real).isSame(at: address, access, isDevice: true)
        case (.rootTable(let table), .pml4), (.rootTable(let table), .pageTable),
            (.rootTable(let table), .pageDirectory), (.rootTable(let table), .pdpt):
            return object == table.address
        case (.domain, .domain), (.irqControl, .irqControl): return true
        case (.irqHandler(let vector), .irqHandler): return real.word1 == Word(vector)
        default: return false
        }
    }
}

extension FrameCapability {
    fileprivate func isSame(at address: Word, _ rights: CapabilityRights, isDevice: Bool) -> Bool {
        let bits = capability.word0
        return base.rawValue == address && bits >> 2 & 3 == rights.rawValue & 3 && (bits & 16 != 0) == isDevice
            && capability.word1 == 0
    }
}
