/// What an invocation asks of a kernel object: the label of the message sent to its capability.
///
/// The numbers are those of versions 15 and 16. Labels from 33 on belong to the processor
/// architecture (`X86/InvocationLabel+X86.swift`); version 14 counts them two lower.
public struct InvocationLabel: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) public static var untypedRetype: Self { Self(rawValue: 1) }

    @inline(__always) public static var tcbReadRegisters: Self { Self(rawValue: 2) }
    @inline(__always) public static var tcbWriteRegisters: Self { Self(rawValue: 3) }
    @inline(__always) public static var tcbCopyRegisters: Self { Self(rawValue: 4) }
    @inline(__always) public static var tcbConfigure: Self { Self(rawValue: 5) }
    @inline(__always) public static var tcbSetPriority: Self { Self(rawValue: 6) }
    @inline(__always) public static var tcbSetMCPriority: Self { Self(rawValue: 7) }
    @inline(__always) public static var tcbSetSchedParams: Self { Self(rawValue: 8) }
    @inline(__always) public static var tcbSetIPCBuffer: Self { Self(rawValue: 9) }
    @inline(__always) public static var tcbSetSpace: Self { Self(rawValue: 10) }
    @inline(__always) public static var tcbSuspend: Self { Self(rawValue: 11) }
    @inline(__always) public static var tcbResume: Self { Self(rawValue: 12) }
    @inline(__always) public static var tcbBindNotification: Self { Self(rawValue: 13) }
    @inline(__always) public static var tcbUnbindNotification: Self { Self(rawValue: 14) }
    @inline(__always) public static var tcbSetTLSBase: Self { Self(rawValue: 15) }
    @inline(__always) public static var tcbSetFlags: Self { Self(rawValue: 16) }

    @inline(__always) public static var cnodeRevoke: Self { Self(rawValue: 17) }
    @inline(__always) public static var cnodeDelete: Self { Self(rawValue: 18) }
    @inline(__always) public static var cnodeCancelBadgedSends: Self { Self(rawValue: 19) }
    @inline(__always) public static var cnodeCopy: Self { Self(rawValue: 20) }
    @inline(__always) public static var cnodeMint: Self { Self(rawValue: 21) }
    @inline(__always) public static var cnodeMove: Self { Self(rawValue: 22) }
    @inline(__always) public static var cnodeMutate: Self { Self(rawValue: 23) }
    @inline(__always) public static var cnodeRotate: Self { Self(rawValue: 24) }
    @inline(__always) public static var cnodeSaveCaller: Self { Self(rawValue: 25) }

    @inline(__always) public static var irqControlGet: Self { Self(rawValue: 26) }
    @inline(__always) public static var irqHandlerAck: Self { Self(rawValue: 27) }
    @inline(__always) public static var irqHandlerSetNotification: Self { Self(rawValue: 28) }
    @inline(__always) public static var irqHandlerClear: Self { Self(rawValue: 29) }

    @inline(__always) public static var domainSetSet: Self { Self(rawValue: 30) }
    @inline(__always) public static var domainScheduleConfigure: Self { Self(rawValue: 31) }
    @inline(__always) public static var domainScheduleSetStart: Self { Self(rawValue: 32) }
}
