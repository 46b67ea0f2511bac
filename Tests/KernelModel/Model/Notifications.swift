import SeL4ABI

extension Model {
    /// Wakes the first waiter with the badge, or the bound thread if it receives; else the badge is collected.
    func signal(_ notification: Notification, _ badge: Word) {
        if !notification.queue.isEmpty {
            deliver(badge, to: notification.queue.removeFirst())
        } else if let pending = notification.pending {
            notification.pending = pending | badge
        } else if let thread = notification.bound, case .receiving(let endpoint, _) = thread.state {
            endpoint.queue.removeAll { $0 === thread }
            deliver(badge, to: thread)
        } else {
            notification.pending = badge
        }
    }

    private func deliver(_ badge: Word, to thread: Thread) {
        thread[.badge] = badge
        thread.state = .running
        wake(thread)
    }

    func wait(_ thread: Thread, for notification: Notification, isBlocking: Bool) {
        if let badge = notification.pending {
            notification.pending = nil
            thread[.badge] = badge
        } else if isBlocking {
            setState(thread, .waiting(notification))
            notification.queue.append(thread)
        } else {
            thread[.badge] = 0
        }
    }

    func restartAll(in notification: Notification) {
        let queue = notification.queue
        notification.queue = []
        for thread in queue { restart(thread) }
    }

    func unbind(_ thread: Thread) {
        thread.boundNotification?.bound = nil
        thread.boundNotification = nil
    }
}
