import CNT
import NTABI

extension Executive {
    /// `NtCreateEvent`.
    ///
    /// *Errors:* `.invalidParameter` (an unknown event type); those of `create`.
    func ntCreateEvent(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes?, _ eventType: UInt32, _ initialState: Bool
    ) throws(NTStatus) -> NTStatus {
        guard let kind = Event.Kind(rawValue: eventType) else { throw .invalidParameter }
        return try create(
            Event(kind, signaled: initialState), at: attributes, for: caller, access: access,
            handleAt: handle)
    }

    /// `NtOpenEvent`.
    func ntOpenEvent(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(Event.self, at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtSetEvent`. Signals the event; tells whether it was signalled before.
    ///
    /// *Access:* EVENT_MODIFY_STATE.
    /// *Errors:* those of the handle; `.accessViolation`, with the event set.
    func ntSetEvent(
        _ caller: Thread, _ handle: Handle, _ previousState: UserPointer<Int32>?
    ) throws(NTStatus) -> NTStatus {
        let event = try caller.object(handle, as: Event.self, needing: .eventModifyState)
        let before = event.set(self)
        if let previousState { try caller.process.write(before ? 1 : 0, to: previousState) }
        return .success
    }

    /// `NtResetEvent`. Takes the signal away; tells whether it was there.
    ///
    /// *Access:* EVENT_MODIFY_STATE.
    func ntResetEvent(
        _ caller: Thread, _ handle: Handle, _ previousState: UserPointer<Int32>?
    ) throws(NTStatus) -> NTStatus {
        let event = try caller.object(handle, as: Event.self, needing: .eventModifyState)
        let before = event.reset()
        if let previousState { try caller.process.write(before ? 1 : 0, to: previousState) }
        return .success
    }

    /// `NtClearEvent`. Takes the signal away.
    ///
    /// *Access:* EVENT_MODIFY_STATE.
    func ntClearEvent(_ caller: Thread, _ handle: Handle) throws(NTStatus) -> NTStatus {
        try caller.object(handle, as: Event.self, needing: .eventModifyState).reset()
        return .success
    }

    /// `NtPulseEvent`. Wakes whoever waits now, and leaves the event unsignalled.
    ///
    /// *Access:* EVENT_MODIFY_STATE.
    func ntPulseEvent(
        _ caller: Thread, _ handle: Handle, _ previousState: UserPointer<Int32>?
    ) throws(NTStatus) -> NTStatus {
        let event = try caller.object(handle, as: Event.self, needing: .eventModifyState)
        let before = event.set(self)
        event.reset()
        if let previousState { try caller.process.write(before ? 1 : 0, to: previousState) }
        return .success
    }

    /// `NtQueryEvent`. EVENT_BASIC_INFORMATION.
    ///
    /// *Access:* EVENT_QUERY_STATE.
    /// *Errors:* `.invalidInfoClass`; those of the handle; `.infoLengthMismatch`; `.accessViolation`.
    func ntQueryEvent(
        _ caller: Thread, _ handle: Handle, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard informationClass == 0 else { throw .invalidInfoClass }
        let event = try caller.object(handle, as: Event.self, needing: .eventQueryState)
        return try caller.process.answer(
            EVENT_BASIC_INFORMATION(
                EventType: event.kind.rawValue, EventState: event.isSignaled ? 1 : 0),
            at: buffer, length: length, returnLength: returnLength)
    }
}
