/// What the headers of a PE32+ image say, checked by `PEImage.init`. Sizes and addresses are in bytes.
///
/// A relative virtual address (RVA) counts from where the image is mapped.
public struct PEHeader: Sendable {
    public let machine: UInt16
    /// IMAGE_FILE_ flags.
    public let characteristics: UInt16
    public let timeDateStamp: UInt32
    public let sectionCount: Int
    /// Where the section table starts in the file, which is also its RVA.
    public let sectionTableOffset: Int
    /// Zero: the image has no entry point.
    public let entryPoint: Int
    /// The address the image was linked for.
    public let imageBase: UInt64
    /// Where `imageBase` stands in the file: a mapper that chooses another place writes it there.
    public let imageBaseOffset: Int
    /// A power of two, at least a page.
    public let sectionAlignment: Int
    /// Rounded up to whole pages.
    public let sizeOfImage: Int
    public let sizeOfHeaders: Int
    public let checkSum: UInt32
    public let subsystem: UInt16
    public let subsystemVersion: (major: UInt16, minor: UInt16)
    public let operatingSystemVersion: (major: UInt16, minor: UInt16)
    /// IMAGE_DLLCHARACTERISTICS_ flags.
    public let dllCharacteristics: UInt16
    public let sizeOfCode: Int
    public let stackReserve: UInt64
    public let stackCommit: UInt64
    public let loaderFlags: UInt32

    let directoryOffset: Int
    let directoryCount: Int

    /// IMAGE_FILE_DLL.
    public var isLibrary: Bool { characteristics & 0x2000 != 0 }
    /// IMAGE_FILE_RELOCS_STRIPPED: the image runs at `imageBase` or not at all.
    public var isFixed: Bool { characteristics & 0x0001 != 0 }
}

/// One section: a run of pages with one protection.
public struct PESection: Sendable, Equatable {
    /// Up to eight ASCII characters, the first in the lowest byte.
    public let name: UInt64
    /// RVA of its first byte; a multiple of the section alignment.
    public let virtualAddress: Int
    /// Bytes it occupies; what the file does not fill is zero.
    public let virtualSize: Int
    /// Where its contents lie in the file.
    public let fileOffset: Int
    /// How many bytes the file holds; never more than `virtualSize` rounded up to whole pages.
    public let fileSize: Int
    /// IMAGE_SCN_ flags.
    public let characteristics: UInt32

    public var isExecutable: Bool { characteristics & 0x2000_0000 != 0 }
    public var isReadable: Bool { characteristics & 0x4000_0000 != 0 }
    public var isWritable: Bool { characteristics & 0x8000_0000 != 0 }
    /// Whether its pages can be read: on this processor also those that are there to be written or executed.
    public var isAccessible: Bool { characteristics & 0xE000_0000 != 0 }
    /// IMAGE_SCN_MEM_SHARED: every process that maps the image sees the same pages.
    public var isShared: Bool { characteristics & 0x1000_0000 != 0 }
}

/// The entries of the data directory that a loader reads.
public enum PEDirectory: Int, Sendable {
    case exports = 0
    case imports = 1
    case exceptions = 3
    case relocations = 5
    case threadLocalStorage = 9
}

/// A run of bytes of an image, inside it.
public struct PERange: Sendable, Equatable {
    public let start: Int
    public let count: Int
    public var end: Int { start + count }

    public init(start: Int, count: Int) {
        self.start = start
        self.count = count
    }

    public func contains(_ address: Int) -> Bool { start <= address && address < end }
}

/// A name inside an image: ASCII characters without the terminating zero.
public struct PEName: Sendable, Equatable {
    public let start: Int
    public let count: Int
}
