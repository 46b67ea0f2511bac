import SeL4ABI

extension Model {
    func send(from sender: Thread, to endpoint: Endpoint, _ sending: Thread.Sending, isBlocking: Bool) {
        guard endpoint.hasReceivers else {
            if isBlocking {
                setState(sender, .sending(endpoint, sending))
                endpoint.queue.append(sender)
            }
            return
        }
        let receiver = endpoint.queue.removeFirst()
        guard case .receiving(_, let canGrant) = receiver.state else { return }
        transfer(from: sender, to: receiver, through: endpoint, badge: sending.badge, canGrant: sending.canGrant)
        receiver.state = .running
        wake(receiver)
        if sending.isCall { awaitAnswer(sender, from: receiver, sending, canGrant: canGrant) }
    }

    /// seL4_Recv and seL4_NBRecv.
    func receive(isBlocking: Bool) {
        let thread = caller
        let pointer = thread[.capability]
        var failure = LookupFailure.missingCapability(bitsLeft: 0)
        do throws(LookupFailure) {
            switch try lookUp(pointer, in: thread).capability {
            case .endpoint(let endpoint, _, let rights) where rights.contains(.read):
                clear(thread.callerSlot)
                receive(by: thread, from: endpoint, canGrant: rights.contains(.grant), isBlocking: isBlocking)
                return
            case .notification(let notification, _, let rights)
            where rights.contains(.read) && (notification.bound == nil || notification.bound === thread):
                wait(thread, for: notification, isBlocking: isBlocking)
                return
            default: break
            }
        } catch {
            failure = error
        }
        raise(.capability(pointer: pointer, isReceiving: true, failure), in: thread)
    }

    /// A signal to the bound notification comes first, then the first sender.
    private func receive(by receiver: Thread, from endpoint: Endpoint, canGrant: Bool, isBlocking: Bool) {
        if let bound = receiver.boundNotification, let badge = bound.pending {
            bound.pending = nil
            receiver[.badge] = badge
        } else if endpoint.hasSenders {
            let sender = endpoint.queue.removeFirst()
            guard case .sending(_, let sending) = sender.state else { return }
            transfer(from: sender, to: receiver, through: endpoint, badge: sending.badge, canGrant: sending.canGrant)
            if sending.isCall {
                awaitAnswer(sender, from: receiver, sending, canGrant: canGrant)
            } else {
                sender.state = .running
                wake(sender)
            }
        } else if isBlocking {
            setState(receiver, .receiving(endpoint, canGrant: canGrant))
            endpoint.queue.append(receiver)
        } else {
            receiver[.badge] = 0
        }
    }

    /// The receiver of a Call gets the right to answer it once, if the caller's capability allows that; else the
    /// caller stops.
    private func awaitAnswer(_ caller: Thread, from receiver: Thread, _ sending: Thread.Sending, canGrant: Bool) {
        guard sending.canGrant || sending.canGrantReply else {
            caller.rewind()
            setState(caller, .inactive)
            return
        }
        setState(caller, .awaitingReply)
        let held = Held(.reply(caller, canGrant: canGrant), in: receiver.callerSlot, isOriginal: false)
        receiver.callerSlot.holder.slots[receiver.callerSlot.index] = held
        caller.answer = held
    }

    /// seL4_Reply.
    func reply() {
        let thread = caller
        guard case .reply(let caller, let canGrant)? = thread.callerSlot.capability else { return }
        answer(caller, from: thread, using: thread.callerSlot, canGrant: canGrant)
    }

    /// Answers a Call or a fault; the right to do so is used up.
    func answer(_ caller: Thread, from replier: Thread, using slot: Slot, canGrant: Bool) {
        guard let fault = caller.fault else {
            transfer(from: replier, to: caller, through: nil, badge: 0, canGrant: canGrant)
            clear(slot)
            caller.state = .running
            wake(caller)
            return
        }
        clear(slot)
        caller.fault = nil
        if fault.apply(answerOf: replier, to: caller) {
            caller.state = .running
            wake(caller)
        } else {
            setState(caller, .inactive)
        }
    }

    /// Everybody in the queue makes the system call again, the endpoint goes away.
    func restartAll(in endpoint: Endpoint) {
        let queue = endpoint.queue
        endpoint.queue = []
        for thread in queue { restart(thread) }
    }

    func cancelSends(in endpoint: Endpoint, badge: Word) {
        guard badge != 0 && endpoint.hasSenders else { return }
        for thread in endpoint.queue {
            guard case .sending(_, let sending) = thread.state, sending.badge == badge else { continue }
            endpoint.queue.removeAll { $0 === thread }
            restart(thread)
        }
    }

    /// A thread just taken out of a queue does again what it waited in.
    func restart(_ thread: Thread) {
        if thread.fault == nil { thread.rewind() }
        thread.fault = nil
        thread.state = .running
        enqueueFirst(thread)
        reschedule()
    }
}
