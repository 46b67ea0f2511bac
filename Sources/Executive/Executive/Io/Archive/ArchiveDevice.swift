import BootArchive
import CNT
import NTABI

/// `\Device\BootArchive`: the files that came with the executive, to be read and nothing else.
///
/// Everything is complete when `start` returns.
final class ArchiveDevice: Device {
    let archive: BootArchive
    /// The archive keeps no times: every file is as old as the system's start.
    let time: Int64

    init(_ archive: BootArchive, time: Int64) {
        self.archive = archive
        self.time = time
        super.init(
            type: UInt32(FILE_DEVICE_DISK), characteristics: UInt32(FILE_READ_ONLY_DEVICE))
    }

    override var maximumAccess: AccessMask {
        ObjectType.file.mapping.read.union(ObjectType.file.mapping.execute)
    }

    override func start(_ irp: IRP, _ executive: Executive) {
        guard let file = irp.file else { return executive.complete(irp, .invalidDeviceRequest) }
        do throws(NTStatus) {
            let information = try perform(irp, file)
            executive.complete(irp, .success, information: information)
        } catch {
            executive.complete(irp, error)
        }
    }

    private func perform(_ irp: IRP, _ file: File) throws(NTStatus) -> UInt {
        switch irp.major {
        case .create: return try open(file, irp)
        case .cleanup, .close: return 0
        case .read: return try read(irp, file)
        case .queryInformation: return try query(irp, file)
        case .queryVolumeInformation: return try queryVolume(irp)
        case .directoryControl: return try list(irp, file)
        case .write, .setInformation, .flushBuffers: throw .mediaWriteProtected
        default: throw .invalidDeviceRequest
        }
    }

    /// Errors: those of `node`; `.invalidParameter` (no file of that number); `.objectNameCollision`; `.mediaWriteProtected` (anything that would change the archive);
    /// `.fileIsADirectory`, `.notADirectory` (the other of the two was asked for).
    private func open(_ file: File, _ irp: IRP) throws(NTStatus) -> UInt {
        let access = AccessMask(rawValue: UInt32(truncatingIfNeeded: irp.parameters.0))
        guard let disposition = CreateDisposition(rawValue: UInt32(irp.parameters.1 >> 24)) else {
            throw .invalidParameter
        }
        let node: ArchiveNode
        do throws(NTStatus) {
            node =
                file.options.contains(.openByFileID) ? try self.node(numbered: file.name) : try archive.node(file.name)
        } catch {
            guard error == .objectNameNotFound else { throw error }
            switch disposition {
            case .open, .overwrite: throw .objectNameNotFound
            case .create, .openIf, .supersede, .overwriteIf: throw .mediaWriteProtected
            }
        }
        switch disposition {
        case .create: throw .objectNameCollision
        case .overwrite, .overwriteIf, .supersede: throw .mediaWriteProtected
        case .open, .openIf: break
        }
        switch node {
        case .file where file.options.contains(.directoryFile): throw .notADirectory
        case .directory where file.options.contains(.nonDirectoryFile): throw .fileIsADirectory
        default: break
        }
        guard access.isDisjoint(with: Self.changes), !file.options.contains(.deleteOnClose) else {
            throw .mediaWriteProtected
        }
        file.archiveNode = node
        return CreateOutcome.opened.rawValue
    }

    /// The file of FILE_OPEN_BY_FILE_ID: its name is the eight bytes of its number, behind a backslash if it begins at the device.
    private func node(numbered name: UnicodeString) throws(NTStatus) -> ArchiveNode {
        let units =
            name.count == 5 && name.units.first == UnicodeString.backslash ? name.units.dropFirst() : name.units[...]
        guard units.count == 4 else { throw .invalidParameter }
        let number = units.reversed().reduce(0) { $0 << 16 | UInt64($1) }
        for index in 0..<archive.count where self.number(of: .file(archive[index])) == number {
            return .file(archive[index])
        }
        throw .invalidParameter
    }

    /// Rights nobody gets here.
    private static let changes: AccessMask = [
        .fileWriteData, .fileAppendData, .fileWriteEA, .fileDeleteChild, .fileWriteAttributes,
        .delete, .writeDAC, .writeOwner,
    ]
}
