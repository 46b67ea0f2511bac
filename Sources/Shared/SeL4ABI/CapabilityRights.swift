/// seL4_CapRights_t: what a capability lets its holder do with the object.
public struct CapabilityRights: FlagSet {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var write: Self { Self(rawValue: 1) }
    @inline(__always) public static var read: Self { Self(rawValue: 2) }
    /// Capabilities may travel in a message.
    @inline(__always) public static var grant: Self { Self(rawValue: 4) }
    /// The receiver of a Call may get a reply capability, but no others.
    @inline(__always) public static var grantReply: Self { Self(rawValue: 8) }
    @inline(__always) public static var all: Self { Self(rawValue: 15) }
}

/// seL4_CNode_CapData: the word that gives a CNode capability its guard, where an endpoint
/// capability has its badge.
public struct CNodeGuard: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public init(guardBits: Word, size: Int) {
        rawValue = guardBits << 6 | Word(truncatingIfNeeded: size) & 0x3f
    }

    @inline(__always) public var size: Int { Int(truncatingIfNeeded: rawValue & 0x3f) }
    /// The guard, not yet cut to `size` bits.
    @inline(__always) public var guardBits: Word { rawValue >> 6 }
}

/// TCB_SetFlags.
public struct ThreadFlags: FlagSet {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    /// The thread does not use the FPU: switching to it moves no FPU state, and an attempt raises
    /// #NM.
    @inline(__always) public static var fpuDisabled: Self { Self(rawValue: 1) }
}
