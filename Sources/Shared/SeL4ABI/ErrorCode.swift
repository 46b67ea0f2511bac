/// seL4_Error: the label of a reply that the kernel sends.
public struct ErrorCode: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var noError: Self { Self(rawValue: 0) }
    /// MR0: the argument's number.
    @inline(__always) public static var invalidArgument: Self { Self(rawValue: 1) }
    /// MR0: the capability's number; 0 is the invoked one, 1… are the extra ones.
    @inline(__always) public static var invalidCapability: Self { Self(rawValue: 2) }
    @inline(__always) public static var illegalOperation: Self { Self(rawValue: 3) }
    /// MR0, MR1: the least and the greatest value allowed.
    @inline(__always) public static var rangeError: Self { Self(rawValue: 4) }
    @inline(__always) public static var alignmentError: Self { Self(rawValue: 5) }
    /// MR0: 1 for the source; MR1…: `LookupFailureType` and its words.
    @inline(__always) public static var failedLookup: Self { Self(rawValue: 6) }
    @inline(__always) public static var truncatedMessage: Self { Self(rawValue: 7) }
    @inline(__always) public static var deleteFirst: Self { Self(rawValue: 8) }
    @inline(__always) public static var revokeFirst: Self { Self(rawValue: 9) }
    /// MR0: the bytes that are left.
    @inline(__always) public static var notEnoughMemory: Self { Self(rawValue: 10) }
}

/// seL4_LookupFailureType.
public struct LookupFailureType: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var invalidRoot: Self { Self(rawValue: 1) }
    /// One word: bits left.
    @inline(__always) public static var missingCapability: Self { Self(rawValue: 2) }
    /// Two words: bits left, bits the CNode wanted.
    @inline(__always) public static var depthMismatch: Self { Self(rawValue: 3) }
    /// Three words: bits left, guard found, its size.
    @inline(__always) public static var guardMismatch: Self { Self(rawValue: 4) }
}
