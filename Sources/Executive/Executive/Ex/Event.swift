import NTABI

/// A state that threads wait for and others set.
final class Event: DispatcherObject {
    /// What a satisfied wait does: nothing, or reset the event so that one thread passes.
    enum Kind: UInt32 {
        case notification = 0
        case synchronization = 1
    }

    let kind: Kind
    private(set) var isSignaled: Bool

    init(_ kind: Kind, signaled: Bool = false) {
        self.kind = kind
        isSignaled = signaled
    }

    override var type: ObjectType { .event }
    override func isSignaled(for thread: Thread) -> Bool { isSignaled }

    override func satisfyWait(of thread: Thread) -> NTStatus {
        if kind == .synchronization { isSignaled = false }
        return .success
    }

    /// Signals the event and wakes whom that satisfies. Returns whether it was signalled before.
    @discardableResult
    func set(_ executive: Executive) -> Bool {
        if isSignaled { return true }
        isSignaled = true
        executive.signalStateChanged(self)
        return false
    }

    /// Returns whether it was signalled before.
    @discardableResult
    func reset() -> Bool {
        defer { isSignaled = false }
        return isSignaled
    }
}
