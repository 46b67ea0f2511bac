import NTABI

/// A count of units that waits take one by one.
final class Semaphore: DispatcherObject {
    private(set) var count: Int32
    let limit: Int32

    private init(count: Int32, limit: Int32) {
        self.count = count
        self.limit = limit
    }

    /// Errors: `.invalidParameter` unless 0 ≤ count ≤ limit and limit > 0.
    static func make(count: Int32, limit: Int32) throws(NTStatus) -> Semaphore {
        guard limit > 0, count >= 0, count <= limit else { throw .invalidParameter }
        return Semaphore(count: count, limit: limit)
    }

    override var type: ObjectType { .semaphore }
    override func isSignaled(for thread: Thread) -> Bool { count > 0 }

    override func satisfyWait(of thread: Thread) -> NTStatus {
        count -= 1
        return .success
    }

    /// Adds units and wakes whom they satisfy. Returns the count before.
    ///
    /// Errors: `.semaphoreLimitExceeded`, with nothing added. `units` is positive.
    func release(_ units: Int32, _ executive: Executive) throws(NTStatus) -> Int32 {
        guard units <= limit - count else { throw .semaphoreLimitExceeded }
        let before = count
        count += units
        executive.signalStateChanged(self)
        return before
    }
}
