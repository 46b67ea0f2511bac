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
    nonisolated(unsafe) static var context: Word = 0
    nonisolated(unsafe) static var activeRoot: Word = 0

    /// Memory as RAM is after power-on: not zero.
    static func reset() {
        memset(memory + 4096, 0, Int(Place.untyped) - 4096)
        memset(memory + Int(Place.untyped), 0xa5, Int(Place.end - Place.untyped))
        pendingInterrupts = 0
        activeRoot = Place.kernelRoot
    }

    static var physicalWindow: Word { Word(bitPattern: memory) }
    static func activateAddressSpace(root: PhysicalAddress) { activeRoot = root.rawValue }
    static func invalidatePage(at address: Word) {}
    static var canForbidExecution: Bool { true }
    static func halt() -> Never { fatalError("the kernel halts") }
    static func invalidateAllPages() {}

    static func readPort8(_ port: UInt16) -> UInt8 { 0x11 }
    static func readPort16(_ port: UInt16) -> UInt16 { 0x2222 }
    static func readPort32(_ port: UInt16) -> UInt32 { 0x4444_4444 }
    static func writePort8(_ port: UInt16, _ value: UInt8) {}
    static func writePort16(_ port: UInt16, _ value: UInt16) {}
    static func writePort32(_ port: UInt16, _ value: UInt32) {}

    static var ioapicCount: Int { 1 }
    static func ioapicPinCount(_ ioapic: Int) -> Int { 24 }
    static func configureInterrupt(
        ioapic: Int, pin: Int, levelTriggered: Bool, activeLow: Bool, vector: Int
    ) {}
    static func setInterruptMask(_ isMasked: Bool, vector: Int) {}
    static var isInterruptPending: Bool {
        guard pendingInterrupts > 0 else { return false }
        pendingInterrupts -= 1
        return true
    }

    static func saveFPU(to area: PhysicalAddress) {}
    static func loadFPU(from area: PhysicalAddress) {}
    static func initialiseFPU(at area: PhysicalAddress) {}
    static func copyKernelHalf(to root: PhysicalAddress) {
        for offset in stride(from: Word(2048), to: 4096, by: 8) {
            PhysicalMemory<SimulatedMachine>.store(
                root.rawValue + offset, PhysicalMemory<SimulatedMachine>.load(Place.kernelRoot + offset))
        }
    }
    static func setFPUEnabled(_ enabled: Bool) {}
    static func loadSegmentBases(fs: Word, gs: Word) {}
    static func setCurrentContext(_ address: PhysicalAddress) { context = address.rawValue }
    static func putDebugCharacter(_ character: UInt8) {}
}
