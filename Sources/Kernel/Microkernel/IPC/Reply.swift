import SeL4ABI

extension Kernel {
    /// Gives `receiver` the one capability to answer `caller`, which waits for that.
    ///
    /// The capability hangs in the derivation list under the master in the caller's own reply
    /// slot, so that stopping the caller finds it wherever it was moved.
    @inline(__always) mutating func setUpReply(
        from receiver: Thread, to caller: Thread, canGrant: Bool
    ) {
        setState(caller, .blockedOnReply)
        linkReply(from: receiver, to: caller, canGrant: canGrant)
    }

    /// Makes the reply capability: the master's only child.
    ///
    /// An empty slot is all zero and a master is nobody's child, so three words are all that changes.
    @inline(__always) func linkReply(
        from receiver: Thread, to caller: Thread, canGrant: Bool
    ) {
        let master = caller.replySlot
        let slot = receiver.callerSlot
        slot.store(0, ReplyCapability(to: caller.address, canGrant: canGrant).capability.word0)
        slot.previous = master
        master.setNext(slot, revocable: true, firstBadged: true)
    }

    /// Uses up a reply capability that stands between its master and nothing.
    @inline(__always) func unlinkReply(in slot: Slot, to caller: Thread) {
        slot.store(0, 0)
        slot.previous = .none
        caller.replySlot.setNext(.none, revocable: true, firstBadged: true)
    }

    /// Installs the master reply capability that every thread has from its first resumption on.
    func setUpReplyMaster(of thread: Thread) {
        let slot = thread.replySlot
        if !slot.isEmpty { return }
        slot.capability = ReplyCapability.master(of: thread.address)
        slot.setLinks(previous: .none, next: .none, revocable: true, firstBadged: true)
    }

    /// The reply capability goes away; its caller stays where it is.
    @inline(__always) func discardReply(in slot: Slot) {
        if slot.isEmpty { return }
        unlinkAndClear(slot)
    }

    /// seL4_Reply: answers the last caller, if it still waits.
    @inline(never) mutating func reply() {
        let slot = current.callerSlot
        if slot.isEmpty { return }
        let reply = ReplyCapability(slot.capability)
        answer(
            Thread(reply.capability.object), from: current, using: slot, canGrant: reply.canGrant)
    }

    /// Sends the message of `replier` as the answer to a caller or faulted thread, and uses up
    /// the reply capability in `slot`.
    mutating func answer(
        _ caller: Thread, from replier: Thread, using slot: Slot, canGrant: Bool
    ) {
        if caller.fault == .none {
            transferMessage(from: replier, to: caller, through: .none, badge: 0, canGrant: canGrant)
            unlinkAndClear(slot)
            caller.storeState(.running)
            wake(caller)
            return
        }
        unlinkAndClear(slot)
        if applyFaultReply(to: caller, from: replier) {
            caller.fault = .none
            caller.storeState(.running)
            wake(caller)
        } else {
            caller.fault = .none
            setState(caller, .inactive)
        }
    }
}
