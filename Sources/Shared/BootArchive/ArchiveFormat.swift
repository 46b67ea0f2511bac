/// The layout of the boot archive: the files that travel inside the executive's ELF.
///
/// An archive is one header, a directory of fixed-size entries, the names, and the files. Every file
/// begins on a page boundary and is padded with zeros to the next one, so that an image section can map
/// its pages where they lie. All numbers are little-endian; offsets count from the header.
///
/// | offset | size | header field |
/// | --- | --- | --- |
/// | 0 | 8 | magic, `NEPTARCH` |
/// | 8 | 4 | version |
/// | 12 | 4 | number of entries |
/// | 16 | 8 | size of the whole archive, a multiple of the page size |
/// | 24 | 8 | checksum of everything, this field taken as zero |
///
/// | offset | size | entry field |
/// | --- | --- | --- |
/// | 0 | 4 | offset of the name |
/// | 4 | 4 | length of the name in bytes (UTF-16, no terminator) |
/// | 8 | 8 | offset of the data, a multiple of the page size |
/// | 16 | 8 | size of the data in bytes |
///
/// Names are whole paths with backslashes, such as `System32\ntdll.dll`, in the order of their
/// upper-case forms. Directories are not stored: a path implies them.
public enum ArchiveFormat {
    /// `NEPTARCH`, read as a little-endian number.
    public static let magic: UInt64 = 0x4843_5241_5450_454E
    public static let version: UInt32 = 1
    public static let headerSize = 32
    public static let entrySize = 24
    public static let pageSize = 4096
    public static let checksumOffset = 24
}

/// The running checksum of an archive: FNV-1a over 64-bit words instead of bytes.
///
/// It finds a damaged or cut file, at an eighth of the cost of the byte-wise form: the executive
/// checks the whole archive at every start. It is no protection against a forger.
public struct ArchiveChecksum {
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    /// Takes the next eight bytes, lowest first.
    public mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01B3
    }
}

/// Why a piece of memory is not taken for a boot archive.
public enum ArchiveError: Error, Equatable {
    /// The magic number is missing.
    case notAnArchive
    /// Written by a tool of another version.
    case unknownVersion(UInt32)
    /// The archive says it is larger than the memory it was found in.
    case truncated
    /// The checksum does not match the content.
    case damaged
    /// The entry with this index points outside the archive or to no page boundary.
    case badEntry(Int)
}
