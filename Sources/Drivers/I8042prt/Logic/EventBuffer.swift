/// Key events between the interrupt and the deferred call. Full, it drops the newest, as a controller does.
struct EventBuffer {
    private static let capacity = 64
    private var events: [64 of KeyEvent] = .init(repeating: KeyEvent(makeCode: 0, flags: 0))
    private var head = 0
    private(set) var count = 0

    /// Returns whether there was room.
    mutating func put(_ event: KeyEvent) -> Bool {
        guard count < Self.capacity else { return false }
        events[(head + count) % Self.capacity] = event
        count += 1
        return true
    }

    mutating func take() -> KeyEvent? {
        guard count > 0 else { return nil }
        defer {
            head = (head + 1) % Self.capacity
            count -= 1
        }
        return events[head]
    }
}
