import CNT
import NTABI

/// What a program says of a file it opens or creates, beside its name.
struct FileRequest {
    var access: AccessMask
    var options: CreateOptions
    var disposition = CreateDisposition.open
    var attributes: UInt32 = 0
    var share: UInt32 = 0
    var allocationSize: Int64 = 0
}

extension Executive {
    /// `NtCreateFile`. Opens or creates a file, a directory or a device.
    ///
    /// *Errors:* `.accessViolation` (handle, status block); `.invalidParameter` (dispositions, options that contradict
    /// each other); `.easNotSupported`; those of `resolve` and `granted`; `.objectNameNotFound`;
    /// `.objectTypeMismatch`; `.accessDenied` (an exclusive device in use); what the device answers.
    func ntCreateFile(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes, _ statusBlock: UserPointer<IO_STATUS_BLOCK>,
        _ allocationSize: UserPointer<Int64>?, _ fileAttributes: UInt32, _ share: UInt32,
        _ disposition: UInt32, _ options: UInt32, _ eaBuffer: UInt, _ eaLength: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard let disposition = CreateDisposition(rawValue: disposition) else {
            throw .invalidParameter
        }
        if eaLength != 0 { throw .easNotSupported }
        var request = FileRequest(
            access: access, options: CreateOptions(rawValue: options), disposition: disposition,
            attributes: fileAttributes, share: share)
        if let allocationSize {
            request.allocationSize = try caller.process.read(allocationSize)
            if request.allocationSize < 0 { throw .invalidParameter }
        }
        return try open(request, attributes, for: caller, handle, statusBlock)
    }

    /// `NtOpenFile`. Opens what exists.
    ///
    /// *Errors:* as NtCreateFile.
    func ntOpenFile(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes, _ statusBlock: UserPointer<IO_STATUS_BLOCK>,
        _ share: UInt32, _ options: UInt32
    ) throws(NTStatus) -> NTStatus {
        let request = FileRequest(
            access: access, options: CreateOptions(rawValue: options), share: share)
        return try open(request, attributes, for: caller, handle, statusBlock)
    }

    private func open(
        _ request: FileRequest, _ attributes: ObjectAttributes, for caller: Thread,
        _ handle: UserPointer<Handle>, _ statusBlock: UserPointer<IO_STATUS_BLOCK>
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        try process.probeForWrite(handle)
        try process.probeForWrite(statusBlock)
        try process.checkRoom(for: nil, attributes.flags)
        let (file, granted, opened) = try openFile(request, attributes, for: caller)
        let made: Handle
        do throws(NTStatus) {
            made = try process.openHandle(to: file, granted: granted, flags: attributes.flags)
        } catch {
            // The process came to its end, or to its last handle, while the device was asked.
            cleanUp(file)
            throw error
        }
        try process.write(made, to: handle)
        let answer = IO_STATUS_BLOCK(
            Status: opened.status.rawValue, Reserved: 0, Information: opened.information)
        try process.write(answer, to: statusBlock)
        return opened.status
    }

    /// Opens a file without a handle; whoever gets it must give it one or call `cleanUp`.
    func openFile(
        _ request: FileRequest, _ attributes: ObjectAttributes, for caller: Thread
    ) throws(NTStatus) -> (
        file: File, granted: AccessMask, opened: (status: NTStatus, information: UInt)
    ) {
        try check(request)
        var granted = try ObjectType.file.granted(request.access)
        let (device, name) = try locateFile(attributes, caller.process, byID: request.options.contains(.openByFileID))
        if request.access.contains(.maximumAllowed) { granted.formIntersection(device.maximumAccess) }
        if device.isExclusive, device.openCount > 0 { throw .accessDenied }

        let file = File(on: device, name: name, options: request.options)
        let irp = makeRequest(.create, for: file, by: caller)
        let disposition = UInt64(request.disposition.rawValue) << 24
        irp.parameters.0 = UInt64(granted.rawValue)
        irp.parameters.1 = UInt64(request.options.rawValue) | disposition
        irp.parameters.2 = UInt64(request.attributes & 0xFFFF) | UInt64(request.share & 7) << 16
        irp.hasWaiter = true
        device.openCount += 1
        send(irp)
        let opened = try finish(irp, for: caller)
        guard opened.status.isSuccess else { throw opened.status }
        return (file, granted, opened)
    }

    /// `.invalidParameter` for options that contradict each other.
    private func check(_ request: FileRequest) throws(NTStatus) {
        let options = request.options
        let waits = options.isDisjoint(with: .synchronous) == false
        guard CreateOptions.valid.isSuperset(of: options),
            !options.isSuperset(of: .synchronous),
            !options.isSuperset(of: [.directoryFile, .nonDirectoryFile]),
            !waits || request.access.contains(.synchronize)
                || request.access.rawValue >> 25 != 0,
            !options.contains(.deleteOnClose) || request.access.contains(.delete)
                || request.access.rawValue >> 25 != 0
        else { throw .invalidParameter }
    }

    /// The device a path leads to, and what is left of the path. The number of a file is no path: it goes to the device as it is.
    private func locateFile(
        _ attributes: ObjectAttributes, _ process: Process, byID: Bool
    ) throws(NTStatus) -> (Device, UnicodeString) {
        switch try resolve(attributes, from: process, caseMatters: false) {
        case .parse(let device as Device, let rest, _): return (device, rest)
        case .parse(let base as File, let rest, _) where byID: return (base.device, rest)
        case .parse(let base as File, let rest, _):
            if rest.units.first == UnicodeString.backslash { throw .objectPathSyntaxBad }
            if rest.isEmpty { return (base.device, base.name) }
            var name = base.name
            if name.units.last != UnicodeString.backslash {
                name.units.append(UnicodeString.backslash)
            }
            return (base.device, name + rest)
        case .missing: throw .objectNameNotFound
        case .found, .parse: throw .objectTypeMismatch
        }
    }
}
