import NTABI

/// PAGE_*: what a page may be used for, with the modifiers.
public struct PageProtection: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    @inline(__always) public init(rawValue: UInt32) { self.rawValue = rawValue }

    static let noAccess = PageProtection(rawValue: 0x01)
    static let readOnly = PageProtection(rawValue: 0x02)
    static let readWrite = PageProtection(rawValue: 0x04)
    static let writeCopy = PageProtection(rawValue: 0x08)
    static let execute = PageProtection(rawValue: 0x10)
    static let executeRead = PageProtection(rawValue: 0x20)
    static let executeReadWrite = PageProtection(rawValue: 0x40)
    static let executeWriteCopy = PageProtection(rawValue: 0x80)
    static let guardFlag = PageProtection(rawValue: 0x100)
    static let noCache = PageProtection(rawValue: 0x200)
    static let writeCombine = PageProtection(rawValue: 0x400)

    /// The protection a caller asked for: exactly one kind of access, and modifiers that fit it.
    /// `.invalidPageProtection` otherwise.
    init(checking rawValue: UInt32) throws(NTStatus) {
        self.init(rawValue: rawValue)
        let base = rawValue & 0xFF
        let modifiers = rawValue & 0x700
        guard base != 0, base & (base - 1) == 0, rawValue & ~0x7FF == 0 else {
            throw .invalidPageProtection
        }
        guard modifiers == 0 || self.base != .noAccess, modifiers & 0x600 != 0x600 else {
            throw .invalidPageProtection
        }
    }

    /// The kind of access without modifiers.
    @inline(__always) var base: PageProtection { PageProtection(rawValue: rawValue & 0xFF) }
    var isGuard: Bool { rawValue & Self.guardFlag.rawValue != 0 }

    /// Reading is allowed; x86 cannot allow execution alone.
    @inline(__always) var allowsReading: Bool { rawValue & 0xFE != 0 }
    /// Writing is allowed, be it to a copy.
    @inline(__always) var allowsWriting: Bool { rawValue & 0xCC != 0 }
    /// The first write makes a private copy.
    @inline(__always) var copiesOnWrite: Bool { rawValue & 0x88 != 0 }
    var allowsExecution: Bool { rawValue & 0xF0 != 0 }

    /// The protection of a page that has become private by being written: no longer a copy to be made.
    var afterCopy: PageProtection {
        switch base {
        case .writeCopy: PageProtection(rawValue: rawValue & ~0xFF | Self.readWrite.rawValue)
        case .executeWriteCopy:
            PageProtection(rawValue: rawValue & ~0xFF | Self.executeReadWrite.rawValue)
        default: self
        }
    }

    /// The protection of a page that is shared as long as nobody writes to it.
    var copyingOnWrite: PageProtection {
        switch base {
        case .readWrite: PageProtection(rawValue: rawValue & ~0xFF | Self.writeCopy.rawValue)
        case .executeReadWrite:
            PageProtection(rawValue: rawValue & ~0xFF | Self.executeWriteCopy.rawValue)
        default: self
        }
    }
}
