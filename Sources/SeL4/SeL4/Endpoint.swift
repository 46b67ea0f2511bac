public import SeL4ABI

/// Where messages are sent and received.
public struct Endpoint: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// seL4_Recv.
    @inline(__always) public func receive() -> ReceivedMessage { trap(.receive, pointer) }

    /// seL4_NBRecv; a badge of 0 says that nothing was there.
    @inline(__always) public func receiveNonBlocking() -> ReceivedMessage {
        trap(.receiveNonBlocking, pointer)
    }

    /// seL4_ReplyRecv: answers the last caller, then receives.
    @inline(__always)
    public func replyAndReceive(
        _ info: MessageInfo, _ word0: Word = 0, _ word1: Word = 0, _ word2: Word = 0,
        _ word3: Word = 0
    ) -> ReceivedMessage {
        trap(.replyReceive, pointer, info, word0, word1, word2, word3)
    }

    /// seL4_Reply: answers the last caller, whatever endpoint it called; nothing happens if there is none.
    @inline(__always)
    public static func reply(_ info: MessageInfo, _ word0: Word = 0) {
        _ = trap(.reply, .null, info, word0)
    }

    /// seL4_Call.
    @inline(__always)
    public func call(
        _ info: MessageInfo, _ word0: Word = 0, _ word1: Word = 0, _ word2: Word = 0,
        _ word3: Word = 0
    ) -> ReceivedMessage {
        trap(.call, pointer, info, word0, word1, word2, word3)
    }
}

/// A reply capability in a slot: the right to answer one caller, once.
public struct Reply: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// Answers. The slot is empty afterwards; nothing happens if the caller is gone.
    @inline(__always)
    public func send(
        _ info: MessageInfo, _ word0: Word = 0, _ word1: Word = 0, _ word2: Word = 0,
        _ word3: Word = 0
    ) {
        _ = trap(.sendNonBlocking, pointer, info, word0, word1, word2, word3)
    }
}

/// A set of binary semaphores in one word.
public struct Notification: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// seL4_Signal.
    @inline(__always) public func signal() { _ = trap(.send, pointer) }

    /// seL4_Wait: the badges signalled since the last time.
    @inline(__always) public func wait() -> Word { trap(.receive, pointer).badge }

    /// seL4_Poll: 0 if nothing was signalled.
    @inline(__always) public func poll() -> Word { trap(.receiveNonBlocking, pointer).badge }
}
