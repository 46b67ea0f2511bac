/// A kind of kernel object that `Untyped_Retype` can make.
///
/// Types from 5 on belong to the processor architecture (`X86/ObjectType+X86.swift`).
public struct ObjectType: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var untyped: Self { Self(rawValue: 0) }
    @inline(__always) public static var thread: Self { Self(rawValue: 1) }
    @inline(__always) public static var endpoint: Self { Self(rawValue: 2) }
    @inline(__always) public static var notification: Self { Self(rawValue: 3) }
    /// seL4_CapTableObject: a CNode.
    @inline(__always) public static var capabilityTable: Self { Self(rawValue: 4) }
}

/// Sizes of kernel objects as powers of two, and the limits of the interface.
public enum ObjectSize {
    /// What a kernel usually has; 12 where FPU states are large (AVX-512).
    @inline(__always) public static var threadBits: Int { 11 }
    @inline(__always) public static var endpointBits: Int { 4 }
    @inline(__always) public static var notificationBits: Int { 5 }
    /// One capability slot.
    @inline(__always) public static var slotBits: Int { 5 }
    @inline(__always) public static var minimumUntypedBits: Int { 4 }
    @inline(__always) public static var maximumUntypedBits: Int { 47 }
    /// How many objects one `Untyped_Retype` makes at most.
    @inline(__always) public static var retypeFanOut: Word { 256 }
}
