import SeL4ABI
import Testing

@testable import Microkernel

typealias TestKernel = Kernel<SimulatedMachine>

/// What a system call left in the caller's registers.
struct Answer {
    let info: MessageInfo
    let words: [Word]
    var error: ErrorCode { ErrorCode(rawValue: info.label) }
}

/// A kernel just after boot: one thread with all priorities, a root CNode of 4096 slots in which a
/// capability pointer is a slot number, an address space with one page table, an IPC buffer, 16 MB
/// of untyped memory and a device.
final class World {
    var kernel = TestKernel()
    let root = TestKernel.Thread(PhysicalAddress(0x8000))
    private var nextFree: Word = 100
    /// Tests that make thousands of calls switch this off on the way.
    var checksInvariants = true

    static let untyped: Word = 20
    static let device: Word = 21
    static let radix = 12
    static let bufferAddress: Word = 0x20_0000

    init() {
        SimulatedMachine.reset()
        PhysicalMemory<SimulatedMachine>.clear(0, count: 0x10_0000)
        kernel.start(
            kernelRoot: PhysicalAddress(0x1000), interruptTable: PhysicalAddress(0x2000))
        for offset in stride(from: Word(2048), to: 4096, by: 8) {
            PhysicalMemory<SimulatedMachine>.store(0x1000 + offset, 0xfeed_0000 + offset)
        }
        kernel.setInitialASIDPool(at: PhysicalAddress(0x3000), vspace: PhysicalAddress(0x4000))
        install(.thread(at: root.address), InitialSlot.thread)
        let cnode = CNodeCapability(
            at: PhysicalAddress(0x20000), radix: Self.radix, guardSize: 64 - Self.radix)
        install(cnode.capability, InitialSlot.cnode)
        install(
            RootTableCapability(at: PhysicalAddress(0x4000), asid: ASID(1)).capability,
            InitialSlot.vspace)
        install(.irqControl, InitialSlot.irqControl)
        install(.asidControl, InitialSlot.asidControl)
        install(
            ASIDPoolCapability(at: PhysicalAddress(0x3000), base: ASID(0)).capability,
            InitialSlot.asidPool)
        install(.ioPortControl, InitialSlot.ioPortControl)
        install(.domain, InitialSlot.domain)
        install(
            FrameCapability(
                at: PhysicalAddress(0x5000), size: .page, mappedAt: Self.bufferAddress,
                asid: ASID(1)
            ).capability, InitialSlot.ipcBuffer)
        install(
            UntypedCapability(at: PhysicalAddress(0x100_0000), sizeBits: 24, isDevice: false)
                .capability, Self.untyped)
        install(
            UntypedCapability(at: PhysicalAddress(0x1_0000_0000), sizeBits: 24, isDevice: true)
                .capability, Self.device)
        kernel.installInitialCopy(of: slot(InitialSlot.cnode), in: root.cspaceRoot)
        kernel.installInitialCopy(of: slot(InitialSlot.vspace), in: root.vspaceRoot)
        kernel.installInitialCopy(of: slot(InitialSlot.ipcBuffer), in: root.ipcBufferFrame)
        root.ipcBufferAddress = Self.bufferAddress
        kernel.startInitialThread(root)
        root[.rip] = 0x40_0000
        let canRun = kernel.prepareToRun()
        #expect(canRun)
        #expect(kernel.current == root)
    }

    private func install(_ capability: Capability, _ index: Word) {
        kernel.installInitial(capability, in: slot(index))
    }

    /// The slot that a capability pointer names.
    func slot(_ pointer: Word) -> TestKernel.Slot {
        TestKernel.Slot(PhysicalAddress(0x20000 + pointer * 32))
    }

    func capability(_ pointer: Word) -> Capability { slot(pointer).capability }
    func thread(_ pointer: Word) -> TestKernel.Thread {
        TestKernel.Thread(capability(pointer).object)
    }

    func hasChildren(_ pointer: Word) -> Bool { kernel.hasChildren(slot(pointer)) }

    /// A row of slots that no test has used.
    func freeSlots(_ count: Word = 1) -> Word {
        defer { nextFree += count }
        return nextFree
    }
}

// System calls, made by the thread that runs.
extension World {
    var current: TestKernel.Thread { kernel.current }

    static let messageRegisters: [Register] = [.r10, .r8, .r9, .r15]

    func buffer(of thread: TestKernel.Thread) -> TestKernel.MessageBuffer {
        kernel.buffer(of: thread, forWriting: false)
    }

    /// Enters the kernel as the `syscall` instruction does.
    func enter(
        _ call: SystemCall, _ pointer: Word = 0, label: Word = 0, _ words: [Word] = [],
        caps: [Word] = []
    ) {
        let thread = kernel.current
        thread[.rdx] = Word(bitPattern: call.rawValue)
        thread[.rdi] = pointer
        thread[.rsi] =
            MessageInfo(
                label: label, length: words.count, extraCapabilities: caps.count
            ).rawValue
        let buffer = buffer(of: thread)
        for (index, word) in words.enumerated() {
            kernel.setMessageRegister(index, of: thread, in: buffer, to: word)
        }
        for (index, cap) in caps.enumerated() where !buffer.isNone {
            buffer[capability: index] = cap
        }
        thread[.rip] &+= 2
        thread.entryKind = .systemCall
        _ = kernel.enter()
        checkInvariants()
    }

    /// The message that a thread's registers and buffer hold.
    func message(of thread: TestKernel.Thread) -> Answer {
        let info = MessageInfo(rawValue: thread[.rsi])
        let buffer = buffer(of: thread)
        let words = (0..<info.length).map {
            $0 < 4 ? thread[Self.messageRegisters[$0]] : buffer[$0]
        }
        return Answer(info: info, words: words)
    }

    /// Invokes a kernel object; the caller still runs after that.
    @discardableResult
    func invoke(
        _ pointer: Word, _ label: InvocationLabel, _ words: [Word] = [], caps: [Word] = []
    ) -> Answer {
        let caller = kernel.current
        enter(.call, pointer, label: label.rawValue, words, caps: caps)
        return message(of: caller)
    }
}

// Short forms of frequent invocations.
extension World {
    @discardableResult
    func retype(
        _ type: ObjectType, bits: Word = 0, into slot: Word, count: Word = 1,
        from untyped: Word = World.untyped
    ) -> Answer {
        invoke(
            untyped, .untypedRetype, [type.rawValue, bits, 0, 0, slot, count],
            caps: [InitialSlot.cnode])
    }

    /// A new object in a slot of its own.
    func make(_ type: ObjectType, bits: Word = 0, from untyped: Word = World.untyped) -> Word {
        let slot = freeSlots()
        #expect(retype(type, bits: bits, into: slot, from: untyped).error == .noError)
        return slot
    }

    @discardableResult
    func mint(
        _ source: Word, into slot: Word, badge: Word, rights: CapabilityRights = .all
    ) -> Answer {
        invoke(
            InitialSlot.cnode, .cnodeMint, [slot, 64, source, 64, rights.rawValue, badge],
            caps: [InitialSlot.cnode])
    }

    @discardableResult
    func copy(_ source: Word, into slot: Word, rights: CapabilityRights = .all) -> Answer {
        invoke(
            InitialSlot.cnode, .cnodeCopy, [slot, 64, source, 64, rights.rawValue],
            caps: [InitialSlot.cnode])
    }

    func minted(_ source: Word, badge: Word, rights: CapabilityRights = .all) -> Word {
        let slot = freeSlots()
        #expect(mint(source, into: slot, badge: badge, rights: rights).error == .noError)
        return slot
    }

    @discardableResult func delete(_ slot: Word) -> Answer {
        invoke(InitialSlot.cnode, .cnodeDelete, [slot, 64])
    }

    @discardableResult func revoke(_ slot: Word) -> Answer {
        invoke(InitialSlot.cnode, .cnodeRevoke, [slot, 64])
    }

    /// A thread in the root's CSpace and address space with a buffer of its own, not yet resumed.
    func makeThread(priority: Word, faultHandler: Word = 0) -> Word {
        let slot = make(.thread)
        let frame = make(.page)
        let configured = invoke(
            slot, .tcbConfigure, [faultHandler, 0, 0, 0x30_0000],
            caps: [InitialSlot.cnode, InitialSlot.vspace, frame])
        #expect(configured.error == .noError)
        let set = invoke(
            slot, .tcbSetSchedParams, [255, priority], caps: [InitialSlot.thread])
        #expect(set.error == .noError)
        thread(slot)[.rip] = 0x50_0000
        return slot
    }

    /// A thread that runs as soon as its priority lets it.
    func startThread(priority: Word, faultHandler: Word = 0) -> Word {
        let slot = makeThread(priority: priority, faultHandler: faultHandler)
        invoke(slot, .tcbResume)
        return slot
    }

    /// The root waits for ever, so that the next thread by priority runs.
    func parkRoot() {
        let notification = make(.notification)
        enter(.receive, notification)
    }
}
