import NTABI

// What ntdll's waits for an address are made of: a thread waits for no object, and another of its process wakes it by its number.
extension Executive {
    /// `NtAlertThreadByThreadId`. Ends the wait of a thread of the caller's process, or its next one before it begins.
    ///
    /// *Errors:* `.invalidCid` (no such thread); `.accessDenied` (another process's).
    func ntAlertThreadByThreadId(_ caller: Thread, _ threadId: UInt) throws(NTStatus) -> NTStatus {
        guard let thread = clientIDs.thread(threadId), !thread.isTerminating else { throw .invalidCid }
        guard thread.process === caller.process else { throw .accessDenied }
        thread.alertByID.set(self)
        return .success
    }

    /// `NtWaitForAlertByThreadId`. Waits until another thread wakes this one. The address says what it waits for, to whoever
    /// looks.
    ///
    /// *Returns:* `.alerted`; `.timeout`.
    /// *Errors:* `.accessViolation` (time-out).
    func ntWaitForAlertByThreadId(
        _ caller: Thread, _ address: UInt, _ timeout: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        let deadline = try self.deadline(caller, timeout)
        let status = try wait(caller, on: caller.alertByID, alertable: false, until: deadline)
        return status == .success ? .alerted : status
    }

    /// `NtAlertResumeThread`. Alerts a thread and takes one suspension back.
    ///
    /// *Access:* THREAD_SUSPEND_RESUME.
    /// *Errors:* those of the handle; `.accessViolation`.
    func ntAlertResumeThread(
        _ caller: Thread, _ threadHandle: Handle, _ previousSuspendCount: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadSuspendResume)
        if let previousSuspendCount { try caller.process.probeForWrite(previousSuspendCount) }
        alert(thread)
        let before = resume(thread)
        if let previousSuspendCount { try caller.process.write(before, to: previousSuspendCount) }
        return .success
    }

    /// Ends an alertable wait of the thread, or its next one before it begins.
    func alert(_ thread: Thread) {
        if thread.parkedStack != nil, thread.waitIsAlertable {
            endWait(of: thread, with: .alerted)
        } else {
            thread.setAlerted()
        }
    }
}
