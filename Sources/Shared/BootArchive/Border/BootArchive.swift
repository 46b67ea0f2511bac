// Unsafe in one way: the archive is memory outside Swift's management. The creator promises that it stays
// readable and unchanged for as long as the value is used; `init` has checked every offset against the
// archive's size before any other method reads through one.

/// A boot archive in memory, checked once, read many times.
///
/// Nothing is allocated: entries are read where they lie.
@safe
public struct BootArchive {
    private let memory: UnsafeRawBufferPointer

    /// Number of files.
    public let count: Int

    /// Accepts `memory` as an archive, or says why it is none.
    ///
    /// `memory` may be larger than the archive. It starts on a page boundary.
    ///
    /// Errors, in this order: `truncated` (shorter than a header), `notAnArchive`, `unknownVersion`,
    /// `truncated`, `damaged`, `badEntry`.
    public init(_ memory: UnsafeRawBufferPointer) throws(ArchiveError) {
        guard memory.count >= ArchiveFormat.headerSize else { throw .truncated }
        guard unsafe memory.word(at: 0) == ArchiveFormat.magic else { throw .notAnArchive }
        let version = unsafe memory.half(at: 8)
        guard version == ArchiveFormat.version else { throw .unknownVersion(version) }
        let size = unsafe memory.word(at: 16)
        guard size >= UInt64(ArchiveFormat.headerSize), size <= UInt64(memory.count),
            size % UInt64(ArchiveFormat.pageSize) == 0
        else { throw .truncated }
        unsafe self.memory = UnsafeRawBufferPointer(rebasing: memory[..<Int(size)])
        count = Int(unsafe memory.half(at: 12))
        guard unsafe checksum == memory.word(at: ArchiveFormat.checksumOffset) else {
            throw .damaged
        }
        guard count <= (Int(size) - ArchiveFormat.headerSize) / ArchiveFormat.entrySize
        else { throw .truncated }
        for index in 0..<count where !entryIsSound(index) { throw .badEntry(index) }
    }

    /// Size of the whole archive in bytes.
    public var size: Int { unsafe memory.count }

    /// The file with this index; `index` is less than `count`.
    public subscript(index: Int) -> ArchiveFile {
        precondition(index < count, "archive index out of range")
        let entry = ArchiveFormat.headerSize + index * ArchiveFormat.entrySize
        return unsafe ArchiveFile(
            nameOffset: Int(memory.half(at: entry)),
            nameLength: Int(memory.half(at: entry + 4)) / 2,
            offset: Int(memory.word(at: entry + 8)), size: Int(memory.word(at: entry + 16)))
    }

    /// Character `index` of the file's path, in UTF-16.
    public func character(_ index: Int, of file: ArchiveFile) -> UInt16 {
        precondition(index < file.nameLength, "character index out of range")
        return unsafe memory.loadUnaligned(
            fromByteOffset: file.nameOffset + index * 2, as: UInt16.self)
    }

    /// The file's bytes where they lie; valid as long as the archive's memory is.
    public func contents(of file: ArchiveFile) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: memory[file.offset..<file.offset + file.size])
    }
}

extension BootArchive {
    /// The checksum as it should be: over all words, the stored checksum taken as zero.
    private var checksum: UInt64 {
        var sum = ArchiveChecksum()
        for offset in stride(from: 0, to: unsafe memory.count, by: 8) {
            sum.add(offset == ArchiveFormat.checksumOffset ? 0 : unsafe memory.word(at: offset))
        }
        return sum.value
    }

    private func entryIsSound(_ index: Int) -> Bool {
        let entry = ArchiveFormat.headerSize + index * ArchiveFormat.entrySize
        let size = UInt64(unsafe memory.count)
        let name = unsafe (UInt64(memory.half(at: entry)), UInt64(memory.half(at: entry + 4)))
        let data = unsafe (memory.word(at: entry + 8), memory.word(at: entry + 16))
        return name.0 + name.1 <= size && name.1 % 2 == 0
            && data.0 % UInt64(ArchiveFormat.pageSize) == 0
            && data.0 <= size && data.1 <= size - data.0
    }
}

extension UnsafeRawBufferPointer {
    /// The 64-bit number at `offset`.
    fileprivate func word(at offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The 32-bit number at `offset`.
    fileprivate func half(at offset: Int) -> UInt32 {
        unsafe UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
