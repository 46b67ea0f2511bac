import BootArchive

/// One file on its way into a boot archive.
public struct ArchiveInput: Sendable {
    /// Path inside, with backslashes: `System32\ntdll.dll`.
    public let path: String
    public let contents: [UInt8]

    public init(path: String, contents: [UInt8]) {
        self.path = path
        self.contents = contents
    }
}

/// Writes boot archives, in the layout `ArchiveFormat` describes.
public enum ArchiveWriter {
    /// The archive that holds `files`. Of two files with the same path the later one counts, so that
    /// what a user adds replaces what was built.
    public static func archive(of files: [ArchiveInput]) -> [UInt8] {
        let files = sortedByName(files)
        let nameTable = ArchiveFormat.headerSize + files.count * ArchiveFormat.entrySize
        let nameBytes = files.map { Array($0.path.utf16).flatMap { littleEndian($0) } }
        let names = nameBytes.reduce(0) { $0 + $1.count }

        var directory: [UInt8] = []
        var nameOffset = nameTable
        var dataOffset = pageAligned(nameTable + names)
        for (file, name) in zip(files, nameBytes) {
            directory += littleEndian(UInt32(nameOffset)) + littleEndian(UInt32(name.count))
            directory +=
                littleEndian(UInt64(dataOffset)) + littleEndian(UInt64(file.contents.count))
            nameOffset += name.count
            dataOffset = pageAligned(dataOffset + file.contents.count)
        }

        var archive = header(count: files.count, size: dataOffset)
        archive += directory
        for name in nameBytes { archive += name }
        pad(&archive)
        for file in files {
            archive += file.contents
            pad(&archive)
        }
        seal(&archive)
        return archive
    }

    private static func sortedByName(_ files: [ArchiveInput]) -> [ArchiveInput] {
        var byName: [[UInt16]: ArchiveInput] = [:]
        for file in files { byName[file.path.utf16.map(ArchiveFormat.upperCase)] = file }
        return byName.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    private static func header(count: Int, size: Int) -> [UInt8] {
        littleEndian(ArchiveFormat.magic) + littleEndian(ArchiveFormat.version)
            + littleEndian(UInt32(count)) + littleEndian(UInt64(size)) + littleEndian(UInt64(0))
    }

    /// Fills in the checksum, taken over the archive with the field still zero.
    private static func seal(_ archive: inout [UInt8]) {
        var checksum = ArchiveChecksum()
        for offset in stride(from: 0, to: archive.count, by: 8) {
            var word: UInt64 = 0
            for byte in archive[offset..<offset + 8].reversed() { word = word << 8 | UInt64(byte) }
            checksum.add(word)
        }
        let field = ArchiveFormat.checksumOffset
        archive.replaceSubrange(field..<field + 8, with: littleEndian(checksum.value))
    }

    private static func pad(_ archive: inout [UInt8]) {
        archive += [UInt8](repeating: 0, count: pageAligned(archive.count) - archive.count)
    }

    private static func pageAligned(_ size: Int) -> Int {
        (size + ArchiveFormat.pageSize - 1) / ArchiveFormat.pageSize * ArchiveFormat.pageSize
    }
}

/// The bytes of a number, lowest first.
func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}
