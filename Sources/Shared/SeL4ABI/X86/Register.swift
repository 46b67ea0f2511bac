/// A user register, numbered as `TCB_ReadRegisters` and `TCB_WriteRegisters` order them
/// (seL4_UserContext). The kernel stores a thread's registers in the same order.
public struct Register: Equatable, Sendable {
    public var rawValue: Int
    @inline(__always) public init(rawValue: Int) { self.rawValue = rawValue }

    @inline(__always) public static var rip: Self { Self(rawValue: 0) }
    @inline(__always) public static var rsp: Self { Self(rawValue: 1) }
    @inline(__always) public static var rflags: Self { Self(rawValue: 2) }
    @inline(__always) public static var rax: Self { Self(rawValue: 3) }
    @inline(__always) public static var rbx: Self { Self(rawValue: 4) }
    @inline(__always) public static var rcx: Self { Self(rawValue: 5) }
    @inline(__always) public static var rdx: Self { Self(rawValue: 6) }
    @inline(__always) public static var rsi: Self { Self(rawValue: 7) }
    @inline(__always) public static var rdi: Self { Self(rawValue: 8) }
    @inline(__always) public static var rbp: Self { Self(rawValue: 9) }
    @inline(__always) public static var r8: Self { Self(rawValue: 10) }
    @inline(__always) public static var r9: Self { Self(rawValue: 11) }
    @inline(__always) public static var r10: Self { Self(rawValue: 12) }
    @inline(__always) public static var r11: Self { Self(rawValue: 13) }
    @inline(__always) public static var r12: Self { Self(rawValue: 14) }
    @inline(__always) public static var r13: Self { Self(rawValue: 15) }
    @inline(__always) public static var r14: Self { Self(rawValue: 16) }
    @inline(__always) public static var r15: Self { Self(rawValue: 17) }
    @inline(__always) public static var fsBase: Self { Self(rawValue: 18) }
    @inline(__always) public static var gsBase: Self { Self(rawValue: 19) }

    /// How many registers a user context has.
    @inline(__always) public static var count: Int { 20 }
    /// The first so many are the "frame" registers of `TCB_CopyRegisters`.
    @inline(__always) public static var frameCount: Int { 18 }

    @inline(__always) public static var instructionPointer: Self { .rip }
    /// The system call's number.
    @inline(__always) public static var systemCall: Self { .rdx }
    /// The capability pointer on the way in, the badge on the way out.
    @inline(__always) public static var capability: Self { .rdi }
    @inline(__always) public static var badge: Self { .rdi }
    @inline(__always) public static var messageInfo: Self { .rsi }
}
