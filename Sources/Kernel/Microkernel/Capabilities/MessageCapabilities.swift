import SeL4ABI

/// A capability to an endpoint: bits 0–3 are the rights, the second word is the badge.
public struct EndpointCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    @inline(__always)
    public init(at address: PhysicalAddress, badge: Word = 0, rights: CapabilityRights = .all) {
        capability = Capability(.endpoint, at: address, detail: rights.rawValue, word1: badge)
    }

    @inline(__always) public var badge: Word { capability.word1 }
    @inline(__always) public var rights: CapabilityRights {
        CapabilityRights(rawValue: capability.word0 & 15)
    }
}

/// A capability to a notification: bits 0–1 are the rights, the second word is the badge.
public struct NotificationCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    @inline(__always)
    public init(
        at address: PhysicalAddress, badge: Word = 0, rights: CapabilityRights = .read | .write
    ) {
        capability = Capability(
            .notification, at: address, detail: rights.rawValue & 3, word1: badge)
    }

    @inline(__always) public var badge: Word { capability.word1 }
    @inline(__always) public var rights: CapabilityRights {
        CapabilityRights(rawValue: capability.word0 & 3)
    }
}

/// The right to answer one Call. The object is the caller's thread.
///
/// The *master* in the caller's own reply slot answers nothing: it is the parent under which the
/// one capability to answer is found when the caller is stopped.
public struct ReplyCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    @inline(__always) public init(to caller: PhysicalAddress, canGrant: Bool) {
        capability = Capability(.reply, at: caller, detail: canGrant ? 1 : 0)
    }

    @inline(__always) public static func master(of thread: PhysicalAddress) -> Capability {
        Capability(.reply, at: thread, detail: 3)
    }

    @inline(__always) public var caller: PhysicalAddress { capability.object }
    @inline(__always) public var canGrant: Bool { capability.word0 & 1 != 0 }
    @inline(__always) public var isMaster: Bool { capability.word0 & 2 != 0 }
}
