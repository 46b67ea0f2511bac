import SeL4ABI

/// A capability to a CNode: bits 47–52 are its size as a power of two (the radix), bits 53–58 the
/// guard's size, the second word the guard. Bit 0 is set if a pointer of a whole word has bits for both, and the guard is
/// not empty: what the quick look into a capability space asks for.
public struct CNodeCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    @inline(__always)
    public init(at address: PhysicalAddress, radix: Int, guardBits: Word = 0, guardSize: Int = 0) {
        let isQuick = guardSize > 0 && radix &+ guardSize <= Word.bitWidth
        capability = Capability(
            .cnode, at: address,
            detail: Word(bitPattern: radix) << 47 | Word(bitPattern: guardSize) << 53 | (isQuick ? 1 : 0),
            word1: guardBits)
    }

    /// Whether `firstSlot` can be asked. Of what a thread's root slot can hold, nothing but a CNode says yes.
    @inline(__always) var isQuick: Bool { capability.word0 & 1 != 0 }

    /// The address of the slot that the first bits of a pointer name, nil if the guard differs from them.
    ///
    /// Shifts take their distance modulo 64, so that a negative one is what is left of a word.
    @inline(__always) func firstSlot(_ pointer: Word) -> PhysicalAddress? {
        let guardSize = capability.word0 >> 53
        let radix = capability.word0 >> 47
        guard pointer &>> (0 &- guardSize) == guardBits else { return nil }
        let index = (pointer &<< guardSize) &>> (0 &- radix)
        return PhysicalAddress(capability.object.rawValue &+ index << Word(ObjectSize.slotBits))
    }

    @inline(__always) public var radix: Int { Int(bitPattern: capability.word0 >> 47 & 0x3f) }
    @inline(__always) public var guardSize: Int { Int(bitPattern: capability.word0 >> 53 & 0x3f) }
    @inline(__always) public var guardBits: Word { capability.word1 }
    /// How many slots there are.
    @inline(__always) public var slotCount: Word { 1 &<< Word(bitPattern: radix) }
}

/// What is left of an object whose last capability is being deleted: a CNode or thread whose first `count` slots may
/// still hold capabilities, the others being empty; or an endpoint, in whose queue threads may still be.
///
/// Bits 47–52 are the CNode's radix, or 63 for a thread, 62 for an endpoint.
struct ZombieCapability {
    let capability: Capability
    @inline(__always) init(_ capability: Capability) { self.capability = capability }

    init(of cnode: CNodeCapability) {
        capability = Capability(
            .zombie, at: cnode.capability.object, detail: Word(bitPattern: cnode.radix) << 47,
            word1: cnode.slotCount)
    }

    init(ofThread address: PhysicalAddress) {
        capability = Capability(
            .zombie, at: address, detail: Self.threadMark << 47,
            word1: Word(bitPattern: ThreadLayout.slotCount))
    }

    /// An endpoint has no slots.
    init(ofEndpoint address: PhysicalAddress) {
        capability = Capability(.zombie, at: address, detail: Self.endpointMark << 47)
    }

    private static var threadMark: Word { 63 }
    private static var endpointMark: Word { 62 }

    private var mark: Word { capability.word0 >> 47 & 0x3f }
    var isEndpoint: Bool { mark == Self.endpointMark }

    var count: Word { capability.word1 }

    var withoutLast: Capability {
        Capability(word0: capability.word0, word1: capability.word1 &- 1)
    }

    /// The size of the object that is going away, as a power of two; a thread's is given.
    func sizeBits(ofThread threadBits: Int) -> Int {
        switch mark {
        case Self.threadMark: threadBits
        case Self.endpointMark: ObjectSize.endpointBits
        default: Int(bitPattern: mark) &+ ObjectSize.slotBits
        }
    }
}

/// A capability to untyped memory.
///
/// First word: bit 0 device memory, bits 47–52 the size as a power of two. Second word: bits 0–43
/// the free index in units of 16 bytes (everything below it has been handed out), bits 44–63 how
/// many granules from the start are known to be clear or handed out.
public struct UntypedCapability {
    public let capability: Capability
    @inline(__always) public init(_ capability: Capability) { self.capability = capability }

    /// An untyped nothing of which is handed out and nothing known to be clear.
    public init(at address: PhysicalAddress, sizeBits: Int, isDevice: Bool) {
        capability = Capability(
            .untyped, at: address, detail: Word(bitPattern: sizeBits) << 47 | (isDevice ? 1 : 0))
    }

    public var isDevice: Bool { capability.word0 & 1 != 0 }
    public var sizeBits: Int { Int(bitPattern: capability.word0 >> 47 & 0x3f) }
    public var size: Word { 1 &<< Word(bitPattern: sizeBits) }

    /// Bytes from the start that are handed out.
    public var freeOffset: Word { (capability.word1 & lowBits(44)) << 4 }

    /// Clearing goes in granules: small, so that it can be interrupted, but not so small that
    /// their number does not fit into 20 bits.
    var granuleBits: Int { min(sizeBits, max(8, sizeBits &- 19)) }

    /// From the free offset up to here memory is known to read as zero.
    var clearedOffset: Word {
        (capability.word1 >> 44) &<< Word(bitPattern: granuleBits)
    }

    func with(freeOffset: Word, clearedOffset: Word) -> UntypedCapability {
        UntypedCapability(
            Capability(
                word0: capability.word0,
                word1: freeOffset >> 4 | (clearedOffset &>> Word(bitPattern: granuleBits)) << 44))
    }

    /// The same untyped with nothing left to hand out.
    var full: UntypedCapability { with(freeOffset: size, clearedOffset: clearedOffset) }
}
