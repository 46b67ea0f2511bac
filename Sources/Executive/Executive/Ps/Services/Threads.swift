import CNT
import NTABI

extension Executive {
    /// `NtCreateThread`. A thread that starts at a context of the caller's making, on a stack of the caller's making.
    ///
    /// - Access: PROCESS_CREATE_THREAD.
    /// - Errors: those of the handle, `.accessViolation`, `.datatypeMisalignment`, `.processIsTerminating`,
    ///   `.insufficientResources`, `.noMemory`, those of a new handle.
    func ntCreateThread(
        _ caller: Thread, _ threadHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes?, _ processHandle: Handle, _ clientId: UserPointer<CLIENT_ID>?,
        _ context: UInt, _ initialTeb: UInt, _ createSuspended: Bool
    ) throws(NTStatus) -> NTStatus {
        let process = try caller.object(processHandle, as: Process.self, needing: .processCreateThread)
        try requireAlignment(context, to: 16)
        let context = try caller.process.read(UserPointer<CONTEXT>(required: context))
        let stack = try caller.process.read(UserPointer<INITIAL_TEB>(required: initialTeb))
        let start = ThreadStart(
            context: context,
            stackBase: stack.StackBase != 0 ? stack.StackBase : stack.OldStackBase,
            stackLimit: stack.StackLimit != 0 ? stack.StackLimit : stack.OldStackLimit,
            stackAllocation: stack.StackAllocationBase, ownsStack: false, startAddress: context.startRoutine)
        return try create(
            caller, threadHandle, desiredAccess, objectAttributes, process, clientId, suspended: createSuspended
        ) { (_) throws(NTStatus) in start }
    }

    /// `NtCreateThreadEx`. A thread that calls `startRoutine(argument)` on a stack that the executive reserves.
    ///
    /// - Access: PROCESS_CREATE_THREAD.
    /// - Errors: those of the handle, `.invalidParameter` (attributes), `.accessViolation`, `.processIsTerminating`,
    ///   `.insufficientResources`, `.noMemory`, those of a new handle.
    func ntCreateThreadEx(
        _ caller: Thread, _ threadHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes?, _ processHandle: Handle, _ startRoutine: UInt, _ argument: UInt,
        _ createFlags: UInt32, _ zeroBits: UInt, _ stackSize: UInt, _ maximumStackSize: UInt, _ attributeList: UInt
    ) throws(NTStatus) -> NTStatus {
        let process = try caller.object(processHandle, as: Process.self, needing: .processCreateThread)
        let wanted = try ThreadAttributes(from: attributeList, of: caller.process)
        let stack = StackSizes(of: process, commit: stackSize, reserve: maximumStackSize)
        return try create(
            caller, threadHandle, desiredAccess, objectAttributes, process, wanted.clientID,
            tebAt: wanted.teb, suspended: createFlags & UInt32(THREAD_CREATE_FLAGS_CREATE_SUSPENDED) != 0
        ) { (teb) throws(NTStatus) in
            try threadStart(in: process, at: startRoutine, argument: argument, stack, teb: teb)
        }
    }

    private func create(
        _ caller: Thread, _ threadHandle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes?, _ process: Process, _ clientID: UserPointer<CLIENT_ID>?,
        tebAt: UserPointer<UInt>? = nil, suspended: Bool, start: (UInt) throws(NTStatus) -> ThreadStart
    ) throws(NTStatus) -> NTStatus {
        if let clientID { try caller.process.probeForWrite(clientID) }
        if let tebAt { try caller.process.probeForWrite(tebAt) }
        let thread = try createThread(in: process, start: start)
        let status: NTStatus
        do throws(NTStatus) {
            status = try create(thread, at: attributes, for: caller, access: access, handleAt: threadHandle)
        } catch {
            terminate(thread, status: error, isLastOfProcess: false)
            throw error
        }
        // Both places have been probed; a program that takes them away meanwhile cannot run in between.
        if let clientID {
            try caller.process.write(
                CLIENT_ID(UniqueProcess: UInt(process.id), UniqueThread: UInt(thread.id)), to: clientID)
        }
        if let tebAt { try caller.process.write(thread.teb, to: tebAt) }
        if !suspended { _ = resume(thread) }
        return status
    }

    /// `NtOpenThread`. By client id.
    ///
    /// - Errors: `.invalidParameter` (no client id), `.accessViolation`, `.invalidCid`, those of a new handle.
    func ntOpenThread(
        _ caller: Thread, _ threadHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes, _ clientId: UserPointer<CLIENT_ID>?
    ) throws(NTStatus) -> NTStatus {
        guard let clientId, objectAttributes.name == nil else { throw .invalidParameter }
        let id = try caller.process.read(clientId)
        try caller.process.probeForWrite(threadHandle)
        guard let thread = clientIDs.thread(id.UniqueThread),
            id.UniqueProcess == 0 || id.UniqueProcess == UInt(thread.process.id)
        else { throw .invalidCid }
        let handle = try caller.process.openHandle(
            to: thread, access: desiredAccess, flags: objectAttributes.flags)
        try caller.process.write(handle, to: threadHandle)
        return .success
    }

    /// `NtTerminateThread`. Ends a thread; with a null handle the caller, unless it is its process's last.
    ///
    /// - Access: THREAD_TERMINATE.
    /// - Errors: those of the handle, `.cantTerminateSelf` (null handle in the last thread), `.threadIsTerminating`,
    ///   `.accessDenied` (a thread of the session manager, from outside).
    func ntTerminateThread(
        _ caller: Thread, _ threadHandle: Handle?, _ exitStatus: UInt32
    ) throws(NTStatus) -> NTStatus {
        let thread: Thread
        if let threadHandle {
            thread = try caller.object(threadHandle, as: Thread.self, needing: .threadTerminate)
        } else {
            guard caller.process.threads.count > 1 else { throw .cantTerminateSelf }
            thread = caller
        }
        guard !thread.isTerminating else { throw .threadIsTerminating }
        if thread.process.isEssential && thread.process !== caller.process { throw .accessDenied }
        terminate(thread, status: NTStatus(rawValue: exitStatus))
        return .success
    }

    /// `NtSuspendThread`. Stops a thread in user mode; one in a service stops when it leaves it.
    ///
    /// - Access: THREAD_SUSPEND_RESUME.
    /// - Errors: those of the handle, `.accessViolation`, `.threadIsTerminating`, `.suspendCountExceeded`.
    func ntSuspendThread(
        _ caller: Thread, _ threadHandle: Handle, _ previousSuspendCount: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadSuspendResume)
        if let previousSuspendCount { try caller.process.probeForWrite(previousSuspendCount) }
        let before = try suspend(thread)
        if let previousSuspendCount { try caller.process.write(before, to: previousSuspendCount) }
        return .success
    }

    /// `NtResumeThread`. Takes one suspension back. A thread that has ended has none.
    ///
    /// - Access: THREAD_SUSPEND_RESUME.
    /// - Errors: those of the handle, `.accessViolation`.
    func ntResumeThread(
        _ caller: Thread, _ threadHandle: Handle, _ previousSuspendCount: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadSuspendResume)
        if let previousSuspendCount { try caller.process.probeForWrite(previousSuspendCount) }
        let before = resume(thread)
        if let previousSuspendCount { try caller.process.write(before, to: previousSuspendCount) }
        return .success
    }

    /// `NtAlertThread`. Ends an alertable wait of the thread, or its next one before it begins.
    ///
    /// - Access: THREAD_ALERT.
    /// - Errors: those of the handle.
    func ntAlertThread(_ caller: Thread, _ threadHandle: Handle) throws(NTStatus) -> NTStatus {
        let thread = try caller.object(threadHandle, as: Thread.self, needing: .threadAlert)
        alert(thread)
        return .success
    }
}

/// What a PS_ATTRIBUTE_LIST asks to be told of a new thread.
private struct ThreadAttributes {
    var clientID: UserPointer<CLIENT_ID>?
    var teb: UserPointer<UInt>?

    /// Errors: `.accessViolation`, `.invalidParameter` for a list of impossible size.
    init(from list: UInt, of process: Process) throws(NTStatus) {
        guard list != 0 else { return }
        let total = try process.read(UserPointer<UInt>(required: list))
        let size = UInt(MemoryLayout<PS_ATTRIBUTE>.size)
        guard total >= 8, (total - 8) % size == 0, total <= 8 + 32 * size else { throw .invalidParameter }
        for place in stride(from: list + 8, to: list + total, by: Int(size)) {
            let attribute = try process.read(UserPointer<PS_ATTRIBUTE>(required: place))
            switch UInt32(truncatingIfNeeded: attribute.Attribute) {
            case UInt32(PS_ATTRIBUTE_CLIENT_ID): clientID = UserPointer(attribute.Value)
            case UInt32(PS_ATTRIBUTE_TEB_ADDRESS): teb = UserPointer(attribute.Value)
            default: continue
            }
        }
    }
}
