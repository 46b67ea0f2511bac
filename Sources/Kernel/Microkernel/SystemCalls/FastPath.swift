import SeL4ABI

/// Call and ReplyRecv between two threads that are ready for each other, signals and waiting for them: most of what a
/// system of servers does. Each checks that nothing unusual is in the way; if something is, it changes nothing and
/// leaves the system call to the general code, whose effect is the same.
extension Kernel {
    /// seL4_Call to an endpoint with a waiting receiver, without capabilities. Nil: not done; else whether a thread
    /// can run now, which is then the current one.
    @inline(__always) mutating func callFast(_ pointer: Word, _ info: MessageInfo) -> Bool? {
        let sender = current
        guard info.extraCapabilities == 0 else { return nil }
        let capability = EndpointCapability(findFast(pointer, in: sender))
        let rights = capability.rights
        guard
            capability.capability.kind == .endpoint && rights.contains(.write)
                && rights.intersects(.grant | .grantReply)
        else { return nil }
        let queue = Endpoint(capability.capability.object).queue
        guard queue.state == Endpoint.receiving else { return nil }
        let receiver = queue.first
        guard receiver.domain == currentDomain else { return nil }

        queue.removeFirst(receiver)
        let canGrant = receiver.blockingMarks.contains(.canGrant)
        sender.storeState(.blockedOnReply)
        linkReply(from: receiver, to: sender, canGrant: canGrant)
        return deliverFast(info, from: sender, to: receiver, badge: capability.badge)
    }

    /// seL4_ReplyRecv to a caller without fault, with nobody waiting to send. The answer is as that of `callFast`.
    @inline(__always) mutating func replyReceiveFast(_ pointer: Word, _ info: MessageInfo) -> Bool? {
        let replier = current
        guard info.extraCapabilities == 0 else { return nil }
        let replySlot = replier.callerSlot
        let reply = ReplyCapability(replySlot.capability)
        guard !reply.capability.isNull else { return nil }
        let caller = Thread(reply.caller)
        guard caller.fault == .none else { return nil }
        let capability = EndpointCapability(findFast(pointer, in: replier))
        guard canBlock(replier, on: capability), caller.domain == currentDomain else { return nil }

        unlinkReply(in: replySlot, to: caller)
        block(replier, on: capability)
        replier.storeState(.blockedOnReceive)
        return deliverFast(info, from: replier, to: caller, badge: 0)
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

    /// seL4_Wait and seL4_Poll of a notification, which a receive is if its capability is one; seL4_Recv from an endpoint
    /// that nobody sends to. False: not done.
    @inline(__always) mutating func receiveFast(isBlocking: Bool) -> Bool {
        let found = findFast(current[.capability], in: current)
        return found.kind == .notification
            ? waitFast(NotificationCapability(found), isBlocking: isBlocking)
            : isBlocking && receiveFast(EndpointCapability(found))
    }

    @inline(__always) private mutating func waitFast(_ capability: NotificationCapability, isBlocking: Bool) -> Bool {
        let thread = current
        let notification = Notification(capability.capability.object)
        let bound = notification.boundThread
        guard capability.rights.contains(.read) && (bound.isNone || bound == thread) else { return false }
        if take(from: notification, by: thread, isBlocking: isBlocking) { return true }
        thread.storeState(.blockedOnNotification)
        chooseThread()
        return true
    }

    @inline(__always) private mutating func receiveFast(_ capability: EndpointCapability) -> Bool {
        guard canBlock(current, on: capability), current.callerSlot.isEmpty else { return false }
        block(current, on: capability)
        current.storeState(.blockedOnReceive)
        chooseThread()
        return true
    }

    /// Whether receiving from an endpoint is waiting for a sender: nothing is there to be received.
    @inline(__always) private func canBlock(_ receiver: Thread, on capability: EndpointCapability) -> Bool {
        guard capability.capability.kind == .endpoint && capability.rights.contains(.read),
            Endpoint(capability.capability.object).queue.state != Endpoint.sending
        else { return false }
        let bound = receiver.boundNotification
        return bound.isNone || bound.queue.state != Notification.active
    }

    /// Hands the message over and goes on as its receiver, if the scheduler would: a thread that is woken when another
    /// blocks runs next unless both that one and something ready outrank it.
    @_transparent private mutating func deliverFast(
        _ info: MessageInfo, from sender: Thread, to receiver: Thread, badge: Word
    ) -> Bool {
        var delivered = MessageInfo(label: info.label, length: info.length)
        if info.length > 0 {
            receiver[.message(0)] = sender[.message(0)]
            if info.length > 1 { receiver[.message(1)] = sender[.message(1)] }
            if info.length > 2 { receiver[.message(2)] = sender[.message(2)] }
            if info.length > 3 { receiver[.message(3)] = sender[.message(3)] }
            if info.length > MessageLimit.fastRegisters {
                delivered = MessageInfo(
                    label: info.label, length: copyBuffer(from: sender, to: receiver, length: info.length))
            }
        }
        receiver[.messageInfo] = delivered.rawValue
        receiver[.badge] = badge
        receiver.storeState(.running)
        if receiver.priority >= sender.priority || isHighest(receiver) {
            switchDirectly(to: receiver)
            return true
        }
        enqueueFirst(receiver)
        chooseThread()
        return !current.isNone
    }

    /// Copies the message registers behind the processor's, and says how many there are in all.
    @inline(__always) private func copyBuffer(
        from sender: Thread, to receiver: Thread, length: Int
    ) -> Int {
        let source = buffer(of: sender, forWriting: false)
        let target = buffer(of: receiver, forWriting: true)
        guard !source.isNone && !target.isNone else { return MessageLimit.fastRegisters }
        let count = min(length, MessageLimit.length)
        var index = MessageLimit.fastRegisters
        while index != count {
            target[index] = source[index]
            index &+= 1
        }
        return count
    }

    /// The capability that the first bits of a pointer name; a null one if there is anything to say about the way to it.
    /// Where it is no CNode, bits that are left over count for nothing; and what is fast is never about a CNode.
    @inline(__always) private func findFast(_ pointer: Word, in thread: Thread) -> Capability {
        let root = CNodeCapability(thread.cspaceRoot.capability)
        guard root.isQuick, let address = root.firstSlot(pointer) else { return .null }
        return Slot(address).capability
    }
}
