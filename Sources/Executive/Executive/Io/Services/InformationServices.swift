import CNT
import NTABI

/// FILE_INFORMATION_CLASS and FS_INFORMATION_CLASS, as far as they are answered, with the size of the fixed part.
enum FileInformationClass: UInt32 {
    case directory = 1
    case fullDirectory = 2
    case bothDirectory = 3
    case basic = 4
    case standard = 5
    case internalNumber = 6
    case extendedAttributes = 7
    case access = 8
    case name = 9
    case names = 12
    case disposition = 13
    case position = 14
    case mode = 16
    case alignment = 17
    case endOfFile = 20
    case networkOpen = 34

    /// The least a buffer of a query must hold; nil for a class that NtQueryInformationFile does not answer.
    var querySize: Int? {
        switch self {
        case .basic: 40
        case .standard: 24
        case .internalNumber, .position: 8
        case .extendedAttributes, .access, .mode, .alignment: 4
        case .name: 8
        case .networkOpen: 56
        case .directory, .fullDirectory, .bothDirectory, .names, .disposition, .endOfFile: nil
        }
    }

    /// The same for NtSetInformationFile.
    var setSize: Int? {
        switch self {
        case .basic: 40
        case .disposition: 1
        case .position, .endOfFile: 8
        default: nil
        }
    }
}

extension Executive {
    /// `NtQueryInformationFile`. The manager answers what it knows itself, the device the rest.
    ///
    /// *Access:* FILE_READ_ATTRIBUTES for basic and network-open information.
    /// *Errors:* `.invalidInfoClass`; `.infoLengthMismatch`; `.datatypeMisalignment`; those of the handle; `.accessViolation`; what the
    /// device answers.
    func ntQueryInformationFile(
        _ caller: Thread, _ handle: Handle, _ statusBlock: UserPointer<IO_STATUS_BLOCK>,
        _ buffer: UInt, _ length: UInt32, _ informationClass: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard let kind = FileInformationClass(rawValue: informationClass),
            let least = kind.querySize
        else { throw .invalidInfoClass }
        guard Int(length) >= least else { throw .infoLengthMismatch }
        try requireAlignment(buffer, to: 4)
        let file = try caller.object(
            handle, as: File.self,
            needing: kind == .basic || kind == .networkOpen ? .fileReadAttributes : [])
        let process = caller.process
        try process.probeForWrite(statusBlock)
        let answer: UInt64
        switch kind {
        case .position: answer = UInt64(bitPattern: file.position)
        case .access:
            answer = UInt64(process.handles[handle]?.access.rawValue ?? 0)
        case .mode:
            answer = UInt64(file.options.rawValue & 0x103E)  // FILE_VALID_MODE_FLAGS
        case .alignment: answer = 0
        default:
            let irp = makeRequest(.queryInformation, for: file, by: caller)
            irp.parameters = (UInt64(length), UInt64(informationClass), 0, 0)
            irp.output = UserBuffer(buffer, Int(length))
            return try runAndWait(irp, caller, file, statusBlock)
        }
        if least == 8 {
            try process.write(answer, to: UserPointer(required: buffer))
        } else {
            try process.write(UInt32(truncatingIfNeeded: answer), to: UserPointer(required: buffer))
        }
        try process.write(
            IO_STATUS_BLOCK(Status: 0, Reserved: 0, Information: UInt(least)), to: statusBlock)
        return .success
    }

    /// `NtSetInformationFile`.
    ///
    /// *Access:* FILE_WRITE_ATTRIBUTES for basic, DELETE for disposition, FILE_WRITE_DATA for end-of-file information.
    /// *Errors:* as NtQueryInformationFile; `.invalidParameter` (a negative position).
    func ntSetInformationFile(
        _ caller: Thread, _ handle: Handle, _ statusBlock: UserPointer<IO_STATUS_BLOCK>,
        _ buffer: UInt, _ length: UInt32, _ informationClass: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard let kind = FileInformationClass(rawValue: informationClass), let least = kind.setSize
        else { throw .invalidInfoClass }
        guard Int(length) >= least else { throw .infoLengthMismatch }
        try requireAlignment(buffer, to: 4)
        let access: AccessMask =
            switch kind {
            case .basic: .fileWriteAttributes
            case .disposition: .delete
            case .endOfFile: .fileWriteData
            default: []
            }
        let file = try caller.object(handle, as: File.self, needing: access)
        try caller.process.probeForWrite(statusBlock)
        if kind == .position {
            let position = try caller.process.read(UserPointer<Int64>(required: buffer))
            guard position >= 0 else { throw .invalidParameter }
            file.position = position
            try caller.process.write(
                IO_STATUS_BLOCK(Status: 0, Reserved: 0, Information: 0), to: statusBlock)
            return .success
        }
        let irp = makeRequest(.setInformation, for: file, by: caller)
        irp.parameters = (UInt64(length), UInt64(informationClass), 0, 0)
        irp.input = UserBuffer(buffer, Int(length))
        return try runAndWait(irp, caller, file, statusBlock)
    }

    /// `NtQueryVolumeInformationFile`.
    ///
    /// *Errors:* those of the handle; `.accessViolation`; `.datatypeMisalignment`; `.infoLengthMismatch`; what the device
    /// answers.
    func ntQueryVolumeInformationFile(
        _ caller: Thread, _ handle: Handle, _ statusBlock: UserPointer<IO_STATUS_BLOCK>,
        _ buffer: UInt, _ length: UInt32, _ informationClass: UInt32
    ) throws(NTStatus) -> NTStatus {
        let file = try caller.object(handle, as: File.self, needing: [])
        let process = caller.process
        try process.probeForWrite(statusBlock)
        try requireAlignment(buffer, to: 4)
        if informationClass == FileFsDeviceInformation {
            // The manager knows this of every device.
            let size = MemoryLayout<FILE_FS_DEVICE_INFORMATION>.size
            guard Int(length) >= size else { throw .infoLengthMismatch }
            try process.write(
                FILE_FS_DEVICE_INFORMATION(
                    DeviceType: file.device.deviceType,
                    Characteristics: file.device.characteristics),
                to: UserPointer(required: buffer))
            try process.write(
                IO_STATUS_BLOCK(Status: 0, Reserved: 0, Information: UInt(size)), to: statusBlock)
            return .success
        }
        let irp = makeRequest(.queryVolumeInformation, for: file, by: caller)
        irp.parameters = (UInt64(length), UInt64(informationClass), 0, 0)
        irp.output = UserBuffer(buffer, Int(length))
        return try runAndWait(irp, caller, file, statusBlock)
    }

    /// `NtQueryAttributesFile`. FILE_BASIC_INFORMATION of a file that need not be opened first.
    ///
    /// *Errors:* as NtOpenFile; `.accessViolation`; what the device answers.
    func ntQueryAttributesFile(
        _ caller: Thread, _ attributes: ObjectAttributes, _ information: UInt
    ) throws(NTStatus) -> NTStatus {
        try query(.basic, size: MemoryLayout<FILE_BASIC_INFORMATION>.size, caller, attributes, information)
    }

    /// `NtQueryFullAttributesFile`. FILE_NETWORK_OPEN_INFORMATION of a file that need not be opened first.
    ///
    /// *Errors:* as NtQueryAttributesFile.
    func ntQueryFullAttributesFile(
        _ caller: Thread, _ attributes: ObjectAttributes, _ information: UInt
    ) throws(NTStatus) -> NTStatus {
        let size = 56
        return try query(.networkOpen, size: size, caller, attributes, information)
    }

    private func query(
        _ kind: FileInformationClass, size: Int, _ caller: Thread, _ attributes: ObjectAttributes, _ information: UInt
    ) throws(NTStatus) -> NTStatus {
        try caller.process.probeForWrite(UserBuffer(information, size))
        let request = FileRequest(access: .fileReadAttributes, options: [])
        let (file, _, _) = try openFile(request, attributes, for: caller)
        defer { cleanUp(file) }
        let irp = makeRequest(.queryInformation, for: file, by: caller)
        irp.parameters = (UInt64(size), UInt64(kind.rawValue), 0, 0)
        irp.output = UserBuffer(information, size)
        return try runAndWait(irp, caller, file, nil)
    }
}
