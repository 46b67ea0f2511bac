// Unsafe in one way: a file's bytes lie in the archive, which is mapped for good; the range was cut to the file.

import BootArchive
import NTABI

extension ArchiveDevice {
    /// Errors: `.invalidDeviceRequest` (a directory); `.endOfFile`; `.accessViolation`.
    func read(_ irp: IRP, _ file: File) throws(NTStatus) -> UInt {
        guard case .file(let entry)? = file.archiveNode, let requester = irp.requester else {
            throw .invalidDeviceRequest
        }
        if irp.output.length == 0 { return 0 }
        let offset = irp.parameters.2
        guard offset < UInt64(entry.size) else { throw .endOfFile }
        let count = min(irp.output.length, entry.size - Int(offset))
        let contents = unsafe archive.contents(of: entry)
        guard let base = contents.baseAddress else { throw .endOfFile }
        try unsafe requester.process.copyOut(
            base + Int(offset), to: UserBuffer(irp.output.address, count))
        return UInt(count)
    }

    /// The whole content of a file that the executive reads for itself; nil if there is none.
    static func bytes(of path: StaticString, in archive: BootArchive) -> [UInt8]? {
        guard let file = archive.file(path) else { return nil }
        return unsafe Array(archive.contents(of: file))
    }
}
