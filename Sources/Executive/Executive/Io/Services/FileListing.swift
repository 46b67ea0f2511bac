import CNT
import NTABI

/// How far a directory has been listed through one file.
struct DirectoryScan {
    /// What the names must match; empty: all.
    let pattern: UnicodeString
    var next = 0
}

extension Executive {
    /// `NtQueryDirectoryFile`. Lists what is in a directory, as many entries as fit.
    ///
    /// The pattern of the first call counts for the later ones.
    /// *Access:* FILE_LIST_DIRECTORY.
    /// *Errors:* `.invalidInfoClass`; those of the handles; `.accessViolation`; `.datatypeMisalignment`; `.objectNameInvalid` (the
    /// pattern); what the device answers: `.noSuchFile` (nothing matches), `.noMoreFiles`, `.bufferOverflow` and `.infoLengthMismatch`.
    func ntQueryDirectoryFile(
        _ caller: Thread, _ handle: Handle, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ buffer: UInt,
        _ length: UInt32, _ informationClass: UInt32, _ returnSingleEntry: Bool,
        _ fileName: UInt, _ restartScan: Bool
    ) throws(NTStatus) -> NTStatus {
        guard DirectoryEntryFormat(informationClass) != nil else { throw .invalidInfoClass }
        let file = try caller.object(handle, as: File.self, needing: .fileListDirectory)
        try caller.process.probeForWrite(statusBlock)
        try requireAlignment(buffer, to: 4)
        var signalled: Event?
        if let event {
            signalled = try caller.object(event, as: Event.self, needing: .eventModifyState)
        }
        let pattern = try captureOptionalString(fileName, from: caller)
        if let pattern, pattern.count > 255 { throw .objectNameInvalid }
        if file.isSynchronous {
            try takeTurn(of: file, caller)
        } else {
            try caller.process.addressSpace.requireRoom()
        }
        if file.scan == nil {
            file.scan = DirectoryScan(pattern: pattern ?? UnicodeString())
        } else if restartScan {
            file.scan?.next = 0
        }
        let irp = makeRequest(.directoryControl, for: file, by: caller)
        irp.minor = queryDirectoryMinor
        if !file.isSynchronous { irp.count(for: caller.process.quota) }
        irp.parameters = (
            UInt64(length), 0, UInt64(informationClass), returnSingleEntry ? 1 : 0
        )
        irp.output = UserBuffer(buffer, Int(length))
        if apcRoutine != 0 { irp.call = UserAPC(apcRoutine, apcContext, statusBlock.address) }
        return try run(irp, caller, file, signalled, statusBlock)
    }
}
