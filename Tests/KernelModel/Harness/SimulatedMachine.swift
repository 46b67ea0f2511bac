import Foundation
import Microkernel
import SeL4ABI

/// A machine whose memory is a mapping of the process. Where boot puts things in it, everybody knows.
enum SimulatedMachine: Machine {
    /// Where the world's first objects lie.
    enum Place {
        static let kernelRoot: Word = 0x1000
        static let interrupts: Word = 0x2000
        static let asidPool: Word = 0x3000
        static let vspace: Word = 0x4000
        static let buffer: Word = 0x5000
        static let thread: Word = 0x8000
        static let cnode: Word = 0x9000
        static let untyped: Word = 0x1_0000
        static let untypedBits = 17
        static let small: Word = 0x3_0000
        static let smallBits = 13
        static let end: Word = 0x3_2000
        /// There is no memory here: nothing may touch it.
        static let device: Word = 0x1_0000_0000
        static let deviceBits = 22
    }

    nonisolated(unsafe) static let memory: UnsafeMutableRawPointer = {
        let address = mmap(
            nil, Int(Place.end), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let address, address != MAP_FAILED else { preconditionFailure("no memory for the simulated machine") }
        // What is at address 0 is nothing: whoever follows a link to nowhere stops here.
        mprotect(address, 4096, PROT_NONE)
        return address
    }()

    /// How many looks for a waiting interrupt find one.
    nonisolated(unsafe) static var pendingInterrupts = 0
    /// What the processor has loaded for user mode.
    nonisolated(unsafe) static var context: Word = 0
    nonisolated(unsafe) static var segmentBases: (fs: Word, gs: Word) = (0, 0)
    nonisolated(unsafe) static var activeRoot: Word = 0
    nonisolated(unsafe) static var translations = Translations()
    /// The FPU: a word stands for all of its state.
    nonisolated(unsafe) static var fpu: Word = 0
    nonisolated(unsafe) static var isFPUEnabled = true
    nonisolated(unsafe) static var lastPortAccess: PortAccess?
    nonisolated(unsafe) static var pins = noPins
    nonisolated(unsafe) private static var pinOfVector: [Int: Int] = [:]
    private static let noPins = [InterruptPin](repeating: InterruptPin(), count: InterruptTable.pinCount)

    /// Memory as RAM is after power-on: not zero.
    static func reset() {
        memset(memory + 4096, 0, Int(Place.untyped) - 4096)
        memset(memory + Int(Place.untyped), 0xa5, Int(Place.end - Place.untyped))
        pendingInterrupts = 0
        activeRoot = Place.kernelRoot
        translations = Translations()
        fpu = 0
        isFPUEnabled = true
        lastPortAccess = nil
        pins = noPins
        pinOfVector = [:]
    }

    static var physicalWindow: Word { Word(bitPattern: memory) }
    static func activateAddressSpace(root: PhysicalAddress) {
        activeRoot = root.rawValue
        translations.forgetAll()
    }
    static func invalidatePage(at address: Word) { translations.forget(address) }
    static func invalidateAllPages() { translations.forgetAll() }
    static var canForbidExecution: Bool { true }
    static func halt() -> Never { fatalError("the kernel halts") }

    static func readPort8(_ port: UInt16) -> UInt8 { UInt8(read(port, 1)) }
    static func readPort16(_ port: UInt16) -> UInt16 { UInt16(read(port, 2)) }
    static func readPort32(_ port: UInt16) -> UInt32 { read(port, 4) }
    static func writePort8(_ port: UInt16, _ value: UInt8) { write(port, 1, UInt32(value)) }
    static func writePort16(_ port: UInt16, _ value: UInt16) { write(port, 2, UInt32(value)) }
    static func writePort32(_ port: UInt16, _ value: UInt32) { write(port, 4, value) }

    private static func read(_ port: UInt16, _ width: Int) -> UInt32 {
        lastPortAccess = PortAccess(port: port, width: width, value: nil)
        return PortAccess.answer(port: port, width: width)
    }
    private static func write(_ port: UInt16, _ width: Int, _ value: UInt32) {
        lastPortAccess = PortAccess(port: port, width: width, value: value)
    }

    static var ioapicCount: Int { 1 }
    static func ioapicPinCount(_ ioapic: Int) -> Int { InterruptTable.pinCount }
    static func configureInterrupt(
        ioapic: Int, pin: Int, levelTriggered: Bool, activeLow: Bool, vector: Int
    ) {
        pinOfVector[vector] = pin
        pins[pin] = InterruptPin(isMasked: true, isLevelTriggered: levelTriggered, isActiveLow: activeLow)
    }
    static func setInterruptMask(_ isMasked: Bool, vector: Int) {
        if let pin = pinOfVector[vector] { pins[pin].isMasked = isMasked }
    }
    static func forgetInterrupt(vector: Int) {
        setInterruptMask(true, vector: vector)
        pinOfVector[vector] = nil
    }
    static var isInterruptPending: Bool {
        guard pendingInterrupts > 0 else { return false }
        pendingInterrupts -= 1
        return true
    }

    static var threadBits: Int { ObjectSize.threadBits }
    static func saveFPU(to area: PhysicalAddress) { PhysicalMemory<Self>.store(area.rawValue, fpu) }
    static func loadFPU(from area: PhysicalAddress) { fpu = PhysicalMemory<Self>.load(area.rawValue) }
    static func initialiseFPU(at area: PhysicalAddress) {
        PhysicalMemory<Self>.store(area.rawValue, Thread.initialFPU)
    }
    static func copyKernelHalf(to root: PhysicalAddress) {
        for offset in stride(from: Word(2048), to: 4096, by: 8) {
            PhysicalMemory<SimulatedMachine>.store(
                root.rawValue + offset, PhysicalMemory<SimulatedMachine>.load(Place.kernelRoot + offset))
        }
    }
    static func setFPUEnabled(_ enabled: Bool) { isFPUEnabled = enabled }
    static func loadSegmentBases(fs: Word, gs: Word) { segmentBases = (fs, gs) }
    static func setCurrentContext(_ address: PhysicalAddress) { context = address.rawValue }
    static var isDebugging: Bool { true }
    static func putDebugCharacter(_ character: UInt8) {}
}
