import SeL4ABI

extension Kernel {
    /// A notification: a word of badges, and the threads that wait for it. Bytes 16 and 24 hold
    /// the badges and the bound thread.
    struct Notification: MemoryObject {
        typealias Board = M
        let address: PhysicalAddress
        @inline(__always) init(_ address: PhysicalAddress) { self.address = address }

        static var idle: Word { 0 }
        static var waiting: Word { 1 }
        static var active: Word { 2 }

        @inline(__always) var queue: WaitQueue { WaitQueue(address) }

        @inline(__always) var badges: Word {
            get { load(16) }
            nonmutating set { store(16, newValue) }
        }

        @inline(__always) var boundThread: Thread {
            get { Thread(PhysicalAddress(load(24))) }
            nonmutating set { store(24, newValue.address.rawValue) }
        }

        /// The collected badges of an active notification, which is idle after that.
        @inline(__always) func take() -> Word {
            queue.setEmpty(state: Self.idle)
            return badges
        }
    }

    /// Signals: wakes the first waiter with the badge, or the bound thread if it waits in a
    /// receive, else collects the badge.
    @inline(__always) mutating func signal(_ notification: Notification, badge: Word) {
        let queue = notification.queue
        switch queue.state {
        case Notification.idle:
            let bound = notification.boundThread
            if !bound.isNone && bound.stateWord == ThreadState.blockedOnReceive.rawValue {
                Endpoint(bound.blockingObject).queue.remove(bound)
                deliver(badge, to: bound)
            } else {
                notification.badges = badge
                queue.setEmpty(state: Notification.active)
            }
        case Notification.waiting:
            let waiter = queue.first
            queue.remove(waiter)
            deliver(badge, to: waiter)
        default:
            notification.badges |= badge
        }
    }

    @inline(__always) private mutating func deliver(_ badge: Word, to waiter: Thread) {
        waiter[.badge] = badge
        waiter.storeState(.running)
        wake(waiter)
    }

    /// Waits for a notification; a non-blocking wait for an idle one gets badge 0.
    mutating func wait(_ thread: Thread, for notification: Notification, isBlocking: Bool) {
        if take(from: notification, by: thread, isBlocking: isBlocking) { return }
        setState(thread, .blockedOnNotification)
    }

    /// Gives a thread the badges of a notification, 0 if there are none and it does not wait. False: it is in the queue,
    /// and its state is still to be set.
    @inline(__always) func take(from notification: Notification, by thread: Thread, isBlocking: Bool) -> Bool {
        let queue = notification.queue
        if queue.state == Notification.active {
            thread[.badge] = notification.take()
        } else if isBlocking {
            thread.blockingObject = notification.address
            queue.append(thread, state: Notification.waiting)
            return false
        } else {
            thread[.badge] = 0
        }
        return true
    }

    /// Every waiter starts its system call again; the notification goes away.
    mutating func cancelAll(in notification: Notification) {
        if notification.queue.state != Notification.waiting { return }
        var thread = notification.queue.first
        notification.queue.setEmpty(state: Notification.idle)
        while !thread.isNone {
            let next = thread.waitNext
            restartBlocked(thread)
            thread = next
        }
    }

    func bind(_ notification: Notification, to thread: Thread) {
        notification.boundThread = thread
        thread.boundNotification = notification
    }

    func unbind(_ thread: Thread) {
        let notification = thread.boundNotification
        if notification.isNone { return }
        notification.boundThread = .none
        thread.boundNotification = .none
    }
}
