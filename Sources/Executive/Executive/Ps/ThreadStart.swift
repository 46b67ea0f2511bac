import CNT
import NTABI
import SeL4
import SeL4ABI

/// How a thread begins: what NtCreateThread and NtCreateThreadEx have in common.
struct ThreadStart {
    /// The context ntdll continues with after its own initialisation: RtlUserThreadStart or a caller's own.
    var context: CONTEXT
    /// The stack: base above, limit and reservation below.
    var stackBase: UInt
    var stackLimit: UInt
    var stackAllocation: UInt
    /// The executive reserved the stack and takes it back when the thread ends.
    var ownsStack: Bool
    /// For queries: what the program calls the start.
    var startAddress: UInt
}

/// How much stack a thread gets: as asked for, else as the image says.
struct StackSizes {
    let reserve: UInt
    let commit: UInt

    init(of process: Process, commit: UInt = 0, reserve: UInt = 0) {
        let image = process.section.image
        self.commit = commit != 0 ? commit : image?.stackCommit ?? 0x4000
        self.reserve = max(self.commit, reserve != 0 ? reserve : image?.stackReserve ?? 0x10_0000)
    }
}

extension Executive {
    /// A thread that calls `entry(argument)` on a stack of its own, suspended once.
    func startThread(in process: Process, at entry: UInt, argument: UInt) throws(NTStatus) -> Thread {
        try createThread(in: process) { (teb) throws(NTStatus) in
            try threadStart(in: process, at: entry, argument: argument, StackSizes(of: process), teb: teb)
        }
    }

    /// Reserves a stack for a thread that calls `entry(argument)` by way of RtlUserThreadStart.
    func threadStart(
        in process: Process, at entry: UInt, argument: UInt, _ sizes: StackSizes, teb: UInt
    ) throws(NTStatus) -> ThreadStart {
        let stack = try process.addressSpace.allocateStack(reserve: sizes.reserve, commit: sizes.commit, teb: teb)
        return ThreadStart(
            context: CONTEXT(
                startingAt: systemLibrary.userThreadStart, entry, argument, stackBase: stack.base),
            stackBase: stack.base, stackLimit: stack.limit, stackAllocation: stack.deallocationBase,
            ownsStack: true, startAddress: entry)
    }

    /// Creates a thread, suspended once; `resume` lets it run.
    ///
    /// Errors: `.processIsTerminating`, `.quotaExceeded`, `.insufficientResources`, `.noMemory`, `.accessViolation` (its stack); nothing is left behind.
    func createThread(in process: Process, start: (UInt) throws(NTStatus) -> ThreadStart) throws(NTStatus) -> Thread {
        guard !process.isTerminating else { throw .processIsTerminating }
        try process.addressSpace.requireRoom()
        guard let clientID = clients.reserve() else { throw .insufficientResources }
        let objects = try ThreadObjects(memory)
        let teb = process.tebs.take()
        var made: ThreadStart?
        do throws(NTStatus) {
            let space = process.addressSpace
            try space.allocateSystemPages(at: teb, size: TEBPlaces.size)
            let start = try start(teb)
            made = start
            let buffer = teb + TEBPlaces.bufferOffset
            let frame = try space.frame(at: buffer, forWriting: true)
            do { try objects.configure(self, for: process, clientID: clientID, buffer: buffer, frame: frame) } catch {
                throw .insufficientResources
            }
            let thread = Thread(
                of: process, id: clientIDs.allocate(), clientID: clientID, kernel: objects, teb: teb,
                priority: process.basePriority, createTime: clock.systemTime)
            do throws(NTStatus) {
                try process.write(self.teb(of: thread, start), to: UserPointer(required: teb))
                thread.pendingContext = try entryContext(of: thread, start)
            } catch {
                clientIDs.release(thread.id)
                throw error
            }
            thread.stackAllocation = start.stackAllocation
            thread.ownsStack = start.ownsStack
            if !start.ownsStack { space.adoptStack(at: start.stackAllocation, teb: teb) }
            thread.startAddress = start.startAddress
            thread.suspendCount = 1
            clientIDs.assign(thread.id, .thread(thread))
            clients.insert(thread)
            process.threads.append(thread)
            process.quota.add(Cost.thread)
            thread.applyPriority(self)
            return thread
        } catch {
            objects.recycle(memory)
            if let made, made.ownsStack { releaseStack(made.stackAllocation, of: process) }
            process.addressSpace.freeSystemPages(at: teb)
            process.tebs.giveBack(teb)
            throw error
        }
    }

    func releaseStack(_ allocation: UInt, of process: Process) {
        // The program may have freed it already, or put something else there that is not ours to judge.
        _ = try? process.addressSpace.free(at: allocation, size: 0, type: .release)
    }

    private func teb(of thread: Thread, _ start: ThreadStart) -> TEB {
        var teb = TEB()
        teb.StackBase = start.stackBase
        teb.StackLimit = start.stackLimit
        teb.DeallocationStack = start.stackAllocation
        teb.`Self` = thread.teb
        teb.ProcessEnvironmentBlock = Process.peb
        teb.ClientId = CLIENT_ID(UniqueProcess: UInt(thread.process.id), UniqueThread: UInt(thread.id))
        teb.CurrentLocale = 0x409
        let text = thread.teb + 0x1268  // StaticUnicodeBuffer
        teb.StaticUnicodeString = UNICODE_STRING(Length: 0, MaximumLength: 522, Buffer: text)
        return teb
    }

    /// The registers of `LdrInitializeThunk(CONTEXT *start, void *ntdll)`, with the CONTEXT on the thread's stack.
    private func entryContext(of thread: Thread, _ start: ThreadStart) throws(NTStatus) -> UserContext {
        let place = (start.context.stack &- UInt(MemoryLayout<CONTEXT>.size)) & ~15
        try thread.process.write(start.context, to: UserPointer(required: place))
        return UserContext(
            calling: systemLibrary.initializeThunk, place, systemLibrary.base, stack: place, teb: thread.teb)
    }
}
