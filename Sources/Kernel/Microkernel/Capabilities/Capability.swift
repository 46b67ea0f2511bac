import SeL4ABI

/// What a capability is to: one kernel object, or a piece of authority that has no object.
public enum CapabilityKind: UInt8, Sendable {
    case null
    case untyped
    case endpoint
    case notification
    case reply
    case cnode
    case thread
    /// A CNode or thread on its way out: what is left of it still has to be emptied.
    case zombie
    case domain
    case irqControl
    case irqHandler
    case asidControl
    case asidPool
    case frame
    case pageTable
    case pageDirectory
    case pdpt
    case pml4
    case ioPortControl
    case ioPort
}

/// A capability: two words in a slot.
///
/// Bits 59–63 of the first word are the kind, bits 4–46 the object's address (all objects are at
/// least 16 bytes and lie below 2^47); the rest belongs to the kind. The kinds' own files read and
/// make them: `EndpointCapability`, `UntypedCapability` …
public struct Capability: Equatable, Sendable {
    public var word0: Word
    public var word1: Word

    @inline(__always) public init(word0: Word, word1: Word) {
        self.word0 = word0
        self.word1 = word1
    }

    /// A capability of `kind` to the object at `address`; `detail` holds the kind's own bits.
    @inline(__always)
    init(_ kind: CapabilityKind, at address: PhysicalAddress, detail: Word = 0, word1: Word = 0) {
        word0 = Word(kind.rawValue) << Self.kindShift | address.rawValue | detail
        self.word1 = word1
    }

    static var kindShift: Word { 59 }
    static var addressMask: Word { 0x7fff_ffff_fff0 }

    @inline(__always) public var kind: CapabilityKind {
        CapabilityKind(tag: UInt8(truncatingIfNeeded: word0 >> Self.kindShift))
    }

    @inline(__always) public var isNull: Bool { word0 >> Self.kindShift == 0 }

    /// Where the object is; 0 if the capability has none.
    @inline(__always) public var object: PhysicalAddress {
        PhysicalAddress(word0 & Self.addressMask)
    }

    @inline(__always) public static var null: Capability { Capability(word0: 0, word1: 0) }
    @inline(__always) public static var domain: Capability {
        Capability(.domain, at: PhysicalAddress(0))
    }
    @inline(__always) public static var irqControl: Capability {
        Capability(.irqControl, at: PhysicalAddress(0))
    }
    @inline(__always) public static var asidControl: Capability {
        Capability(.asidControl, at: PhysicalAddress(0))
    }
    @inline(__always) public static var ioPortControl: Capability {
        Capability(.ioPortControl, at: PhysicalAddress(0))
    }
    @inline(__always) public static func thread(at address: PhysicalAddress) -> Capability {
        Capability(.thread, at: address)
    }
    @inline(__always) public static func irqHandler(vector: Int) -> Capability {
        Capability(.irqHandler, at: PhysicalAddress(0), word1: Word(bitPattern: vector))
    }

    /// The vector of an IRQ handler capability.
    @inline(__always) var vector: Int { Int(bitPattern: word1) }
}

/// The low `count` bits, 0 ≤ count ≤ 63.
@inline(__always) func lowBits(_ count: Int) -> Word { (1 &<< Word(bitPattern: count)) &- 1 }
