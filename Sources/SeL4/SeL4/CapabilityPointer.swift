import SeL4ABI

/// seL4_CPtr: where a capability stands in the caller's capability space.
public struct CapabilityPointer: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
    public let rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }
    @inline(__always) public init(_ rawValue: Word) { self.rawValue = rawValue }

    /// The slot that is empty in every capability space.
    @inline(__always) public static var null: Self { Self(0) }
}

/// A capability pointer that says what kind of object its capability names, so that an invocation is a
/// method of the kind it works on.
///
/// It is a claim, not a proof: the kernel checks every invocation and answers `invalidCapability` to a
/// wrong one.
public protocol Capability: Equatable, Sendable, BitwiseCopyable {
    var pointer: CapabilityPointer { get }
    init(_ pointer: CapabilityPointer)
}
