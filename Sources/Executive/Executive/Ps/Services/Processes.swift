import CNT
import NTABI

extension Executive {
    /// `NtCreateProcess`. A process that runs the image of a section, or, without a section, a copy of the parent with its
    /// memory as it is now; it has no thread yet.
    ///
    /// - Access: PROCESS_CREATE_PROCESS on the parent, SECTION_MAP_EXECUTE on the section.
    /// - Errors: those of the handles, `.objectTypeMismatch` (a debug or exception port: nothing is one),
    ///   `.invalidImageFormat`, for a copy `.processIsTerminating` and `.notSupported` (a driver process),
    ///   `.quotaExceeded`, `.insufficientResources`, `.noMemory`, those of a new handle.
    func ntCreateProcess(
        _ caller: Thread, _ processHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes?, _ parentProcess: Handle, _ inheritObjectTable: Bool,
        _ sectionHandle: Handle?, _ debugPort: Handle?, _ exceptionPort: Handle?
    ) throws(NTStatus) -> NTStatus {
        let parent = try caller.object(parentProcess, as: Process.self, needing: .processCreateProcess)
        var source = ProcessSource.copy(parent)
        if let sectionHandle {
            source = .image(try caller.object(sectionHandle, as: Section.self, needing: .sectionMapExecute))
        }
        for port in [debugPort, exceptionPort] {
            guard let port else { continue }
            _ = try caller.object(port, as: NTObject.self, needing: [])
            throw .objectTypeMismatch
        }
        let process = try createProcess(
            from: source, parent: parent, creator: caller.process, inheritingHandles: inheritObjectTable)
        do throws(NTStatus) {
            return try create(
                process, at: objectAttributes, for: caller, access: desiredAccess, handleAt: processHandle)
        } catch {
            terminate(process, status: error)
            throw error
        }
    }

    /// `NtOpenProcess`. By client id.
    ///
    /// - Errors: `.invalidParameter` (no client id), `.accessViolation`, `.invalidCid`, those of a new handle.
    func ntOpenProcess(
        _ caller: Thread, _ processHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes, _ clientId: UserPointer<CLIENT_ID>?
    ) throws(NTStatus) -> NTStatus {
        guard let clientId, objectAttributes.name == nil else { throw .invalidParameter }
        let id = try caller.process.read(clientId)
        try caller.process.probeForWrite(processHandle)
        var found = clientIDs.process(id.UniqueProcess)
        if id.UniqueThread != 0 {
            guard let thread = clientIDs.thread(id.UniqueThread) else { throw .invalidCid }
            if id.UniqueProcess != 0, thread.process !== found { throw .invalidCid }
            found = thread.process
        }
        guard let process = found else { throw .invalidCid }
        let handle = try caller.process.openHandle(
            to: process, access: desiredAccess, flags: objectAttributes.flags)
        try caller.process.write(handle, to: processHandle)
        return .success
    }

    /// `NtSuspendProcess`. One suspension more for every thread of a process that can have one more.
    ///
    /// - Access: PROCESS_SUSPEND_RESUME.
    /// - Errors: those of the handle, `.processIsTerminating`, `.accessDenied` (the session manager, from outside).
    func ntSuspendProcess(_ caller: Thread, _ processHandle: Handle) throws(NTStatus) -> NTStatus {
        let process = try caller.object(processHandle, as: Process.self, needing: .processSuspendResume)
        guard !process.isTerminating else { throw .processIsTerminating }
        if process.isEssential && process !== caller.process { throw .accessDenied }
        for thread in process.threads { _ = try? suspend(thread) }
        return .success
    }

    /// `NtResumeProcess`. One suspension less for every thread of a process.
    ///
    /// - Access: PROCESS_SUSPEND_RESUME.
    /// - Errors: those of the handle, `.processIsTerminating`.
    func ntResumeProcess(_ caller: Thread, _ processHandle: Handle) throws(NTStatus) -> NTStatus {
        let process = try caller.object(processHandle, as: Process.self, needing: .processSuspendResume)
        guard !process.isTerminating else { throw .processIsTerminating }
        for thread in process.threads { _ = resume(thread) }
        return .success
    }

    /// `NtTerminateProcess`. Ends a process; with a null handle every thread of the caller's process but the caller.
    ///
    /// - Access: PROCESS_TERMINATE.
    /// - Errors: those of the handle, `.processIsTerminating`, `.accessDenied` (the session manager, from outside).
    func ntTerminateProcess(
        _ caller: Thread, _ processHandle: Handle?, _ exitStatus: UInt32
    ) throws(NTStatus) -> NTStatus {
        let status = NTStatus(rawValue: exitStatus)
        guard let processHandle else {
            for thread in caller.process.threads where thread !== caller { terminate(thread, status: status) }
            return .success
        }
        let process = try caller.object(processHandle, as: Process.self, needing: .processTerminate)
        guard !process.isTerminating else { throw .processIsTerminating }
        if process.isEssential && process !== caller.process { throw .accessDenied }
        terminate(process, status: status)
        return .success
    }
}
