import BootArchive

extension File {
    /// Where the file's content lies, for sections; nil for anything but a file of the boot archive.
    var archiveData: ArchiveData? {
        guard case .file(let entry)? = archiveNode, let device = device as? ArchiveDevice else {
            return nil
        }
        return ArchiveData(
            address: device.archive.address(of: entry), size: UInt(entry.size))
    }
}
