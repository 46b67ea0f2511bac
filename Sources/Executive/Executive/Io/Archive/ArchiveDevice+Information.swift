import BootArchive
import CNT
import NTABI

// NtQueryInformationFile and NtQueryVolumeInformationFile on the archive.
extension ArchiveDevice {
    /// Errors: `.invalidInfoClass`; `.bufferOverflow` (the name was cut); `.accessViolation`. The manager has checked the
    /// length.
    func query(_ irp: IRP, _ file: File) throws(NTStatus) -> UInt {
        guard let node = file.archiveNode, let requester = irp.requester,
            let kind = FileInformationClass(rawValue: UInt32(truncatingIfNeeded: irp.parameters.1))
        else { throw .invalidDeviceRequest }
        let process = requester.process
        let (size, attributes) = facts(of: node)
        let allocation = (size + 4095) & ~4095
        var answer = ByteWriter()
        switch kind {
        case .basic:
            for _ in 0..<4 { answer.put(time) }
            answer.put(attributes)
            answer.align(to: 8)
        case .standard:
            answer.put(allocation)
            answer.put(size)
            answer.put(UInt32(1))
            answer.put(UInt8(0))
            answer.put(UInt8(attributes & UInt32(FILE_ATTRIBUTE_DIRECTORY) != 0 ? 1 : 0))
            answer.align(to: 8)
        case .internalNumber: answer.put(number(of: node))
        case .extendedAttributes: answer.put(UInt32(0))
        case .networkOpen:
            for _ in 0..<4 { answer.put(time) }
            answer.put(allocation)
            answer.put(size)
            answer.put(attributes)
            answer.align(to: 8)
        case .name: return try answerName(of: node, irp, process)
        default: throw .invalidInfoClass
        }
        try process.writeBytes(answer.bytes, to: irp.output.address)
        return UInt(answer.count)
    }

    private func facts(of node: ArchiveNode) -> (size: Int64, attributes: UInt32) {
        switch node {
        case .file(let file): (Int64(file.size), Self.fileAttributes)
        case .directory: (0, Self.directoryAttributes)
        }
    }

    static let fileAttributes = UInt32(FILE_ATTRIBUTE_READONLY)
    static let directoryAttributes =
        UInt32(FILE_ATTRIBUTE_DIRECTORY) | UInt32(FILE_ATTRIBUTE_READONLY)

    /// A number of its own for every file: where it lies. Directories share zero.
    func number(of node: ArchiveNode) -> UInt64 {
        guard case .file(let file) = node else { return 0 }
        return UInt64(file.offset)
    }

    private func answerName(
        of node: ArchiveNode, _ irp: IRP, _ process: Process
    ) throws(NTStatus) -> UInt {
        var path = UnicodeString("\\")
        switch node {
        case .directory(let name): path.append(name)
        case .file(let file):
            for index in 0..<file.nameLength {
                path.units.append(archive.character(index, of: file))
            }
        }
        var answer = ByteWriter()
        answer.put(UInt32(path.byteCount))
        answer.put(path)
        let fits = answer.count <= irp.output.length
        let bytes = fits ? answer.bytes : Array(answer.bytes[..<(irp.output.length & ~1)])
        try process.writeBytes(bytes, to: irp.output.address)
        if !fits { throw .bufferOverflow }
        return UInt(answer.count)
    }

    /// Errors: `.invalidInfoClass`; `.infoLengthMismatch`; `.accessViolation`.
    func queryVolume(_ irp: IRP) throws(NTStatus) -> UInt {
        guard let process = irp.requester?.process else { throw .invalidDeviceRequest }
        let label = UnicodeString("Boot archive")
        var answer = ByteWriter()
        switch UInt32(truncatingIfNeeded: irp.parameters.1) {
        case UInt32(FileFsVolumeInformation):
            answer.put(time)
            answer.put(UInt32(1))
            answer.put(UInt32(label.byteCount))
            answer.putZeros(2)
            answer.put(label)
        case UInt32(FileFsSizeInformation):
            answer.put(Int64(archive.size / 4096))
            answer.put(Int64(0))
            answer.put(UInt32(8))
            answer.put(UInt32(512))
        case UInt32(FileFsAttributeInformation):
            let name = UnicodeString("Archive")
            // FILE_CASE_PRESERVED_NAMES, FILE_UNICODE_ON_DISK, FILE_READ_ONLY_VOLUME
            answer.put(UInt32(0x0008_0006))
            answer.put(UInt32(255))
            answer.put(UInt32(name.byteCount))
            answer.put(name)
        default: throw .invalidInfoClass
        }
        guard irp.output.length >= answer.count else { throw .infoLengthMismatch }
        try process.writeBytes(answer.bytes, to: irp.output.address)
        return UInt(answer.count)
    }
}
