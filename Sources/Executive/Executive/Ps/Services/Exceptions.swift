import CNT
import NTABI
import SeL4
import SeL4ABI

extension Executive {
    /// `NtContinue`. The caller goes on with the registers of a CONTEXT, as far as its flags name them; with `testAlert`
    /// after the calls that are queued for it.
    ///
    /// - Errors: `.datatypeMisalignment`, `.accessViolation`.
    func ntContinue(_ caller: Thread, _ context: UInt, _ testAlert: Bool) throws(NTStatus) -> NTStatus {
        try requireAlignment(context, to: 16)
        let context = try caller.process.read(UserPointer<CONTEXT>(required: context))
        if testAlert { _ = interruption(of: caller) }
        var registers = caller.readContext()
        registers.apply(context)
        caller.pendingContext = registers
        return .success
    }

    /// `NtRaiseException`. Raises an exception at a context, or, as the last chance, ends the process with its status and a report.
    ///
    /// - Errors: `.datatypeMisalignment`, `.accessViolation` (the structures, or the stack of the context).
    func ntRaiseException(
        _ caller: Thread, _ exceptionRecord: UInt, _ context: UInt, _ firstChance: Bool
    ) throws(NTStatus) -> NTStatus {
        try requireAlignment(exceptionRecord, to: 8)
        let record = try caller.process.read(UserPointer<EXCEPTION_RECORD>(required: exceptionRecord))
        try requireAlignment(context, to: 16)
        let context = try caller.process.read(UserPointer<CONTEXT>(required: context))
        guard firstChance else {
            reportUnhandled(ExceptionRecord(record), in: caller)
            terminate(caller.process, status: NTStatus(rawValue: record.ExceptionCode))
            return .success
        }
        var registers = caller.readContext()
        registers.apply(context)
        caller.pendingContext = try dispatcherContext(record, context, registers, caller)
        return .success
    }

    /// `NtGetContextThread`. The registers of a thread, best of a suspended one; of the caller, those of this call.
    ///
    /// - Access: THREAD_GET_CONTEXT.
    /// - Errors: those of the handle, `.datatypeMisalignment`, `.accessViolation`, `.threadIsTerminating`.
    func ntGetContextThread(_ caller: Thread, _ threadHandle: Handle, _ context: UInt) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadGetContext)
        if thread.isTerminating { throw .threadIsTerminating }
        try requireAlignment(context, to: 16)
        let place = UserPointer<CONTEXT>(required: context)
        var old = try caller.process.read(place)
        let isInService = thread.isInService || thread.heldAnswer != nil
        let now = CONTEXT(isInService ? thread.contextBehindService : thread.contextOutsideService)
        old.takeNamedParts(from: now)
        try caller.process.write(old, to: place)
        return .success
    }

    /// `NtSetContextThread`. The thread goes on with these registers when it next runs in user mode.
    ///
    /// - Access: THREAD_SET_CONTEXT.
    /// - Errors: those of the handle, `.datatypeMisalignment`, `.accessViolation`, `.threadIsTerminating`.
    func ntSetContextThread(_ caller: Thread, _ threadHandle: Handle, _ context: UInt) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadSetContext)
        if thread.isTerminating { throw .threadIsTerminating }
        try requireAlignment(context, to: 16)
        let context = try caller.process.read(UserPointer<CONTEXT>(required: context))
        let runsLater = thread.isInService || thread.heldAnswer != nil || thread.pendingContext != nil
        var registers = runsLater ? thread.readContext() : thread.contextOutsideService
        registers.apply(context)
        if runsLater { thread.pendingContext = registers } else { thread.write(registers, resuming: false) }
        return .success
    }
}
