import SeL4ABI

/// The one place where the kernel reads and writes memory that no Swift variable owns.
///
/// Why the unsafe claims hold: `M.physicalWindow` maps every physical address that a capability can
/// name and that is not device memory, for as long as the kernel runs. Addresses come from
/// capabilities, which only `Untyped_Retype` and boot make, so each names memory that holds the
/// object which the capability says, and objects are aligned to their size. One core and no
/// kernel preemption: nothing changes memory between two accesses but device DMA.
public enum PhysicalMemory<M: Machine> {
    @inline(__always) public static func load(_ address: Word) -> Word {
        unsafe UnsafePointer<Word>(bitPattern: M.physicalWindow &+ address)
            .unsafelyUnwrapped.pointee
    }

    @inline(__always) public static func store(_ address: Word, _ value: Word) {
        unsafe UnsafeMutablePointer<Word>(bitPattern: M.physicalWindow &+ address)
            .unsafelyUnwrapped.pointee = value
    }

    /// Fills `count` bytes with zero.
    public static func clear(_ address: Word, count: Word) {
        unsafe UnsafeMutableRawPointer(bitPattern: M.physicalWindow &+ address).unsafelyUnwrapped
            .initializeMemory(as: UInt8.self, repeating: 0, count: Int(bitPattern: count))
    }
}

/// A kernel object, named by its physical address: fields are words at fixed offsets.
///
/// Address 0 is never an object; it stands for "none" in links between objects.
public protocol MemoryObject: Equatable {
    associatedtype Board: Machine
    var address: PhysicalAddress { get }
    init(_ address: PhysicalAddress)
}

extension MemoryObject {
    /// No object.
    @inline(__always) public static var none: Self { Self(PhysicalAddress(0)) }
    @inline(__always) public var isNone: Bool { address.rawValue == 0 }

    /// The word at a byte offset.
    @inline(__always) public func load(_ offset: Int) -> Word {
        PhysicalMemory<Board>.load(address.rawValue &+ Word(bitPattern: offset))
    }

    @inline(__always) public func store(_ offset: Int, _ value: Word) {
        PhysicalMemory<Board>.store(address.rawValue &+ Word(bitPattern: offset), value)
    }

    @inline(__always) public static func == (left: Self, right: Self) -> Bool {
        left.address.rawValue == right.address.rawValue
    }
}

extension CapabilityKind {
    /// The kind whose number is `tag`.
    ///
    /// Only the kernel writes capabilities, always with a kind's own number; the enum has no
    /// payload and its numbers are contiguous from 0, so its representation is the number.
    @inline(__always) init(tag: UInt8) {
        self = unsafe unsafeBitCast(tag, to: CapabilityKind.self)
    }
}
