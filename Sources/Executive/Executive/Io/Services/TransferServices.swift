import CNT
import NTABI

extension Executive {
    /// `NtReadFile`.
    ///
    /// *Access:* FILE_READ_DATA; EVENT_MODIFY_STATE on the event.
    /// *Errors:* those of the handles; `.accessViolation`; `.invalidParameter`
    /// (an asynchronous file without an offset, or a negative one); what the device answers.
    /// - Returns: also `.pending`, for a file opened for asynchronous I/O.
    func ntReadFile(
        _ caller: Thread, _ handle: Handle, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ buffer: UInt,
        _ length: UInt32, _ byteOffset: UserPointer<Int64>?, _ key: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let file = try caller.object(handle, as: File.self, needing: .fileReadData)
        io.counters.reads &+= 1
        return try transfer(
            .read, caller, file, event, apcRoutine, apcContext, statusBlock, UserBuffer(buffer, Int(length)),
            byteOffset, key)
    }

    /// `NtWriteFile`.
    ///
    /// *Access:* FILE_WRITE_DATA or FILE_APPEND_DATA; EVENT_MODIFY_STATE on the event.
    /// *Errors:* as NtReadFile.
    func ntWriteFile(
        _ caller: Thread, _ handle: Handle, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ buffer: UInt,
        _ length: UInt32, _ byteOffset: UserPointer<Int64>?, _ key: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let file = try caller.object(handle, as: File.self, needing: [])
        let access = caller.process.handles[handle]?.access ?? []
        if access.isDisjoint(with: [.fileWriteData, .fileAppendData]) { throw .accessDenied }
        io.counters.writes &+= 1
        return try transfer(
            .write, caller, file, event, apcRoutine, apcContext, statusBlock, UserBuffer(buffer, Int(length)),
            byteOffset, key)
    }

    @inline(__always)
    private func transfer(
        _ major: MajorFunction, _ caller: Thread, _ file: File, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ buffer: UserBuffer,
        _ byteOffset: UserPointer<Int64>?, _ key: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        try process.probeForWrite(statusBlock)
        if buffer.length > 0 { try process.addressSpace.check(buffer) }
        var offset = FilePosition.current
        if let byteOffset { offset = try process.read(byteOffset) }
        var lockKey: UInt32 = 0
        if let key { lockKey = try process.read(key) }
        var signalled: Event?
        if let event {
            signalled = try caller.object(event, as: Event.self, needing: .eventModifyState)
        }
        if file.isSynchronous {
            try takeTurn(of: file, caller)
            if offset == FilePosition.current { offset = file.position }
        } else {
            try process.addressSpace.requireRoom()
        }
        guard offset >= 0 || major == .write && offset == FilePosition.end else {
            passTurn(of: file)
            throw .invalidParameter
        }
        let irp = makeRequest(major, for: file, by: caller)
        irp.parameters = (
            UInt64(buffer.length), UInt64(lockKey), UInt64(bitPattern: offset), 0
        )
        if !file.isSynchronous { irp.count(for: process.quota) }
        if major == .read { irp.output = buffer } else { irp.input = buffer }
        if apcRoutine != 0 { irp.call = UserAPC(apcRoutine, apcContext, statusBlock.address) }
        return try run(irp, caller, file, signalled, statusBlock)
    }

    /// `NtDeviceIoControlFile`.
    ///
    /// *Access:* what the control code demands: FILE_READ_DATA, FILE_WRITE_DATA, both or none.
    /// *Errors:* as NtReadFile, without those about offsets.
    func ntDeviceIoControlFile(
        _ caller: Thread, _ handle: Handle, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ code: UInt32,
        _ inputBuffer: UInt, _ inputLength: UInt32, _ outputBuffer: UInt, _ outputLength: UInt32
    ) throws(NTStatus) -> NTStatus {
        try control(
            .deviceControl, caller, handle, event, apcRoutine, apcContext, statusBlock, code, inputBuffer, inputLength,
            outputBuffer, outputLength)
    }

    /// `NtFsControlFile`. The same for what file systems are asked: IRP_MJ_FILE_SYSTEM_CONTROL.
    ///
    /// *Access, errors:* as NtDeviceIoControlFile.
    func ntFsControlFile(
        _ caller: Thread, _ handle: Handle, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ code: UInt32,
        _ inputBuffer: UInt, _ inputLength: UInt32, _ outputBuffer: UInt, _ outputLength: UInt32
    ) throws(NTStatus) -> NTStatus {
        try control(
            .fileSystemControl, caller, handle, event, apcRoutine, apcContext, statusBlock, code, inputBuffer,
            inputLength,
            outputBuffer, outputLength)
    }

    private func control(
        _ major: MajorFunction, _ caller: Thread, _ handle: Handle, _ event: Handle?, _ apcRoutine: UInt,
        _ apcContext: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>, _ code: UInt32,
        _ inputBuffer: UInt, _ inputLength: UInt32, _ outputBuffer: UInt, _ outputLength: UInt32
    ) throws(NTStatus) -> NTStatus {
        // Bits 14 and 15 of the code are the first two rights of a file.
        let file = try caller.object(
            handle, as: File.self, needing: AccessMask(rawValue: code >> 14 & 3))
        try caller.process.probeForWrite(statusBlock)
        var signalled: Event?
        if let event {
            signalled = try caller.object(event, as: Event.self, needing: .eventModifyState)
        }
        io.counters.others &+= 1
        // A program may have as many requests under way as it likes, but for the memory they take.
        if file.isSynchronous {
            try takeTurn(of: file, caller)
        } else {
            try caller.process.addressSpace.requireRoom()
        }
        let irp = makeRequest(major, for: file, by: caller)
        if !file.isSynchronous { irp.count(for: caller.process.quota) }
        irp.parameters = (
            UInt64(outputLength), UInt64(inputLength), UInt64(code), UInt64(inputBuffer)
        )
        if apcRoutine != 0 { irp.call = UserAPC(apcRoutine, apcContext, statusBlock.address) }
        irp.input = UserBuffer(inputBuffer, inputBuffer == 0 ? 0 : Int(inputLength))
        irp.output = UserBuffer(outputBuffer, outputBuffer == 0 ? 0 : Int(outputLength))
        return try run(irp, caller, file, signalled, statusBlock)
    }

    /// `NtFlushBuffersFile`.
    ///
    /// *Access:* FILE_WRITE_DATA or FILE_APPEND_DATA.
    func ntFlushBuffersFile(
        _ caller: Thread, _ handle: Handle, _ statusBlock: UserPointer<IO_STATUS_BLOCK>
    ) throws(NTStatus) -> NTStatus {
        let file = try caller.object(handle, as: File.self, needing: [])
        let access = caller.process.handles[handle]?.access ?? []
        if access.isDisjoint(with: [.fileWriteData, .fileAppendData]) { throw .accessDenied }
        try caller.process.probeForWrite(statusBlock)
        return try runAndWait(
            makeRequest(.flushBuffers, for: file, by: caller), caller, file, statusBlock)
    }

    /// `NtCancelIoFile`. Cancels what the calling thread has pending on the file, and waits for the end of it.
    ///
    /// *Errors:* those of the handle; `.accessViolation`.
    func ntCancelIoFile(
        _ caller: Thread, _ handle: Handle, _ statusBlock: UserPointer<IO_STATUS_BLOCK>
    ) throws(NTStatus) -> NTStatus {
        let file = try caller.object(handle, as: File.self, needing: [])
        try caller.process.probeForWrite(statusBlock)
        for irp in caller.requests where irp.file === file { irp.device?.cancel(irp, self) }
        while let irp = caller.requests.first(where: { $0.file === file }) {
            irp.hasWaiter = true
            _ = try finish(irp, for: caller)
        }
        try caller.process.write(
            IO_STATUS_BLOCK(Status: NTStatus.success.rawValue, Reserved: 0, Information: 0),
            to: statusBlock)
        return .success
    }

    /// `NtCancelIoFileEx`. Cancels what any thread of the process has pending on the file, or the one request with this status
    /// block, and does not wait for the end of it.
    ///
    /// *Errors:* those of the handle; `.accessViolation`; `.notFound` (nothing to cancel).
    func ntCancelIoFileEx(
        _ caller: Thread, _ handle: Handle, _ request: UInt, _ statusBlock: UserPointer<IO_STATUS_BLOCK>
    ) throws(NTStatus) -> NTStatus {
        let file = try caller.object(handle, as: File.self, needing: [])
        try caller.process.probeForWrite(statusBlock)
        var found = false
        for thread in caller.process.threads {
            for irp in thread.requests where irp.file === file && (request == 0 || irp.statusBlock?.address == request)
            {
                found = true
                irp.device?.cancel(irp, self)
            }
        }
        let status: NTStatus = found ? .success : .notFound
        try caller.process.write(
            IO_STATUS_BLOCK(Status: status.rawValue, Reserved: 0, Information: 0), to: statusBlock)
        return status
    }
}

/// ByteOffset values that are no offsets.
enum FilePosition {
    /// FILE_WRITE_TO_END_OF_FILE.
    static let end: Int64 = -1
    /// FILE_USE_FILE_POINTER_POSITION.
    static let current: Int64 = -2
}
