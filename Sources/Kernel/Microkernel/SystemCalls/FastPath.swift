import SeL4ABI

/// Call and ReplyRecv between two threads that are ready for each other, and signals: most of what a
/// system of servers does. Each checks that nothing unusual is in the way, and if so changes nothing and
/// leaves the system call to the general code, whose effect is the same.
extension Kernel {
    /// seL4_Call to an endpoint with a waiting receiver, without capabilities. True: done, and
    /// the receiver is the current thread.
    @inline(__always) mutating func callFast(_ pointer: Word, _ info: MessageInfo) -> Bool {
        let sender = current
        guard info.extraCapabilities == 0 else { return false }
        let capability = EndpointCapability(findFast(pointer, in: sender))
        let rights = capability.rights
        guard
            capability.capability.kind == .endpoint && rights.contains(.write)
                && rights.intersects(.grant | .grantReply)
        else { return false }
        let queue = Endpoint(capability.capability.object).queue
        guard queue.state == Endpoint.receiving else { return false }
        let receiver = queue.first
        guard runsNext(receiver, after: sender) else { return false }

        queue.removeFirst(receiver)
        let canGrant = receiver.blockingMarks.contains(.canGrant)
        sender.storeState(.blockedOnReply)
        linkReply(from: receiver, to: sender, canGrant: canGrant)
        deliverFast(info, from: sender, to: receiver, badge: capability.badge)
        return true
    }

    /// seL4_ReplyRecv to a caller without fault, with nobody waiting to send. True: done, and the
    /// caller is the current thread.
    @inline(__always) mutating func replyReceiveFast(_ pointer: Word, _ info: MessageInfo) -> Bool {
        let replier = current
        guard info.extraCapabilities == 0 else { return false }
        let replySlot = replier.callerSlot
        let reply = ReplyCapability(replySlot.capability)
        guard !reply.capability.isNull else { return false }
        let caller = Thread(reply.caller)
        guard caller.fault == .none else { return false }
        let capability = EndpointCapability(findFast(pointer, in: replier))
        guard capability.capability.kind == .endpoint && capability.rights.contains(.read) else {
            return false
        }
        let queue = Endpoint(capability.capability.object).queue
        guard queue.state != Endpoint.sending else { return false }
        let bound = replier.boundNotification
        guard bound.isNone || bound.queue.state != Notification.active else { return false }
        guard runsNext(caller, after: replier) else { return false }

        unlinkReply(in: replySlot, to: caller)
        replier.blockingObject = capability.capability.object
        replier.blockingMarks = capability.rights.contains(.grant) ? .canGrant : .none
        replier.storeState(.blockedOnReceive)
        queue.append(replier, state: Endpoint.receiving)
        deliverFast(info, from: replier, to: caller, badge: 0)
        return true
    }

    /// seL4_Signal. True: done, and the scheduler will look at who woke.
    @inline(__always) mutating func signalFast() -> Bool {
        let sender = current
        guard MessageInfo(rawValue: sender[.messageInfo]).extraCapabilities == 0 else { return false }
        let found = findFast(sender[.capability], in: sender)
        let capability = NotificationCapability(found)
        guard found.kind == .notification && capability.rights.contains(.write) else { return false }
        signal(Notification(found.object), badge: capability.badge)
        return true
    }

    /// Whether the scheduler would switch from a thread that blocks to one that it just woke.
    @inline(__always) private mutating func runsNext(_ thread: Thread, after blocked: Thread) -> Bool {
        guard thread.domain == currentDomain else { return false }
        let priority = thread.priority
        return priority >= blocked.priority
            || highestReady(in: currentDomain) <= Int(bitPattern: priority)
    }

    /// Hands the message over and goes on as its receiver.
    @_transparent private mutating func deliverFast(
        _ info: MessageInfo, from sender: Thread, to receiver: Thread, badge: Word
    ) {
        var delivered = MessageInfo(label: info.label, length: info.length)
        if info.length > 0 {
            receiver[.r10] = sender[.r10]
            if info.length > 1 { receiver[.r8] = sender[.r8] }
            if info.length > 2 { receiver[.r9] = sender[.r9] }
            if info.length > 3 { receiver[.r15] = sender[.r15] }
            if info.length > MessageLimit.fastRegisters {
                delivered = MessageInfo(
                    label: info.label, length: copyBuffer(from: sender, to: receiver, length: info.length))
            }
        }
        receiver[.messageInfo] = delivered.rawValue
        receiver[.badge] = badge
        receiver.storeState(.running)
        switchDirectly(to: receiver)
    }

    /// Copies the message registers behind the processor's, and says how many there are in all.
    @inline(never) private func copyBuffer(
        from sender: Thread, to receiver: Thread, length: Int
    ) -> Int {
        let source = buffer(of: sender, forWriting: false)
        let target = buffer(of: receiver, forWriting: true)
        guard !source.isNone && !target.isNone else { return MessageLimit.fastRegisters }
        let count = min(length, MessageLimit.length)
        var index = MessageLimit.fastRegisters
        while index < count {
            target[index] = source[index]
            index &+= 1
        }
        return count
    }

    /// The capability that a pointer names; a null one if there is anything to say about the way to it. Bits that are
    /// left over where the way ends count for nothing.
    @inline(__always) private func findFast(_ pointer: Word, in thread: Thread) -> Capability {
        var capability = thread.cspaceRoot.capability
        guard capability.kind == .cnode else { return .null }
        var left = 64
        repeat {
            let node = CNodeCapability(capability)
            let guardSize = node.guardSize
            left &-= guardSize
            if left < 0
                || (pointer &>> Word(bitPattern: left)) & lowBits(guardSize) != node.guardBits
            {
                return .null
            }
            left &-= node.radix
            if left < 0 { return .null }
            let index = (pointer &>> Word(bitPattern: left)) & lowBits(node.radix)
            capability = Slot(node.capability.object).advanced(by: index).capability
        } while left > 0 && capability.kind == .cnode
        return capability
    }
}
