import NTABI

/// A lock that one thread owns, as often as it has acquired it.
///
/// `count` is 1 while it is free, and 1 minus the number of acquisitions while it is owned. The owner lists it
/// among its mutants, so that its end abandons it.
final class Mutant: DispatcherObject {
    private(set) var count: Int32 = 1
    private(set) var owner: Thread?
    /// Its owner ended without releasing it: the next wait is told so.
    private(set) var isAbandoned = false

    init(owner: Thread?) {
        super.init()
        if let owner { acquire(owner) }
    }

    override var type: ObjectType { .mutant }

    override func isSignaled(for thread: Thread) -> Bool { owner == nil || owner === thread }

    override func satisfyWait(of thread: Thread) -> NTStatus {
        guard count > Int32.min else { return .mutantLimitExceeded }
        acquire(thread)
        defer { isAbandoned = false }
        return isAbandoned ? .abandoned : .success
    }

    private func acquire(_ thread: Thread) {
        count -= 1
        if owner == nil {
            owner = thread
            thread.ownedMutants.append(self)
        }
    }

    /// Gives one acquisition back. Returns the count before; throws `.mutantNotOwned`.
    func release(by thread: Thread, _ executive: Executive) throws(NTStatus) -> Int32 {
        guard owner === thread else { throw .mutantNotOwned }
        let before = count
        count += 1
        if count == 1 {
            disown()
            executive.signalStateChanged(self)
        }
        return before
    }

    /// The owner has ended.
    func abandon(_ executive: Executive) {
        count = 1
        isAbandoned = true
        disown()
        executive.signalStateChanged(self)
    }

    /// Nobody can name it any more: the owner need not keep it, unless a thread still waits.
    override func lastHandleClosed(_ executive: Executive) {
        if owner != nil, waiters.isEmpty { disown() }
    }

    private func disown() {
        owner?.ownedMutants.removeAll { $0 === self }
        owner = nil
    }
}

extension Executive {
    /// Abandons what an ending thread has not released.
    func abandonMutants(of thread: Thread) {
        while let mutant = thread.ownedMutants.last { mutant.abandon(self) }
    }
}
