import SeL4ABI

/// Call and ReplyRecv between two threads that are ready for each other: most of what a system of
/// servers does. Each checks that nothing unusual is in the way, and if so changes nothing and
/// leaves the system call to the general code, whose effect is the same.
extension Kernel {
    /// seL4_Call to an endpoint with a waiting receiver, without capabilities. True: done, and
    /// the receiver is the current thread.
    @inline(__always) mutating func callFast() -> Bool {
        let sender = current
        let info = MessageInfo(rawValue: sender[.messageInfo])
        guard info.extraCapabilities == 0 else { return false }
        let slot = findFast(sender[.capability], in: sender)
        guard !slot.isNone else { return false }
        let capability = EndpointCapability(slot.capability)
        let rights = capability.rights
        guard
            capability.capability.kind == .endpoint && rights.contains(.write)
                && rights.intersects(.grant | .grantReply)
        else { return false }
        let queue = Endpoint(capability.capability.object).queue
        guard queue.state == Endpoint.receiving else { return false }
        let receiver = queue.first
        guard runsNext(receiver, after: sender) else { return false }

        queue.remove(receiver)
        let canGrant = receiver.blockingMarks.contains(.canGrant)
        sender.storeState(.blockedOnReply)
        linkReply(from: receiver, to: sender, canGrant: canGrant)
        deliverFast(info, from: sender, to: receiver, badge: capability.badge)
        return true
    }

    /// seL4_ReplyRecv to a caller without fault, with nobody waiting to send. True: done, and the
    /// caller is the current thread.
    @inline(__always) mutating func replyReceiveFast() -> Bool {
        let replier = current
        let info = MessageInfo(rawValue: replier[.messageInfo])
        guard info.extraCapabilities == 0 else { return false }
        let replySlot = replier.callerSlot
        let reply = ReplyCapability(replySlot.capability)
        guard !reply.capability.isNull else { return false }
        let caller = Thread(reply.caller)
        guard caller.fault == .none else { return false }
        let slot = findFast(replier[.capability], in: replier)
        guard !slot.isNone else { return false }
        let capability = EndpointCapability(slot.capability)
        guard capability.capability.kind == .endpoint && capability.rights.contains(.read) else {
            return false
        }
        let queue = Endpoint(capability.capability.object).queue
        guard queue.state != Endpoint.sending else { return false }
        let bound = replier.boundNotification
        guard bound.isNone || bound.queue.state != Notification.active else { return false }
        guard runsNext(caller, after: replier) else { return false }

        // The reply capability stands between its master and nothing.
        caller.replySlot.setLinks(
            previous: .none, next: .none, revocable: true, firstBadged: true)
        replySlot.capability = .null
        replySlot.setLinks(previous: .none, next: .none, revocable: false, firstBadged: false)

        replier.blockingObject = capability.capability.object
        replier.blockingMarks = capability.rights.contains(.grant) ? .canGrant : .none
        replier.storeState(.blockedOnReceive)
        queue.append(replier, state: Endpoint.receiving)
        deliverFast(info, from: replier, to: caller, badge: 0)
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
    @inline(__always) private mutating func deliverFast(
        _ info: MessageInfo, from sender: Thread, to receiver: Thread, badge: Word
    ) {
        var length = info.length
        if length > 0 { receiver[.r10] = sender[.r10] }
        if length > 1 { receiver[.r8] = sender[.r8] }
        if length > 2 { receiver[.r9] = sender[.r9] }
        if length > 3 { receiver[.r15] = sender[.r15] }
        if length > MessageLimit.fastRegisters {
            length = copyBuffer(from: sender, to: receiver, length: length)
        }
        receiver[.messageInfo] = MessageInfo(label: info.label, length: length).rawValue
        receiver[.badge] = badge
        receiver.storeState(.running)
        switchTo(receiver)
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

    /// The slot that a capability pointer names; none if there is anything to say about it.
    @inline(__always) private func findFast(_ pointer: Word, in thread: Thread) -> Slot {
        var capability = thread.cspaceRoot.capability
        var left = 64
        while capability.kind == .cnode {
            let node = CNodeCapability(capability)
            let guardSize = node.guardSize
            left &-= guardSize
            if left < 0
                || (pointer &>> Word(bitPattern: left)) & lowBits(guardSize) != node.guardBits
            {
                return .none
            }
            left &-= node.radix
            if left < 0 { return .none }
            let index = (pointer &>> Word(bitPattern: left)) & lowBits(node.radix)
            let slot = Slot(node.capability.object).advanced(by: index)
            if left == 0 { return slot }
            capability = slot.capability
        }
        return .none
    }
}
