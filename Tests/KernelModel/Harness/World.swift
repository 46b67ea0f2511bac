import SeL4ABI

@testable import Microkernel

typealias TestedKernel = Kernel<SimulatedMachine>

/// The kernel and the model, brought up alike: one thread, a root CNode of 64 slots in which a pointer is a slot's
/// number, an address space, an IPC buffer, two untypeds and a device.
final class World {
    var kernel = TestedKernel()
    let model: Model
    /// Why the run cannot go on though nothing is wrong: nobody can run, or the caller ended in a preempted call.
    var isOver = false

    /// What invariants were last checked for.
    var checkedChanges = -1
    var checkedRoot: Word = 0
    var live: [(start: Word, end: Word)] = []
    /// So many operations found nobody to run.
    private(set) var idleOperations = 0

    static let radix = 6
    static let untyped: Word = 20
    static let device: Word = 21
    static let small: Word = 22
    static let buffer: Word = 0x20_0000

    init() {
        typealias Place = SimulatedMachine.Place
        SimulatedMachine.reset()
        model = Model(
            rootThread: Place.thread, rootNode: Place.cnode, radix: Self.radix, interrupts: Place.interrupts)
        kernel.start(
            kernelRoot: PhysicalAddress(Place.kernelRoot), interruptTable: PhysicalAddress(Place.interrupts))
        kernel.setInitialASIDPool(at: PhysicalAddress(Place.asidPool), vspace: PhysicalAddress(Place.vspace))
        for index in 256..<512 {
            PhysicalMemory<SimulatedMachine>.store(
                Place.kernelRoot + Word(index) * 8, Table.kernelEntry(index))
        }
        SimulatedMachine.copyKernelHalf(to: PhysicalAddress(Place.vspace))
        let space = Table(at: Place.vspace, .root)
        let pool = ASIDPool(at: Place.asidPool, index: 0)
        pool.spaces[1] = space
        model.pools[0] = pool
        model.objects[pool.address] = pool
        let frame = Frame(at: Place.buffer)
        model.objects[space.address] = space
        model.objects[frame.address] = frame

        install(.thread(at: PhysicalAddress(Place.thread)), .thread(model.rootThread), InitialSlot.thread)
        install(
            CNodeCapability(
                at: PhysicalAddress(Place.cnode), radix: Self.radix, guardSize: 64 - Self.radix
            ).capability, .cnode(model.rootNode, guardBits: 0, guardSize: 64 - Self.radix), InitialSlot.cnode)
        install(
            RootTableCapability(at: PhysicalAddress(Place.vspace), asid: ASID(1)).capability, .root(space, asid: 1),
            InitialSlot.vspace)
        install(.irqControl, .irqControl, InitialSlot.irqControl)
        install(.asidControl, .asidControl, InitialSlot.asidControl)
        install(
            ASIDPoolCapability(at: PhysicalAddress(Place.asidPool), base: ASID(0)).capability, .asidPool(pool),
            InitialSlot.asidPool)
        install(.ioPortControl, .ioPortControl, InitialSlot.ioPortControl)
        install(.domain, .domain, InitialSlot.domain)
        install(
            FrameCapability(at: PhysicalAddress(Place.buffer), size: .page, isDevice: false).capability,
            .frame(frame, access: .read | .write, nil), InitialSlot.ipcBuffer)
        installUntyped(at: Place.untyped, Place.untypedBits, isDevice: false, Self.untyped)
        installUntyped(at: Place.device, Place.deviceBits, isDevice: true, Self.device)
        installUntyped(at: Place.small, Place.smallBits, isDevice: false, Self.small)

        startRootThread()
    }

    deinit { model.dismantle() }

    private func install(_ capability: Microkernel.Capability, _ modelled: Capability, _ index: Word) {
        kernel.installInitial(capability, in: kernelSlot(index))
        model.insertInitial(modelled, into: Slot(holder: model.rootNode, index: Int(index)))
    }

    private func installUntyped(at address: Word, _ sizeBits: Int, isDevice: Bool, _ index: Word) {
        install(
            UntypedCapability(at: PhysicalAddress(address), sizeBits: sizeBits, isDevice: isDevice).capability,
            .untyped(.init(address: address, sizeBits: sizeBits, isDevice: isDevice)), index)
    }

    private func startRootThread() {
        let thread = TestedKernel.Thread(PhysicalAddress(SimulatedMachine.Place.thread))
        let root = model.rootThread
        let copies: [(Word, TestedKernel.Slot, Slot)] = [
            (InitialSlot.cnode, thread.cspaceRoot, root.cspaceRoot),
            (InitialSlot.vspace, thread.vspaceRoot, root.vspaceRoot),
            (InitialSlot.ipcBuffer, thread.ipcBufferFrame, root.bufferSlot),
        ]
        for (index, slot, modelled) in copies {
            kernel.installInitialCopy(of: kernelSlot(index), in: slot)
            guard let source = model.rootNode.slots[Int(index)] else { continue }
            model.insert(source.capability, derivedFrom: source, into: modelled)
        }
        thread.ipcBufferAddress = Self.buffer
        root.bufferAddress = Self.buffer
        kernel.startInitialThread(thread)
        (root.priority, root.maximumPriority) = (255, 255)
        model.resume(root)
        thread[.rip] = 0x40_0000
        root[.rip] = 0x40_0000
        _ = kernel.prepareToRun()
        model.schedule()
    }

    /// Whether nobody else is ready to run when the thread that runs stops.
    var isAlone: Bool { kernel.highestReady(in: kernel.currentDomain) < 0 }

    /// After this many operations that wake nobody there is no hope.
    static let patience = 12

    func countIdleOperation() {
        idleOperations = kernel.current.isNone ? idleOperations + 1 : 0
        if idleOperations > Self.patience { isOver = true }
    }

    private func kernelSlot(_ index: Word) -> TestedKernel.Slot {
        TestedKernel.Slot(PhysicalAddress(SimulatedMachine.Place.cnode)).advanced(by: index)
    }
}
