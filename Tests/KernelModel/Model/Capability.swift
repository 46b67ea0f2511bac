import SeL4ABI

/// What a capability is to, and what it allows.
enum Capability {
    case untyped(UntypedMemory)
    case endpoint(Endpoint, badge: Word, rights: CapabilityRights)
    case notification(Notification, badge: Word, rights: CapabilityRights)
    /// To answer a Call or a fault.
    case reply(Thread, canGrant: Bool)
    case cnode(CNode, guardBits: Word, guardSize: Int)
    case thread(Thread)
    case frame(Frame, access: CapabilityRights, Mapping?)
    case table(Table, Mapping?)
    /// An address space, once it has an identifier; 0 is none.
    case root(Table, asid: Int)
    case asidControl
    case asidPool(ASIDPool)
    case domain
    case irqControl
    case irqHandler(vector: Int)
    case ioPortControl
    case ioPorts(PortRange)

    /// A region of memory, of which everything below `free` is handed out.
    struct UntypedMemory: Equatable {
        let address: Word
        let sizeBits: Int
        let isDevice: Bool
        var free: Word = 0

        var size: Word { 1 << Word(sizeBits) }
        var isFull: Bool { free == size }
    }

    /// The object whose end comes with the last capability to it.
    var object: KernelObject? {
        switch self {
        case .endpoint(let endpoint, _, _): endpoint
        case .notification(let notification, _, _): notification
        case .cnode(let node, _, _): node
        case .thread(let thread): thread
        case .frame(let frame, _, _): frame
        case .table(let table, _), .root(let table, _): table
        case .asidPool(let pool): pool
        case .untyped, .reply, .asidControl, .domain, .irqControl, .irqHandler, .ioPortControl, .ioPorts: nil
        }
    }

    /// What DebugCapIdentify says.
    var debugNumber: Word {
        switch self {
        case .untyped: 1
        case .endpoint: 2
        case .notification: 3
        case .reply: 4
        case .cnode: 5
        case .thread: 6
        case .domain: 8
        case .irqControl: 9
        case .irqHandler: 10
        case .asidControl: 11
        case .asidPool: 12
        case .frame: 13
        case .table(let table, _): table.level == .pageTable ? 14 : table.level == .pageDirectory ? 15 : 16
        case .root: 17
        case .ioPortControl: 18
        case .ioPorts: 19
        }
    }

    /// The same capability with no more than the given rights.
    func masked(by mask: CapabilityRights) -> Capability {
        switch self {
        case .endpoint(let endpoint, let badge, let rights):
            return .endpoint(endpoint, badge: badge, rights: rights & mask)
        case .notification(let notification, let badge, let rights):
            return .notification(notification, badge: badge, rights: rights & mask)
        case .reply(let thread, let canGrant):
            return .reply(thread, canGrant: canGrant && mask.contains(.grant))
        case .frame(let frame, let access, let mapping):
            return .frame(frame, access: Capability.pageAccess(access & mask), mapping)
        default: return self
        }
    }

    /// Pages cannot be mapped write-only.
    static func pageAccess(_ access: CapabilityRights) -> CapabilityRights {
        access.contains(.read) ? access : .none
    }

    /// The same capability with a badge, or with another guard. A badge is set once, and only on a copy.
    func with(data: Word, isMove: Bool) throws(Refusal) -> Capability {
        switch self {
        case .endpoint(let endpoint, let badge, let rights):
            guard !isMove && badge == 0 else { throw .illegalOperation }
            return .endpoint(endpoint, badge: data, rights: rights)
        case .notification(let notification, let badge, let rights):
            guard !isMove && badge == 0 else { throw .illegalOperation }
            return .notification(notification, badge: data, rights: rights)
        case .cnode(let node, _, _):
            let size = Int(data & 63)
            guard size + node.radix <= 64 else { throw .illegalOperation }
            let bits = data >> 6 & (size == 0 ? 0 : Word.max >> Word(64 - size))
            return .cnode(node, guardBits: bits, guardSize: size)
        default: return self
        }
    }

    /// Whether a capability derived from this one begins a line that can be revoked by itself.
    func startsLine(derivedFrom original: Capability) -> Bool {
        switch (self, original) {
        case (.endpoint(_, let badge, _), .endpoint(_, let old, _)): badge != old
        case (.notification(_, let badge, _), .notification(_, let old, _)): badge != old
        case (.untyped, _): true
        default: false
        }
    }
}
