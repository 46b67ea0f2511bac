import SeL4ABI

/// What may be derived from a capability, and how two capabilities relate.
extension Kernel {
    /// The memory that a capability's object takes up, if it takes up any.
    private func extent(of capability: Capability) -> (base: Word, size: Word)? {
        let base = capability.object.rawValue
        switch capability.kind {
        case .untyped: return (base, UntypedCapability(capability).size)
        case .endpoint: return (base, 1 &<< Word(ObjectSize.endpointBits))
        case .notification: return (base, 1 &<< Word(ObjectSize.notificationBits))
        case .cnode:
            let bits = CNodeCapability(capability).radix &+ ObjectSize.slotBits
            return (base, 1 &<< Word(bitPattern: bits))
        case .thread: return (base, 1 &<< Word(bitPattern: M.threadBits))
        case .zombie:
            return (base, 1 &<< Word(bitPattern: ZombieCapability(capability).sizeBits(ofThread: M.threadBits)))
        case .frame:
            let frame = FrameCapability(capability)
            return (frame.base.rawValue, 1 &<< Word(bitPattern: frame.size.sizeBits))
        case .asidPool, .pageTable, .pageDirectory, .pdpt, .pml4:
            return (base, 1 &<< Word(ObjectSize.pageTableBits))
        case .null, .reply, .domain, .irqControl, .irqHandler, .asidControl, .ioPortControl,
            .ioPort:
            return nil
        }
    }

    /// Whether everything that `child` names belongs to what `parent` names.
    func covers(_ parent: Capability, _ child: Capability) -> Bool {
        switch parent.kind {
        case .untyped:
            guard let inner = extent(of: child), let outer = extent(of: parent) else {
                return false
            }
            return inner.base >= outer.base
                && inner.base &+ inner.size <= outer.base &+ outer.size
        case .frame:
            guard child.kind == .frame, let inner = extent(of: child),
                let outer = extent(of: parent)
            else { return false }
            return inner.base >= outer.base
                && inner.base &+ inner.size <= outer.base &+ outer.size
        case .endpoint, .notification, .thread, .asidPool, .pageTable, .pageDirectory, .pdpt,
            .pml4, .cnode:
            return child.kind == parent.kind && child.object == parent.object
        case .reply:
            return child.kind == .reply
                && ReplyCapability(child).caller == ReplyCapability(parent).caller
        case .irqControl:
            return child.kind == .irqControl || child.kind == .irqHandler
        case .ioPortControl:
            return child.kind == .ioPortControl || child.kind == .ioPort
        case .irqHandler, .ioPort:
            return child.kind == parent.kind && child.word1 == parent.word1
        case .domain, .asidControl:
            return child.kind == parent.kind
        case .null, .zombie:
            return false
        }
    }

    /// Whether two neighbours of the list name the same object, so that neither is the last.
    /// Untypeds never do: memory that nobody names returns to the untyped above it.
    func namesSameObject(_ first: Capability, _ second: Capability) -> Bool {
        guard first.kind == second.kind && first.kind != .untyped else { return false }
        if first.kind == .frame { return FrameCapability(first).base == FrameCapability(second).base }
        return covers(first, second)
    }

    /// Whether a capability derived from `original` heads a line of its own, which revoking it
    /// ends: then it can be a parent.
    func startsNewLine(_ capability: Capability, from original: Capability) -> Bool {
        switch capability.kind {
        case .endpoint, .notification: capability.word1 != original.word1
        case .irqHandler: original.kind == .irqControl
        case .ioPort: original.kind == .ioPortControl
        case .untyped: true
        default: false
        }
    }

    /// The capability that a copy of `capability`, which is in `slot`, is.
    ///
    /// - Errors: RevokeFirst (an untyped with children), IllegalOperation (there is no copy of
    ///   such a capability).
    func derive(
        _ capability: Capability, from slot: Slot
    ) throws(SyscallError) -> Capability {
        switch capability.kind {
        case .null, .zombie, .irqControl, .ioPortControl, .reply:
            throw .illegalOperation
        case .untyped:
            guard !hasChildren(slot) else { throw .revokeFirst }
            return capability
        case .frame:
            return FrameCapability(capability).with(mapping: .none)
        case .pageTable, .pageDirectory, .pdpt:
            guard !TableCapability(capability).mapping.isNone else { throw .illegalOperation }
            return capability
        case .pml4:
            guard !RootTableCapability(capability).asid.isNone else { throw .illegalOperation }
            return capability
        case .endpoint, .notification, .cnode, .thread, .domain, .irqHandler, .asidControl,
            .asidPool, .ioPort:
            return capability
        }
    }
}

extension Capability {
    /// The same capability with no more than the given rights. Kinds without rights stay as they
    /// are.
    func masked(by rights: CapabilityRights) -> Capability {
        switch kind {
        case .endpoint:
            Capability(word0: word0 & ~15 | word0 & rights.rawValue & 15, word1: word1)
        case .notification:
            Capability(word0: word0 & ~3 | word0 & rights.rawValue & 3, word1: word1)
        case .reply:
            rights.contains(.grant) ? self : Capability(word0: word0 & ~1, word1: word1)
        case .frame:
            FrameCapability(self).masked(by: rights)
        default:
            self
        }
    }

    /// The same capability with new data: an endpoint's or notification's badge, a CNode's guard.
    /// Kinds without data stay as they are.
    ///
    /// - Parameter isMove: a badge can be set on a copy only.
    /// - Errors: IllegalOperation (there is a badge already, or the guard is too long).
    func with(data: Word, isMove: Bool) throws(SyscallError) -> Capability {
        switch kind {
        case .endpoint, .notification:
            guard !isMove && word1 == 0 else { throw .illegalOperation }
            return Capability(word0: word0, word1: data)
        case .cnode:
            let node = CNodeCapability(self)
            let new = CNodeGuard(rawValue: data)
            guard new.size + node.radix <= 64 else { throw .illegalOperation }
            return CNodeCapability(
                at: object, radix: node.radix, guardBits: new.guardBits & lowBits(new.size),
                guardSize: new.size
            ).capability
        default:
            return self
        }
    }
}

extension FrameCapability {
    /// Writing alone is no access: pages cannot be mapped write-only.
    func masked(by rights: CapabilityRights) -> Capability {
        let access = access & rights
        return with(access: access.contains(.read) ? access : .none)
    }
}
