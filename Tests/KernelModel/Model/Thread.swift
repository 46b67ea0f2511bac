import SeL4ABI

final class Thread: KernelObject {
    /// What a thread does, or waits for.
    enum State {
        case inactive
        case running
        case receiving(Endpoint, canGrant: Bool)
        case sending(Endpoint, Sending)
        /// Its Call or fault was taken and is not answered.
        case awaitingReply
        case waiting(Notification)
    }

    /// What a sender's capability said, kept because it may be gone when a receiver comes.
    struct Sending {
        let badge: Word
        let canGrant: Bool
        let canGrantReply: Bool
        let isCall: Bool
    }

    var state = State.inactive
    var fault: Fault?
    var registers = [Word](repeating: 0, count: Register.count)
    /// Stopped in a system call, so that stopping it means making the call again.
    var isInSystemCall = false
    var priority: Word = 0
    var maximumPriority: Word = 0
    var domain: Word = 0
    var timeSlice = Thread.wholeTimeSlice
    var boundNotification: Notification?
    var faultHandler: Word = 0
    var bufferAddress: Word = 0
    var flags: Word = 0
    /// It has used the FPU, so its state there is switched with it.
    var usesFPU = false
    /// What the thread sees in the FPU: a word for all of it.
    var fpu = Thread.initialFPU

    /// From its first resumption on a thread can be answered.
    var canBeAnswered = false
    /// Where the one capability to answer the thread is, while it waits for an answer.
    var answer: Held?
    /// In a ready queue.
    var isQueued = false

    static let wholeTimeSlice = 5
    static let initialFPU: Word = 0x37f

    init(at address: Word, domain: Word) {
        super.init(at: address, sizeBits: ObjectSize.threadBits, slotCount: 5)
        self.domain = domain
        self[.rflags] = 0x202
    }

    subscript(register: Register) -> Word {
        get { registers[register.rawValue] }
        set { registers[register.rawValue] = newValue }
    }

    var isRunning: Bool { if case .running = state { true } else { false } }

    var cspaceRoot: Slot { Slot(holder: self, index: 0) }
    var vspaceRoot: Slot { Slot(holder: self, index: 1) }
    /// The right to answer the last caller.
    var callerSlot: Slot { Slot(holder: self, index: 3) }
    var bufferSlot: Slot { Slot(holder: self, index: 4) }

    /// Stopped in a system call, a thread is put back to the `syscall` instruction, two bytes long.
    func rewind() { if isInSystemCall { self[.rip] &-= 2 } }

    /// Where the thread goes on when it is resumed.
    var restartAddress: Word {
        switch state {
        case .inactive, .running: self[.rip]
        default: fault == nil && isInSystemCall ? self[.rip] &- 2 : self[.rip]
        }
    }
}

extension Register {
    static let messageRegisters: [Register] = [.r10, .r8, .r9, .r15]

    /// What a user thread may have in a register.
    func accepted(_ value: Word) -> Word {
        switch self {
        case .rflags: return value & 0xcd5 | 0x202
        case .rip, .fsBase, .gsBase:
            let top = Int(bitPattern: value) >> 47
            return top == 0 || top == -1 ? value : 0
        default: return value
        }
    }
}
