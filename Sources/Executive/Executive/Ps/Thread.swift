import NTABI

/// A thread of a process: one seL4 thread, its TEB, and the state of its wait.
public final class Thread: DispatcherObject {
    let process: Process
    /// CLIENT_ID.UniqueThread.
    let id: UInt32
    /// The badge of its executive endpoint: `generation << 16 | index + 1`.
    let clientID: UInt

    /// The TEB's address in the process.
    var teb: UInt = 0
    /// NT priority, 1…31.
    var priority: Int32 = 8
    var suspendCount: UInt32 = 0
    private(set) var isAlerted = false
    /// Meaningful once `isTerminated`.
    var exitStatus = NTStatus.pending
    /// Termination has begun: every further wait throws.
    var isTerminating = false
    /// Nothing of it is left but the object: waits for it are satisfied.
    var isTerminated = false

    /// Mutants it has acquired; its end abandons them.
    var ownedMutants: [Mutant] = []

    // The wait, while there is one.
    var waitsForAll = false
    var waitIsAlertable = false
    var waitStatus = NTStatus.success
    /// One for each object waited for; kept from wait to wait.
    var waitBlocks = [WaitBlock()]
    let waitTimeout = WaitTimeout()
    /// The stack that a waiting service left; nil while the thread runs.
    var parkedStack: ParkedStack?

    init(of process: Process, id: UInt32, clientID: UInt) {
        self.process = process
        self.id = id
        self.clientID = clientID
    }

    public override var type: ObjectType { .thread }
    public override func isSignaled(for thread: Thread) -> Bool { isTerminated }

    /// Whether the thread had been alerted; it no longer is.
    func takeAlert() -> Bool {
        defer { isAlerted = false }
        return isAlerted
    }

    func alert() { isAlerted = true }

    /// What it waits for, in the caller's order.
    var waitedObjects: [DispatcherObject] { waitBlocks.compactMap { $0.object } }
}
