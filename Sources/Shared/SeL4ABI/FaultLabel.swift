/// seL4_Fault_tag: the label of a fault message.
public struct FaultLabel: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    /// An ordinary message.
    @inline(__always) public static var none: Self { Self(rawValue: 0) }
    @inline(__always) public static var capFault: Self { Self(rawValue: 1) }
    @inline(__always) public static var unknownSyscall: Self { Self(rawValue: 2) }
    @inline(__always) public static var userException: Self { Self(rawValue: 3) }
    @inline(__always) public static var vmFault: Self { Self(rawValue: 5) }
}

/// Message registers of a CapFault.
public enum CapFaultMessage {
    @inline(__always) public static var instructionPointer: Int { 0 }
    @inline(__always) public static var address: Int { 1 }
    @inline(__always) public static var inReceivePhase: Int { 2 }
    @inline(__always) public static var lookupFailureType: Int { 3 }
    /// The lookup failure's own words follow from here.
    @inline(__always) public static var bitsLeft: Int { 4 }
}

/// Message registers of a VMFault.
public enum VMFaultMessage {
    @inline(__always) public static var instructionPointer: Int { 0 }
    @inline(__always) public static var address: Int { 1 }
    @inline(__always) public static var isInstructionFault: Int { 2 }
    /// On x86 the page fault's error code.
    @inline(__always) public static var status: Int { 3 }
    @inline(__always) public static var length: Int { 4 }
}
