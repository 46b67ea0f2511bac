import SeL4ABI

/// Where things are in a thread control block: byte offsets (docs/kernel.md).
public enum ThreadLayout {
    public static var cspaceRoot: Int { 0 }
    public static var vspaceRoot: Int { 32 }
    public static var reply: Int { 64 }
    public static var caller: Int { 96 }
    public static var ipcBufferFrame: Int { 128 }
    public static var slotCount: Int { 5 }

    /// 20 user registers in `Register` order, the error code, the entry kind.
    public static var registers: Int { 160 }
    public static var entryKind: Int { 328 }

    public static var state: Int { 336 }
    public static var blockingObject: Int { 344 }
    public static var blockingBadge: Int { 352 }
    public static var blockingMarks: Int { 360 }
    public static var priority: Int { 368 }
    public static var maximumPriority: Int { 376 }
    public static var domain: Int { 384 }
    public static var timeSlice: Int { 392 }
    public static var readyNext: Int { 400 }
    public static var readyPrevious: Int { 408 }
    public static var isReady: Int { 416 }
    public static var waitNext: Int { 424 }
    public static var waitPrevious: Int { 432 }
    public static var boundNotification: Int { 440 }
    public static var faultHandler: Int { 448 }
    public static var ipcBufferAddress: Int { 456 }
    public static var flags: Int { 464 }
    public static var spaceEpoch: Int { 472 }
    /// The label of the fault that the thread waits on, then its words.
    public static var fault: Int { 480 }
    public static var faultWords: Int { 488 }

    public static var fpuState: Int { 1024 }
}

/// What a thread does, or waits for.
public enum ThreadState: Word, Sendable {
    /// Not schedulable until resumed.
    case inactive = 0
    case running = 1
    case blockedOnReceive = 2
    case blockedOnSend = 3
    /// In a Call, or in a fault, whose message has been taken and not answered.
    case blockedOnReply = 4
    case blockedOnNotification = 5
}

/// How a thread entered the kernel, so that the exit code knows what it must restore.
public enum EntryKind: Word, Sendable {
    /// By `syscall`: rcx and r11 are free, and rip is past the instruction.
    case systemCall = 0
    /// By an interrupt or exception, or its registers were written: everything counts.
    case trap = 1
}

extension Kernel {
    /// A thread control block.
    public struct Thread: MemoryObject {
        public typealias Board = M
        public let address: PhysicalAddress
        @inline(__always) public init(_ address: PhysicalAddress) { self.address = address }

        @inline(__always) private func slot(at offset: Int) -> Slot {
            Slot(PhysicalAddress(address.rawValue &+ Word(bitPattern: offset)))
        }

        @inline(__always) public var cspaceRoot: Slot { slot(at: ThreadLayout.cspaceRoot) }
        @inline(__always) public var vspaceRoot: Slot { slot(at: ThreadLayout.vspaceRoot) }
        @inline(__always) var replySlot: Slot { slot(at: ThreadLayout.reply) }
        @inline(__always) var callerSlot: Slot { slot(at: ThreadLayout.caller) }
        @inline(__always) public var ipcBufferFrame: Slot {
            slot(at: ThreadLayout.ipcBufferFrame)
        }

        /// Where the trap entry stores the registers.
        @inline(__always) public var context: PhysicalAddress {
            PhysicalAddress(address.rawValue &+ Word(bitPattern: ThreadLayout.registers))
        }

        @inline(__always) public var fpuState: PhysicalAddress {
            PhysicalAddress(address.rawValue &+ Word(bitPattern: ThreadLayout.fpuState))
        }

        @inline(__always) public subscript(register: Register) -> Word {
            get { load(ThreadLayout.registers &+ register.rawValue &* 8) }
            nonmutating set { store(ThreadLayout.registers &+ register.rawValue &* 8, newValue) }
        }

        @inline(__always) public var entryKind: EntryKind {
            get { load(ThreadLayout.entryKind) == 0 ? .systemCall : .trap }
            nonmutating set { store(ThreadLayout.entryKind, newValue.rawValue) }
        }
    }
}

extension Kernel.Thread {
    @inline(__always) var stateWord: Word { load(ThreadLayout.state) }

    @inline(__always) public var state: ThreadState {
        ThreadState(rawValue: load(ThreadLayout.state)) ?? .inactive
    }

    /// Sets the state alone; `Kernel.setState` also tells the scheduler.
    @inline(__always) func storeState(_ state: ThreadState) {
        store(ThreadLayout.state, state.rawValue)
    }

    @inline(__always) public var isRunnable: Bool { stateWord == ThreadState.running.rawValue }

    @inline(__always) var blockingObject: PhysicalAddress {
        get { PhysicalAddress(load(ThreadLayout.blockingObject)) }
        nonmutating set { store(ThreadLayout.blockingObject, newValue.rawValue) }
    }

    @inline(__always) var blockingBadge: Word {
        get { load(ThreadLayout.blockingBadge) }
        nonmutating set { store(ThreadLayout.blockingBadge, newValue) }
    }

    @inline(__always) var blockingMarks: BlockingMarks {
        get { BlockingMarks(rawValue: load(ThreadLayout.blockingMarks)) }
        nonmutating set { store(ThreadLayout.blockingMarks, newValue.rawValue) }
    }

    @inline(__always) public var priority: Word {
        get { load(ThreadLayout.priority) }
        nonmutating set { store(ThreadLayout.priority, newValue) }
    }

    @inline(__always) public var maximumPriority: Word {
        get { load(ThreadLayout.maximumPriority) }
        nonmutating set { store(ThreadLayout.maximumPriority, newValue) }
    }

    @inline(__always) public var domain: Word {
        get { load(ThreadLayout.domain) }
        nonmutating set { store(ThreadLayout.domain, newValue) }
    }

    @inline(__always) var timeSlice: Word {
        get { load(ThreadLayout.timeSlice) }
        nonmutating set { store(ThreadLayout.timeSlice, newValue) }
    }

    @inline(__always) var boundNotification: Kernel.Notification {
        get { Kernel.Notification(PhysicalAddress(load(ThreadLayout.boundNotification))) }
        nonmutating set { store(ThreadLayout.boundNotification, newValue.address.rawValue) }
    }

    /// The capability pointer of the fault endpoint, looked up when a fault happens.
    @inline(__always) var faultHandler: Word {
        get { load(ThreadLayout.faultHandler) }
        nonmutating set { store(ThreadLayout.faultHandler, newValue) }
    }

    /// The IPC buffer's address in the thread's own address space; 0 is none.
    @inline(__always) public var ipcBufferAddress: Word {
        get { load(ThreadLayout.ipcBufferAddress) }
        nonmutating set { store(ThreadLayout.ipcBufferAddress, newValue) }
    }

    /// When the capability in `vspaceRoot` was last seen to be one to a root table with an identifier
    /// (`Kernel.spaceEpoch`); 0 is never.
    @inline(__always) var spaceEpoch: Word {
        get { load(ThreadLayout.spaceEpoch) }
        nonmutating set { store(ThreadLayout.spaceEpoch, newValue) }
    }

    @inline(__always) var flags: ThreadFlags {
        get { ThreadFlags(rawValue: load(ThreadLayout.flags)) }
        nonmutating set { store(ThreadLayout.flags, newValue.rawValue) }
    }
}

extension ThreadFlags {
    /// The kernel's own: the thread has used the FPU, so its state there counts.
    @inline(__always) static var usesFPU: Self { Self(rawValue: 1 << 30) }
}

/// What a blocked thread's capability allowed: kept because the capability may be gone when the
/// other side arrives.
struct BlockingMarks: FlagSet {
    var rawValue: Word
    @inline(__always) init(rawValue: Word) { self.rawValue = rawValue }

    @inline(__always) static var canGrant: Self { Self(rawValue: 1) }
    @inline(__always) static var canGrantReply: Self { Self(rawValue: 2) }
    /// The sender wants an answer.
    @inline(__always) static var isCall: Self { Self(rawValue: 4) }
}
