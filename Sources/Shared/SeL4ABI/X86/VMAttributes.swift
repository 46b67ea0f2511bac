/// seL4_X86_VMAttributes: the cache behaviour of a mapping, as an index into the PAT, and one bit more.
public struct VMAttributes: FlagSet {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var writeBack: Self { Self(rawValue: 0) }
    @inline(__always) public static var writeThrough: Self { Self(rawValue: 1) }
    @inline(__always) public static var cacheDisabled: Self { Self(rawValue: 2) }
    @inline(__always) public static var uncacheable: Self { Self(rawValue: 3) }
    @inline(__always) public static var writeCombining: Self { Self(rawValue: 4) }
    /// Nothing can be executed there: an addition of this project's kernel, which others ignore, and which does
    /// nothing on a processor without such mappings.
    @inline(__always) public static var executeNever: Self { Self(rawValue: 8) }
}

/// Device interrupts: the vectors that IRQControl hands out and the processor's own.
public enum InterruptLimit {
    /// User vectors are 0…107.
    @inline(__always) public static var vectorCount: Int { 108 }
    /// The processor's vector of user vector 0.
    @inline(__always) public static var firstProcessorVector: Word { 0x30 }
    /// The kernel's own timer.
    @inline(__always) public static var timerProcessorVector: Word { 157 }
}
