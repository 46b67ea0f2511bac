import NTABI

extension Executive {
    /// `NtClose`. Closes a handle; the object goes when nothing else needs it.
    ///
    /// *Errors:* `.invalidHandle`; `.handleNotClosable`.
    func ntClose(_ caller: Thread, _ handle: Handle) throws(NTStatus) -> NTStatus {
        try caller.process.closeHandle(handle, self)
        return .success
    }

    /// `NtDuplicateObject`. Copies a handle from one process to another, or closes it there.
    ///
    /// *Access:* PROCESS_DUP_HANDLE on both processes.
    /// *Errors:* those of the process handles; `.invalidParameter` (no target and nothing to close);
    /// `.invalidHandle` (source); `.accessDenied` (rights the type does not know); those of `openHandle`.
    /// With DUPLICATE_CLOSE_SOURCE the source is closed whatever becomes of the copy.
    func ntDuplicateObject(
        _ caller: Thread, _ sourceProcess: Handle, _ sourceHandle: Handle,
        _ targetProcess: Handle?, _ targetHandle: UserPointer<Handle>?,
        _ access: AccessMask, _ attributes: UInt32, _ options: UInt32
    ) throws(NTStatus) -> NTStatus {
        let options = DuplicateOptions(rawValue: options)
        let source = try caller.process.object(
            sourceProcess, as: Process.self, needing: .processDuplicateHandle)
        let entry = try self.entry(sourceHandle, of: source, caller)
        defer {
            if options.contains(.closeSource) { try? source.closeHandle(sourceHandle, self) }
        }
        guard let targetProcess else {
            guard options.contains(.closeSource) else { throw .invalidParameter }
            return .success
        }
        let target = try caller.process.object(
            targetProcess, as: Process.self, needing: .processDuplicateHandle)
        if let targetHandle { try caller.process.probeForWrite(targetHandle) }
        let granted =
            options.contains(.sameAccess) ? entry.access : try entry.object.type.granted(access)
        let marks =
            options.contains(.sameAttributes)
            ? entry.attributes : HandleAttributes(objectFlags: attributes)
        let handle = try target.openHandle(to: entry.object, granted: granted, flags: [])
        target.handles.setAttributes(marks, of: handle)
        if let targetHandle { try caller.process.write(handle, to: targetHandle) }
        return .success
    }

    /// `NtCompareObjects`. Whether two handles stand for one object.
    ///
    /// *Errors:* those of the handles; `.notSameObject`.
    func ntCompareObjects(
        _ caller: Thread, _ firstHandle: Handle, _ secondHandle: Handle
    ) throws(NTStatus) -> NTStatus {
        let first = try caller.object(firstHandle, as: NTObject.self, needing: [])
        let second = try caller.object(secondHandle, as: NTObject.self, needing: [])
        guard first === second else { throw .notSameObject }
        return .success
    }

    /// What a handle of `process` stands for; the pseudo handles name that process and the calling thread.
    private func entry(
        _ handle: Handle, of process: Process, _ caller: Thread
    ) throws(NTStatus) -> HandleTable.Entry {
        if let entry = process.handles[handle] { return entry }
        let object: NTObject
        switch handle {
        case .currentProcess: object = process
        case .currentThread: object = caller
        default: throw .invalidHandle
        }
        return HandleTable.Entry(
            object: object, access: object.type.mapping.all, attributes: [])
    }
}

/// The DUPLICATE_ flags.
struct DuplicateOptions: OptionSet {
    let rawValue: UInt32
    static let closeSource = DuplicateOptions(rawValue: 1)
    static let sameAccess = DuplicateOptions(rawValue: 2)
    static let sameAttributes = DuplicateOptions(rawValue: 4)
}

extension HandleAttributes {
    /// What the OBJ_ flags of a handle say about it: OBJ_PROTECT_CLOSE and OBJ_INHERIT.
    init(objectFlags: UInt32) {
        self = HandleAttributes(rawValue: UInt8(truncatingIfNeeded: objectFlags) & 3)
    }
}
