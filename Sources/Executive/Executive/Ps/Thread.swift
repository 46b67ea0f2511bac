import NTABI
import SeL4

/// A thread of a process: one seL4 thread, its TEB, and the state of its wait.
public final class Thread: DispatcherObject {
    let process: Process
    /// CLIENT_ID.UniqueThread.
    let id: UInt32
    /// The badge of its executive endpoint: `generation << 16 | index + 1`.
    let clientID: UInt
    let kernel: ThreadObjects
    /// Where the TEB lies in the process, and the reservation of the stack.
    let teb: UInt
    var stackAllocation: UInt = 0
    /// The executive made the stack and takes it back.
    var ownsStack = false

    /// NT priority, 1…31.
    var priority: Int32
    /// How often in a row it was seen running, of a thread that outranks others (`ProcessorWatch`).
    var timesSeenRunning = 0
    /// How much more often than it should it has been seen running of late.
    var appetite = 0
    var suspendCount: UInt32 = 0
    private(set) var isAlerted = false
    /// What NtWaitForAlertByThreadId waits for.
    lazy var alertByID = Event(.synchronization)
    let createTime: Int64
    var exitTime: Int64 = 0
    /// What the program calls the thread's start.
    var startAddress: UInt = 0
    var exitStatus = NTStatus.pending
    /// Termination has begun: every further wait throws, nothing is answered any more.
    var isTerminating = false
    /// Nothing of it is left but the object: waits for it are satisfied.
    var isTerminated = false
    /// Its number may name another thread: it has ended, and nobody has a handle to it.
    var hasGivenUpID = false

    /// The mutants it owns, to be abandoned if it ends.
    var ownedMutants: [Mutant] = []

    /// I/O requests it has made that are not over; its end cancels them.
    var requests: [IRP] = []

    // The wait, while there is one.
    var waitsForAll = false
    var waitIsAlertable = false
    var waitStatus = NTStatus.success
    /// One for each object waited for; kept from wait to wait.
    var waitBlocks = [WaitBlock()]
    let waitTimeout = WaitTimeout()
    /// The stack that a waiting service left; nil while no service of the thread waits.
    var parkedStack: ParkedStack?

    // How it leaves the service or fault it is in.
    /// A service or a fault of the thread is being worked on: it waits for the executive, not the processor.
    var isInService = false
    /// Its reply capability lies in `kernel.savedReply`, no longer where the next receive would lose it.
    var replyIsSaved = false
    /// The answer of a service that ended while the thread was suspended.
    var heldAnswer: UInt?
    /// Registers to go on with, in place of an answer; also those a new thread begins with.
    var pendingContext: UserContext? {
        didSet { isRedirected = pendingContext != nil || makesCall }
    }
    /// It goes on with the first of `queuedCalls`.
    var makesCall = false {
        didSet { isRedirected = pendingContext != nil || makesCall }
    }
    /// Whether it goes on elsewhere than behind its service: every service asks.
    private(set) var isRedirected = false

    /// What it is to call when it next waits alertably, oldest first.
    var queuedCalls: [UserAPC] = []
    /// Timers whose calls are this thread's; its end stops them.
    var callingTimers: [Timer] = []

    /// Whether the end of a service is more than an answer to the last caller.
    @inline(__always) var needsAttention: Bool {
        replyIsSaved || isTerminating || suspendCount > 0 || isRedirected
    }

    init(
        of process: Process, id: UInt32, clientID: UInt, kernel: ThreadObjects, teb: UInt, priority: Int32,
        createTime: Int64
    ) {
        self.process = process
        self.id = id
        self.clientID = clientID
        self.kernel = kernel
        self.teb = teb
        self.priority = priority
        self.createTime = createTime
    }

    public override var type: ObjectType { .thread }
    public override var cost: Int { 1024 }
    public override func isSignaled(for thread: Thread) -> Bool { isTerminated }

    public override func lastHandleClosed(_ executive: Executive) { executive.giveUpID(of: self) }

    /// Whether the thread had been alerted; it no longer is.
    func takeAlert() -> Bool {
        defer { isAlerted = false }
        return isAlerted
    }

    func setAlerted() { isAlerted = true }

    /// Whether it would run if the processor were its own.
    var isReady: Bool { parkedStack == nil && suspendCount == 0 }

    /// What it waits for, in the caller's order.
    var waitedObjects: [DispatcherObject] { waitBlocks.compactMap { $0.object } }
}
