import CNT
import NTABI

/// The layouts in which NtQueryDirectoryFile lists entries.
struct DirectoryEntryFormat {
    private let kind: FileInformationClass
    /// Where the name begins.
    let nameOffset: Int

    /// Nil for a class that lists nothing.
    init?(_ informationClass: UInt32) {
        guard let kind = FileInformationClass(rawValue: informationClass) else { return nil }
        switch kind {
        case .directory: nameOffset = Int(FILE_DIRECTORY_INFORMATION_NAME)
        case .fullDirectory: nameOffset = Int(FILE_FULL_DIR_INFORMATION_NAME)
        case .bothDirectory: nameOffset = Int(FILE_BOTH_DIR_INFORMATION_NAME)
        case .names: nameOffset = Int(FILE_NAMES_INFORMATION_NAME)
        default: return nil
        }
        self.kind = kind
    }

    func size(of entry: ArchiveEntry) -> Int { nameOffset + entry.name.byteCount }

    /// One entry; `next` is the distance to the following one, 0 for the last.
    func put(
        _ entry: ArchiveEntry, next: Int, time: Int64, into answer: inout ByteWriter
    ) {
        let start = answer.count
        answer.put(UInt32(next))
        answer.put(UInt32(0))
        if kind != .names {
            for _ in 0..<4 { answer.put(time) }
            answer.put(entry.size)
            answer.put((entry.size + 4095) & ~4095)
            answer.put(
                entry.isDirectory
                    ? ArchiveDevice.directoryAttributes : ArchiveDevice.fileAttributes)
        }
        answer.put(UInt32(entry.name.byteCount))
        // The rest of the fixed part: no extended attributes, no short name.
        answer.putZeros(start + nameOffset - answer.count)
        answer.put(entry.name)
    }
}
