import CNT
import NTABI

extension Executive {
    /// `NtCreateSemaphore`.
    ///
    /// *Errors:* `.invalidParameter` (counts that make no sense); those of `create`.
    func ntCreateSemaphore(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes?, _ initialCount: Int32, _ maximumCount: Int32
    ) throws(NTStatus) -> NTStatus {
        try create(
            try Semaphore.make(count: initialCount, limit: maximumCount), at: attributes, for: caller,
            access: access, handleAt: handle)
    }

    /// `NtOpenSemaphore`.
    func ntOpenSemaphore(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(Semaphore.self, at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtReleaseSemaphore`. Adds units.
    ///
    /// *Access:* SEMAPHORE_MODIFY_STATE.
    /// *Errors:* `.invalidParameter` (less than one unit); those of the handle; `.semaphoreLimitExceeded`;
    /// `.accessViolation`, with the units added.
    func ntReleaseSemaphore(
        _ caller: Thread, _ handle: Handle, _ releaseCount: Int32,
        _ previousCount: UserPointer<Int32>?
    ) throws(NTStatus) -> NTStatus {
        guard releaseCount > 0 else { throw .invalidParameter }
        let semaphore = try caller.object(
            handle, as: Semaphore.self, needing: .semaphoreModifyState)
        let before = try semaphore.release(releaseCount, self)
        if let previousCount { try caller.process.write(before, to: previousCount) }
        return .success
    }

    /// `NtQuerySemaphore`. SEMAPHORE_BASIC_INFORMATION.
    ///
    /// *Access:* SEMAPHORE_QUERY_STATE.
    /// *Errors:* `.invalidInfoClass`; those of the handle; `.infoLengthMismatch`; `.accessViolation`.
    func ntQuerySemaphore(
        _ caller: Thread, _ handle: Handle, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard informationClass == 0 else { throw .invalidInfoClass }
        let semaphore = try caller.object(
            handle, as: Semaphore.self, needing: .semaphoreQueryState)
        return try caller.process.answer(
            SEMAPHORE_BASIC_INFORMATION(
                CurrentCount: semaphore.count, MaximumCount: semaphore.limit),
            at: buffer, length: length, returnLength: returnLength)
    }
}
