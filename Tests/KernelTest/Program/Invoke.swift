import CKernelTest
import SeL4ABI

/// What a system call left in the registers.
struct Answer {
    let badge: Word
    let info: Word
    let words: (Word, Word, Word, Word)

    /// An error code, a fault's label, or what a sender wrote.
    var label: Word { info >> 12 }
    var length: Word { info & 0x7F }
    var extraCapabilities: Word { info >> 7 & 3 }
    var unwrapped: Word { info >> 9 & 7 }

    /// The same answer as if no words came with it.
    var withoutWords: Answer { Answer(badge: badge, info: info & ~0x7F, words: words) }

    /// Message register `index`; those past the fourth are in our IPC buffer, until the next call.
    func word(_ index: Int) -> Word {
        switch index {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        case 3: words.3
        default: Invoke.bufferWord(index)
        }
    }
}

/// The kernel as the checks call it.
enum Invoke {
    @discardableResult
    static func trap(
        _ number: SystemCall, _ capability: Word, _ info: Word = 0, _ m0: Word = 0, _ m1: Word = 0,
        _ m2: Word = 0, _ m3: Word = 0
    ) -> Answer {
        let reply = kernel_trap(
            Int64(number.rawValue), UInt64(capability), UInt64(info), UInt64(m0), UInt64(m1),
            UInt64(m2), UInt64(m3))
        return Answer(
            badge: Word(reply.badge), info: Word(reply.info),
            words: (Word(reply.mr0), Word(reply.mr1), Word(reply.mr2), Word(reply.mr3)))
    }

    /// An invocation with its message registers and extra capabilities.
    @discardableResult
    static func call<let count: Int, let capabilityCount: Int>(
        _ capability: Word, _ label: InvocationLabel, _ words: InlineArray<count, Word>,
        _ capabilities: InlineArray<capabilityCount, Word>
    ) -> Answer {
        for index in 0..<capabilityCount { setCapability(index, capabilities[index]) }
        var index = 4
        while index < count {
            setBufferWord(index, words[index])
            index += 1
        }
        let info =
            label.rawValue << 12 | Word(bitPattern: capabilityCount) << 7 | Word(bitPattern: count)
        return trap(
            .call, capability, info, count > 0 ? words[0] : 0, count > 1 ? words[1] : 0,
            count > 2 ? words[2] : 0, count > 3 ? words[3] : 0)
    }

    @discardableResult
    static func call<let count: Int>(
        _ capability: Word, _ label: InvocationLabel, _ words: InlineArray<count, Word>
    ) -> Answer {
        let none: InlineArray<0, Word> = []
        return call(capability, label, words, none)
    }

    @discardableResult
    static func call(_ capability: Word, _ label: InvocationLabel) -> Answer {
        trap(.call, capability, label.rawValue << 12)
    }

    static func bufferWord(_ index: Int) -> Word {
        load(State.buffer + 8 + 8 * Word(bitPattern: index))
    }

    static func setBufferWord(_ index: Int, _ value: Word) {
        store(State.buffer + 8 + 8 * Word(bitPattern: index), value)
    }

    static func setCapability(_ index: Int, _ pointer: Word, in buffer: Word = State.buffer) {
        store(
            buffer + Word(bitPattern: IPCBufferLayout.capabilities) + 8 * Word(bitPattern: index),
            pointer)
    }

    static func capability(_ index: Int, in buffer: Word = State.buffer) -> Word {
        load(
            buffer + Word(bitPattern: IPCBufferLayout.capabilities) + 8 * Word(bitPattern: index))
    }

    /// Where a thread with this buffer wants capabilities put; index 0 of a full depth is nowhere.
    static func setReceiveSlot(_ slot: Word, in buffer: Word = State.buffer) {
        store(buffer + Word(IPCBufferLayout.receiveCNode), InitialSlot.cnode)
        store(buffer + Word(IPCBufferLayout.receiveIndex), slot)
        store(buffer + Word(IPCBufferLayout.receiveDepth), 64)
    }

    static func yield() { trap(.yield, 0) }
}
