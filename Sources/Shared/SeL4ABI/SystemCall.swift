/// A system call's number, as a thread puts it into the number register.
///
/// Numbers count down from −1. Those that only debug or benchmark kernels implement are absent:
/// a kernel without them raises an UnknownSyscall fault.
public struct SystemCall: Equatable, Sendable {
    public var rawValue: Int
    @inline(__always) public init(rawValue: Int) { self.rawValue = rawValue }

    /// seL4_Call: send, then wait for the reply.
    @inline(__always) public static var call: Self { Self(rawValue: -1) }
    /// seL4_ReplyRecv: reply to the last caller, then receive.
    @inline(__always) public static var replyReceive: Self { Self(rawValue: -2) }
    /// seL4_Send: send and block until there is a receiver.
    @inline(__always) public static var send: Self { Self(rawValue: -3) }
    /// seL4_NBSend: send if somebody waits, else drop the message.
    @inline(__always) public static var sendNonBlocking: Self { Self(rawValue: -4) }
    /// seL4_Recv, also seL4_Wait.
    @inline(__always) public static var receive: Self { Self(rawValue: -5) }
    /// seL4_Reply: reply to the last caller.
    @inline(__always) public static var reply: Self { Self(rawValue: -6) }
    /// seL4_Yield: go behind the threads of the same priority.
    @inline(__always) public static var yield: Self { Self(rawValue: -7) }
    /// seL4_NBRecv, also seL4_Poll.
    @inline(__always) public static var receiveNonBlocking: Self { Self(rawValue: -8) }
    /// seL4_SetTLSBase: the caller's own fs base (−29 on version 14).
    @inline(__always) public static var setTLSBase: Self { Self(rawValue: -30) }
}
