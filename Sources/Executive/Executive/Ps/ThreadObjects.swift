import NTABI
import SeL4
import SeL4ABI

/// What the kernel has of a thread: its TCB, its capability space, and a place for its reply capability.
struct ThreadObjects {
    let tcb: KernelObject<TCB>
    let cspace: KernelObject<CNode>
    let savedReply: Reply

    /// Where capabilities stand in a thread's own space (docs/architecture.md).
    private enum Slot {
        static let executive = CapabilityPointer(1)
        static let faults = CapabilityPointer(2)
        static let devices = CapabilityPointer(3)
        static let requests = CapabilityPointer(4)
        static let completions = CapabilityPointer(5)
        static let depth: Word = 3
    }
    private static let faultEndpoint = CapabilityPointer(0x80)
    /// Guard of the root CNode: a capability pointer is `slot << 6 | rest`.
    private static let rootGuard = CNodeGuard(guardBits: 0, size: 55)

    init(_ memory: MemoryManager) throws(NTStatus) {
        let tcb = try memory.makeObject(.thread, as: TCB.self)
        do throws(NTStatus) {
            let cspace = try memory.makeObject(.threadCNode, as: CNode.self)
            do throws(NTStatus) {
                savedReply = Reply(try memory.allocateSlot())
            } catch {
                memory.recycle(cspace)
                throw error
            }
            self.cspace = cspace
        } catch {
            memory.recycle(tcb)
            throw error
        }
        self.tcb = tcb
    }

    /// Gives the thread its capabilities, its spaces and its IPC buffer; it does not run yet.
    func configure(
        _ executive: Executive, for process: Process, clientID: UInt, buffer: UInt, frame: Frame
    ) throws(InvocationError) {
        let own = cspace.capability
        let memory = executive.memory
        try own.mint(
            executive.endpoint.pointer, of: memory.root, to: Slot.executive, depth: Slot.depth,
            rights: .write | .grantReply, badge: clientID)
        try own.mint(
            executive.endpoint.pointer, of: memory.root, to: Slot.faults, depth: Slot.depth,
            rights: .write | .grantReply, badge: clientID | Badge.fault)
        try process.hostResources?.install(
            in: own, devices: Slot.devices, requests: Slot.requests, completions: Slot.completions,
            depth: Slot.depth, executive)
        try tcb.capability.configure(
            faultEndpoint: Self.faultEndpoint, cspace: own, cspaceGuard: Self.rootGuard,
            vspace: process.addressSpace.root, bufferAddress: buffer, bufferFrame: memory.capability(of: frame))
    }

    /// Gives everything back. The thread is gone from the kernel, and whoever it waited for has forgotten it.
    func recycle(_ memory: MemoryManager) {
        memory.recycle(tcb)
        memory.recycle(cspace)
        memory.freeSlot(savedReply.pointer)
    }
}

extension Thread {
    /// Runs the thread with these registers, or only stores them.
    ///
    /// The kernel cannot refuse: it makes every value harmless first, and the TCB is there as long as the thread is.
    func write(_ context: UserContext, resuming: Bool) {
        do { try kernel.tcb.capability.writeRegisters(context, resuming: resuming) } catch {
            preconditionFailure("the kernel refuses a thread's registers")
        }
    }

    /// The registers as the program left them.
    func readContext() -> UserContext {
        if let pendingContext { return pendingContext }
        do { return try kernel.tcb.capability.readRegisters() } catch {
            preconditionFailure("the kernel refuses to read a thread's registers")
        }
    }

    /// The registers of a thread that is in no service, for programs to see and change.
    ///
    /// A thread may have been answered, and not have run since. Only stopping it moves it behind its `syscall` for certain;
    /// and the kernel need not have its rsp before it has run, but rbx has.
    var contextOutsideService: UserContext {
        if let pendingContext { return pendingContext }
        try? kernel.tcb.capability.suspend()
        var registers = readContext()
        if suspendCount == 0 { try? kernel.tcb.capability.resume() }
        if isSystemCall(at: registers.instructionPointer) || isSystemCall(at: registers.instructionPointer &- 2) {
            registers.restoreStack()
        }
        return registers
    }

    /// Whether the thread would make a system call there.
    func isSystemCall(at address: UInt) -> Bool {
        guard let place = UserPointer<UInt16>(address), let instruction = try? process.read(place) else { return false }
        return instruction == UserContext.systemCallInstruction
    }

    /// The registers of a thread in a service as they will be behind it, but for the answer.
    var contextBehindService: UserContext {
        var registers = readContext()
        registers.leaveSystemCall()
        return registers
    }

    /// A driver's interrupt, DPC or dispatch thread.
    var isDriverRank: Bool { process.hostResources != nil && priority >= 16 }

    /// seL4's priority for the thread (docs/architecture.md).
    var kernelPriority: Word {
        if isDemoted { return Self.kernelPriority(of: min(priority, Process.normalPriority)) }
        guard isDriverRank else { return Self.kernelPriority(of: priority) }
        switch priority {
        case 31: return 240
        case 30: return 230
        default: return 220
        }
    }

    private static func kernelPriority(of priority: Int32) -> Word { 100 + 2 * Word(priority) }

    func applyPriority(_ executive: Executive) {
        let authority = TCB(CapabilityPointer(InitialSlot.thread))
        do { try kernel.tcb.capability.setPriority(kernelPriority, authority: authority) } catch {
            preconditionFailure("the kernel refuses a priority below the executive's own")
        }
    }
}
