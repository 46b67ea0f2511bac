import SeL4ABI

@testable import Microkernel

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
        case (.frame(let frame, let access, let mapping), .frame):
            let capability = FrameCapability(real)
            return capability.base.rawValue == frame.address && capability.access.rawValue == access.rawValue & 3
                && capability.size.sizeBits == frame.sizeBits && capability.isDevice == frame.isDevice
                && capability.mapping.isSame(as: mapping)
        case (.table(let table, let mapping), _):
            let kind: CapabilityKind
            switch table.level {
            case .pageTable: kind = .pageTable
            case .pageDirectory: kind = .pageDirectory
            default: kind = .pdpt
            }
            return real.kind == kind && object == table.address && TableCapability(real).mapping.isSame(as: mapping)
        case (.root(let table, let asid), .pml4):
            return object == table.address && RootTableCapability(real).asid.rawValue == Word(asid)
        case (.asidPool(let pool), .asidPool):
            return object == pool.address && ASIDPoolCapability(real).base.rawValue == Word(pool.index << 9)
        case (.asidControl, .asidControl): return true
        case (.domain, .domain), (.irqControl, .irqControl): return true
        case (.ioPortControl, .ioPortControl): return true
        case (.ioPorts(let range), .ioPort):
            return IOPortCapability(real).first == range.first && IOPortCapability(real).last == range.last
        case (.irqHandler(let vector), .irqHandler): return real.word1 == Word(vector)
        default: return false
        }
    }
}

extension Microkernel.Mapping {
    fileprivate func isSame(as mapping: Mapping?) -> Bool {
        guard let mapping else { return isNone }
        return asid.rawValue == Word(mapping.asid) && address == mapping.address
    }
}
