import SeL4ABI

extension Kernel {
    /// An endpoint: a queue of senders or of receivers, never both.
    struct Endpoint: MemoryObject {
        typealias Board = M
        let address: PhysicalAddress
        @inline(__always) init(_ address: PhysicalAddress) { self.address = address }

        static var idle: Word { 0 }
        static var sending: Word { 1 }
        static var receiving: Word { 2 }

        @inline(__always) var queue: WaitQueue { WaitQueue(address) }
    }

    /// Sends the current message of `sender` through an endpoint. With no receiver it waits in
    /// the queue, or the message is dropped if `isBlocking` is false.
    mutating func send(
        from sender: Thread, through capability: EndpointCapability, isCall: Bool, isBlocking: Bool
    ) {
        let endpoint = Endpoint(capability.capability.object)
        let queue = endpoint.queue
        let marks = blockingMarks(of: capability.rights, isCall: isCall)
        if queue.state != Endpoint.receiving {
            if !isBlocking { return }
            sender.blockingObject = endpoint.address
            sender.blockingBadge = capability.badge
            sender.blockingMarks = marks
            setState(sender, .blockedOnSend)
            queue.append(sender, state: Endpoint.sending)
            return
        }
        let receiver = queue.first
        queue.remove(receiver)
        transferMessage(
            from: sender, to: receiver, through: endpoint, badge: capability.badge,
            canGrant: capability.rights.contains(.grant))
        let replyCanGrant = receiver.blockingMarks.contains(.canGrant)
        receiver.storeState(.running)
        wake(receiver)
        if isCall { awaitReply(sender, from: receiver, marks: marks, canGrant: replyCanGrant) }
    }

    /// Receives from an endpoint: from its bound notification first if that is active, then from
    /// the first sender, else it waits, or gets badge 0 if `isBlocking` is false.
    mutating func receive(
        by receiver: Thread, from capability: EndpointCapability, isBlocking: Bool
    ) {
        let bound = receiver.boundNotification
        if !bound.isNone && bound.queue.state == Notification.active {
            receiver[.badge] = bound.take()
            return
        }
        let endpoint = Endpoint(capability.capability.object)
        let queue = endpoint.queue
        if queue.state != Endpoint.sending {
            if !isBlocking {
                receiver[.badge] = 0
                return
            }
            block(receiver, on: capability)
            setState(receiver, .blockedOnReceive)
            return
        }
        let sender = queue.first
        queue.remove(sender)
        let marks = sender.blockingMarks
        transferMessage(
            from: sender, to: receiver, through: endpoint, badge: sender.blockingBadge,
            canGrant: marks.contains(.canGrant))
        if marks.contains(.isCall) {
            awaitReply(
                sender, from: receiver, marks: marks,
                canGrant: capability.rights.contains(.grant))
        } else {
            sender.storeState(.running)
            wake(sender)
        }
    }

    /// Puts a thread into the queue of receivers; its state is still to be set.
    @inline(__always) func block(_ receiver: Thread, on capability: EndpointCapability) {
        let endpoint = Endpoint(capability.capability.object)
        receiver.blockingObject = endpoint.address
        receiver.blockingMarks = capability.rights.contains(.grant) ? .canGrant : .none
        endpoint.queue.append(receiver, state: Endpoint.receiving)
    }

    @inline(__always)
    private func blockingMarks(of rights: CapabilityRights, isCall: Bool) -> BlockingMarks {
        var marks = isCall ? BlockingMarks.isCall : .none
        if rights.contains(.grant) { marks = marks | .canGrant }
        if rights.contains(.grantReply) { marks = marks | .canGrantReply }
        return marks
    }

    /// The message of a Call was taken: the caller waits for the reply, or for ever if its
    /// capability does not allow the receiver to reply.
    @inline(__always) private mutating func awaitReply(
        _ caller: Thread, from receiver: Thread, marks: BlockingMarks, canGrant: Bool
    ) {
        if marks.intersects(.canGrant | .canGrantReply) {
            setUpReply(from: receiver, to: caller, canGrant: canGrant)
        } else {
            rewind(caller)
            setState(caller, .inactive)
        }
    }

    /// The first thread in the queue of an endpoint that goes away starts its system call again. False: there is none.
    mutating func restartFirst(in endpoint: Endpoint) -> Bool {
        let thread = endpoint.queue.first
        if thread.isNone { return false }
        endpoint.queue.removeFirst(thread)
        restartBlocked(thread)
        return true
    }

    /// The queued senders with one badge start their system call again.
    mutating func cancelSends(in endpoint: Endpoint, badge: Word) {
        if endpoint.queue.state != Endpoint.sending { return }
        var thread = endpoint.queue.first
        while !thread.isNone {
            let next = thread.waitNext
            if thread.blockingBadge == badge {
                endpoint.queue.remove(thread)
                restartBlocked(thread)
            }
            thread = next
        }
    }

    /// A thread just taken out of a queue runs its system call, or its faulting instruction, again.
    mutating func restartBlocked(_ thread: Thread) {
        if thread.fault == .none {
            rewind(thread)
        } else {
            thread.fault = .none
        }
        thread.storeState(.running)
        enqueueFirst(thread)
        reschedule()
    }
}
