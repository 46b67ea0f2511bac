import SeL4ABI

/// The sizes of frames that the page tables know.
public enum FrameSize: Word, Sendable {
    case page = 0
    case largePage = 1
    case hugePage = 2

    /// Each level of tables translates nine bits.
    @inline(__always) public var sizeBits: Int { ObjectSize.pageBits &+ 9 &* Int(bitPattern: rawValue) }
}

/// An address space identifier; 0 is none.
public struct ASID: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(_ rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) static var none: ASID { ASID(0) }
    @inline(__always) var isNone: Bool { rawValue == 0 }
    @inline(__always) var poolIndex: Int { Int(bitPattern: rawValue >> 9 & 7) }
    @inline(__always) var indexInPool: Word { rawValue & 511 }
}

/// Where a frame or table is mapped, in the second word of its capability: page-aligned address
/// below 2^47 with the address space's identifier in the low 12 bits. Identifier 0: nowhere.
struct Mapping: Equatable {
    let word: Word
    @inline(__always) init(word: Word) { self.word = word }
    @inline(__always) init(_ asid: ASID, _ address: Word) { word = address | asid.rawValue }

    static var none: Mapping { Mapping(word: 0) }
    @inline(__always) var asid: ASID { ASID(word & 0xfff) }
    @inline(__always) var address: Word { word & ~0xfff }
    @inline(__always) var isNone: Bool { asid.isNone }
}

/// A capability to a frame: bits 0–1 the size, 2–3 the access that mappings get at most (bit 2
/// write, bit 3 read, never write alone), bit 4 device memory. Each copy has its own mapping.
public struct FrameCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    /// An unmapped frame with full access.
    public init(at address: PhysicalAddress, size: FrameSize, isDevice: Bool) {
        capability = Capability(
            .frame, at: address, detail: size.rawValue | 3 << 2 | (isDevice ? 16 : 0))
    }

    /// A frame that boot has mapped at `virtual`.
    public init(at address: PhysicalAddress, size: FrameSize, mappedAt virtual: Word, asid: ASID) {
        capability = Capability(
            .frame, at: address, detail: size.rawValue | 3 << 2,
            word1: Mapping(asid, virtual).word)
    }

    /// Bits 0–4 are not part of the address: a frame is at least 4 KiB aligned.
    @inline(__always) public var base: PhysicalAddress {
        PhysicalAddress(capability.word0 & 0x7fff_ffff_f000)
    }

    @inline(__always) var size: FrameSize {
        FrameSize(rawValue: capability.word0 & 3) ?? .page
    }

    @inline(__always) var isDevice: Bool { capability.word0 & 16 != 0 }

    /// What mappings may do: read, or read and write, or nothing.
    @inline(__always) var access: CapabilityRights {
        CapabilityRights(rawValue: capability.word0 >> 2 & 3)
    }

    var mapping: Mapping { Mapping(word: capability.word1) }

    func with(mapping: Mapping) -> Capability {
        Capability(word0: capability.word0, word1: mapping.word)
    }

    func with(access: CapabilityRights) -> Capability {
        Capability(
            word0: capability.word0 & ~(3 << 2) | (access.rawValue & 3) << 2,
            word1: capability.word1)
    }
}

/// A capability to a page table, page directory or PDPT; the second word is its `Mapping`.
public struct TableCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    /// A table of `kind` that boot has mapped for the span that starts at `virtual`.
    public init(
        _ kind: CapabilityKind, at address: PhysicalAddress, mappedAt virtual: Word, asid: ASID
    ) {
        capability = Capability(kind, at: address, word1: Mapping(asid, virtual).word)
    }

    var mapping: Mapping { Mapping(word: capability.word1) }

    func with(mapping: Mapping) -> Capability {
        Capability(word0: capability.word0, word1: mapping.word)
    }
}

/// A capability to a PML4, the root of an address space; the second word is its identifier.
public struct RootTableCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    public init(at address: PhysicalAddress, asid: ASID) {
        capability = Capability(.pml4, at: address, word1: asid.rawValue)
    }

    @inline(__always) var asid: ASID { ASID(capability.word1) }
}

/// A capability to a pool of 512 address space identifiers; the second word is the first of them.
public struct ASIDPoolCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    public init(at address: PhysicalAddress, base: ASID) {
        capability = Capability(.asidPool, at: address, word1: base.rawValue)
    }

    var base: ASID { ASID(capability.word1) }
}

/// A capability to a range of I/O ports: bits 0–15 of the second word are the first port, bits
/// 16–31 the last.
struct IOPortCapability {
    let capability: Capability
    @inline(__always) init(_ capability: Capability) { self.capability = capability }

    init(first: UInt16, last: UInt16) {
        capability = Capability(
            .ioPort, at: PhysicalAddress(0), word1: Word(first) | Word(last) << 16)
    }

    var first: UInt16 { UInt16(truncatingIfNeeded: capability.word1) }
    var last: UInt16 { UInt16(truncatingIfNeeded: capability.word1 >> 16) }
}
