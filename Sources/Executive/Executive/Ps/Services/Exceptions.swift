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
        let flags = old.ContextFlags
        let isInService = thread.isInService || thread.heldAnswer != nil
        let now = CONTEXT(isInService ? thread.contextBehindService : thread.readContext())
        if flags & 1 != 0 { old.copyControl(from: now) }
        if flags & 2 != 0 { old.copyInteger(from: now) }
        if flags & 8 != 0 { (old.FltSave, old.MxCsr) = (now.FltSave, now.MxCsr) }
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
        var registers = thread.readContext()
        registers.apply(context)
        if thread.isInService || thread.heldAnswer != nil || thread.pendingContext != nil {
            thread.pendingContext = registers
        } else {
            thread.write(registers, resuming: false)
        }
        return .success
    }
}

extension CONTEXT {
    fileprivate mutating func copyControl(from other: CONTEXT) {
        (Rip, Rsp, EFlags, SegCs, SegSs) = (other.Rip, other.Rsp, other.EFlags, other.SegCs, other.SegSs)
    }

    fileprivate mutating func copyInteger(from other: CONTEXT) {
        (Rax, Rbx, Rcx, Rdx) = (other.Rax, other.Rbx, other.Rcx, other.Rdx)
        (Rsi, Rdi, Rbp) = (other.Rsi, other.Rdi, other.Rbp)
        (R8, R9, R10, R11) = (other.R8, other.R9, other.R10, other.R11)
        (R12, R13, R14, R15) = (other.R12, other.R13, other.R14, other.R15)
    }
}
