/// Where one file of a boot archive lies. Made by `BootArchive`, and meaningful for that archive only.
public struct ArchiveFile: Equatable {
    let nameOffset: Int
    /// Length of the path in UTF-16 characters.
    public let nameLength: Int
    /// Offset of the data from the start of the archive, a multiple of the page size.
    public let offset: Int
    /// Size of the data in bytes. The rest of the last page is zeros.
    public let size: Int
}
