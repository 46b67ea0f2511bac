// The imported C function only takes and returns numbers. It is unsafe in that the kernel acts on the
// thread's IPC buffer, which `IPCBuffer` describes.

import CSeL4
public import SeL4ABI

/// A message as it was received.
public struct ReceivedMessage {
    public let info: MessageInfo
    /// Of the capability it was sent through; or the bits of a notification.
    public let badge: Word
    /// Message registers 0…3; the rest lies in the IPC buffer.
    public let words: (Word, Word, Word, Word)

    @inline(__always) init(_ message: sel4_message) {
        info = MessageInfo(rawValue: Word(message.info))
        badge = Word(message.badge)
        words = (Word(message.mr0), Word(message.mr1), Word(message.mr2), Word(message.mr3))
    }
}

/// One system call with everything that fits into registers.
@inline(__always)
func trap(
    _ call: SystemCall, _ target: CapabilityPointer, _ info: MessageInfo = MessageInfo(rawValue: 0),
    _ word0: Word = 0, _ word1: Word = 0, _ word2: Word = 0, _ word3: Word = 0
) -> ReceivedMessage {
    ReceivedMessage(
        sel4_system_call(
            Int64(call.rawValue), UInt64(target.rawValue), UInt64(info.rawValue),
            UInt64(word0), UInt64(word1), UInt64(word2), UInt64(word3)))
}

/// seL4_Yield.
public func yieldProcessor() { _ = trap(.yield, .null) }
