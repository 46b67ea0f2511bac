import NTABI

extension Executive {
    /// `NtCreateKeyedEvent`.
    ///
    /// *Errors:* `.invalidParameter4` (flags); those of `create`.
    func ntCreateKeyedEvent(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask, _ attributes: ObjectAttributes?,
        _ flags: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard flags == 0 else { throw .invalidParameter4 }
        return try create(KeyedEvent(), at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtOpenKeyedEvent`.
    func ntOpenKeyedEvent(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask, _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(KeyedEvent.self, at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtWaitForKeyedEvent`. Waits until a thread of the process releases the key. A null handle means the keyed event that
    /// all processes have.
    ///
    /// *Access:* KEYEDEVENT_WAIT.
    /// *Errors:* `.invalidParameter1` (an odd key); those of the handle; `.accessViolation` (time-out).
    func ntWaitForKeyedEvent(
        _ caller: Thread, _ handle: Handle?, _ key: UInt, _ alertable: Bool, _ timeout: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        try meet(caller, handle, .wait, key, alertable, timeout, needing: .keyedEventWait)
    }

    /// `NtReleaseKeyedEvent`. Lets one thread go on that waits for the key, and waits for it to come if there is none.
    ///
    /// *Access:* KEYEDEVENT_WAKE.
    /// *Errors:* as NtWaitForKeyedEvent.
    func ntReleaseKeyedEvent(
        _ caller: Thread, _ handle: Handle?, _ key: UInt, _ alertable: Bool, _ timeout: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        try meet(caller, handle, .release, key, alertable, timeout, needing: .keyedEventWake)
    }

    private func meet(
        _ caller: Thread, _ handle: Handle?, _ side: KeyedEvent.Side, _ key: UInt, _ alertable: Bool,
        _ timeout: UserPointer<Int64>?, needing access: AccessMask
    ) throws(NTStatus) -> NTStatus {
        guard key & 1 == 0 else { throw .invalidParameter1 }
        var event = commonKeyedEvent
        if let handle { event = try caller.object(handle, as: KeyedEvent.self, needing: access) }
        let deadline = try self.deadline(caller, timeout)
        return try meet(caller, at: event, side, key: key, alertable: alertable, until: deadline)
    }
}
