/// seL4_BootInfo: byte offsets. A region is two words, start and end (exclusive) slot.
public enum BootInfoLayout {
    @inline(__always) public static var extraLength: Int { 0 }
    @inline(__always) public static var nodeID: Int { 8 }
    @inline(__always) public static var nodeCount: Int { 16 }
    /// All ones without an IOMMU.
    @inline(__always) public static var ioPageTableLevels: Int { 24 }
    @inline(__always) public static var ipcBuffer: Int { 32 }
    @inline(__always) public static var empty: Int { 40 }
    @inline(__always) public static var sharedFrames: Int { 56 }
    @inline(__always) public static var userImageFrames: Int { 72 }
    @inline(__always) public static var userImagePaging: Int { 88 }
    @inline(__always) public static var ioSpaceCaps: Int { 104 }
    @inline(__always) public static var extraPages: Int { 120 }
    @inline(__always) public static var initThreadCNodeSizeBits: Int { 136 }
    @inline(__always) public static var initThreadDomain: Int { 144 }
    @inline(__always) public static var untyped: Int { 152 }
    @inline(__always) public static var untypedList: Int { 168 }

    /// How many untypeds this project's kernel describes at most; others differ, so readers trust
    /// the `untyped` region instead.
    @inline(__always) public static var maximumUntypeds: Int { 230 }
    @inline(__always) public static var size: Int { 3848 }
    /// Extra records start so far behind the structure's own page.
    @inline(__always) public static var extraOffset: Int { 4096 }
}

/// seL4_UntypedDesc: byte offsets within one entry of the untyped list.
public enum UntypedDescriptorLayout {
    @inline(__always) public static var physicalAddress: Int { 0 }
    /// One byte.
    @inline(__always) public static var sizeBits: Int { 8 }
    /// One byte.
    @inline(__always) public static var isDevice: Int { 9 }
    @inline(__always) public static var size: Int { 16 }
}

/// An extra boot information record starts with two words: this identifier, and its length with
/// the header.
public struct BootInfoRecord: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var padding: Self { Self(rawValue: 0) }
    /// What the video BIOS told of controller (512 bytes) and mode (256), then mode number, segment, offset and length of its
    /// interface, 32 bits each.
    @inline(__always) public static var x86VBE: Self { Self(rawValue: 1) }
    /// The multiboot memory map.
    @inline(__always) public static var x86MultibootMemoryMap: Self { Self(rawValue: 2) }
    /// A copy of the ACPI root system description pointer.
    @inline(__always) public static var x86ACPIRSDP: Self { Self(rawValue: 3) }
    @inline(__always) public static var x86Framebuffer: Self { Self(rawValue: 4) }
    /// The time stamp counter's frequency in MHz, 32 bits.
    @inline(__always) public static var x86TSCFrequency: Self { Self(rawValue: 5) }
    @inline(__always) public static var headerSize: Int { 16 }
}
