/// seL4_MessageInfo_t: what a message's tag word says of it.
///
/// Bits 0–6 length, 7–8 extra capabilities, 9–11 unwrapped capabilities, 12–63 label.
public struct MessageInfo: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always)
    public init(label: Word, length: Int, extraCapabilities: Int = 0, unwrapped: Word = 0) {
        rawValue =
            label << 12 | (unwrapped & 7) << 9
            | (Word(truncatingIfNeeded: extraCapabilities) & 3) << 7
            | Word(truncatingIfNeeded: length) & 0x7f
    }

    @inline(__always) public var label: Word { rawValue >> 12 }

    /// How many message registers the message has, as its sender wrote it: at most 127, of which
    /// the kernel carries `MessageLimit.length`.
    @inline(__always) public var length: Int { Int(truncatingIfNeeded: rawValue & 0x7f) }

    @inline(__always) public var extraCapabilities: Int {
        Int(truncatingIfNeeded: rawValue >> 7 & 3)
    }

    /// On receipt: bit i is set if capability i arrived as a badge.
    @inline(__always) public var unwrapped: Word { rawValue >> 9 & 7 }
}

/// The limits of a message.
public enum MessageLimit {
    /// Message registers.
    @inline(__always) public static var length: Int { 120 }
    /// Capabilities in one message.
    @inline(__always) public static var extraCapabilities: Int { 3 }
    /// Message registers that travel in processor registers (x86-64: r10, r8, r9, r15).
    @inline(__always) public static var fastRegisters: Int { 4 }
}
