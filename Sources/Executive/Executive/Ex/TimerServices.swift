import CNT
import NTABI

extension Executive {
    /// `NtCreateTimer`.
    ///
    /// *Errors:* `.invalidParameter4` (an unknown timer type); those of `create`.
    func ntCreateTimer(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes?, _ timerType: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard let kind = Timer.Kind(rawValue: timerType) else { throw .invalidParameter4 }
        return try create(
            Timer(kind), at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtOpenTimer`.
    func ntOpenTimer(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(Timer.self, at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtSetTimer`. Starts the timer: `dueTime` is relative when negative; `period` counts milliseconds. With a routine,
    /// the caller calls it in its next alertable wait after each expiry.
    ///
    /// *Access:* TIMER_MODIFY_STATE.
    /// - Returns: `.success`, or `.timerResumeIgnored` if the timer was to wake the machine, which nothing can.
    ///
    /// *Errors:* `.invalidParameter6` (a negative period); `.accessViolation`; those of the handle;
    /// `.quotaExceeded`, `.insufficientResources` (with a routine).
    func ntSetTimer(
        _ caller: Thread, _ handle: Handle, _ dueTime: UserPointer<Int64>, _ apcRoutine: UInt,
        _ apcContext: UInt, _ resume: Bool, _ period: Int32, _ previousState: UserPointer<UInt8>?
    ) throws(NTStatus) -> NTStatus {
        guard period >= 0 else { throw .invalidParameter6 }
        let due = try caller.process.read(dueTime)
        let timer = try caller.object(handle, as: Timer.self, needing: .timerModifyState)
        if apcRoutine != 0 { try caller.process.addressSpace.requireRoom() }
        let before = timer.set(
            at: clock.deadline(from: due), everyMilliseconds: UInt32(period), calling: apcRoutine, apcContext,
            by: caller, self)
        if let previousState { try caller.process.write(before ? 1 : 0, to: previousState) }
        return resume ? .timerResumeIgnored : .success
    }

    /// `NtCancelTimer`. Stops the timer and tells whether it is signalled.
    ///
    /// *Access:* TIMER_MODIFY_STATE.
    func ntCancelTimer(
        _ caller: Thread, _ handle: Handle, _ currentState: UserPointer<UInt8>?
    ) throws(NTStatus) -> NTStatus {
        let timer = try caller.object(handle, as: Timer.self, needing: .timerModifyState)
        timer.cancel(self)
        if let currentState {
            try caller.process.write(timer.isSignaled ? 1 : 0, to: currentState)
        }
        return .success
    }

    /// `NtQueryTimer`. TIMER_BASIC_INFORMATION.
    ///
    /// *Access:* TIMER_QUERY_STATE.
    /// *Errors:* `.invalidInfoClass`; those of the handle; `.infoLengthMismatch`; `.accessViolation`.
    func ntQueryTimer(
        _ caller: Thread, _ handle: Handle, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard informationClass == 0 else { throw .invalidInfoClass }
        let timer = try caller.object(handle, as: Timer.self, needing: .timerQueryState)
        return try caller.process.answer(
            TIMER_BASIC_INFORMATION(
                RemainingTime: timer.remaining(at: clock.now),
                TimerState: timer.isSignaled ? 1 : 0),
            at: buffer, length: length, returnLength: returnLength)
    }
}
