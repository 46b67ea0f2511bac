import Foundation
import SeL4ABI

@testable import Microkernel

/// A machine whose memory is a mapping of the test process and which records what the kernel asks.
///
/// There is one, as there is one in the kernel: the suites that use it run one test at a time.
enum SimulatedMachine: Machine {
    static let memorySize = 64 << 20

    nonisolated(unsafe) private static let memory: UnsafeMutableRawPointer = {
        let address = mmap(
            nil, memorySize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let address, address != MAP_FAILED else { preconditionFailure("no memory for the simulated machine") }
        return address
    }()

    nonisolated(unsafe) static var activeRoot: Word = 0
    nonisolated(unsafe) static var invalidatedPages: [Word] = []
    nonisolated(unsafe) static var invalidations = 0
    nonisolated(unsafe) static var portWrites: [(port: UInt16, value: UInt32)] = []
    nonisolated(unsafe) static var routed: [Int: (ioapic: Int, pin: Int)] = [:]
    nonisolated(unsafe) static var masked: [Int: Bool] = [:]
    nonisolated(unsafe) static var interruptsPending = 0
    nonisolated(unsafe) static var fpuSaves: [Word] = []
    nonisolated(unsafe) static var fpuLoads: [Word] = []
    nonisolated(unsafe) static var isFPUEnabled = true
    nonisolated(unsafe) static var context: Word = 0
    nonisolated(unsafe) static var segmentBases: (fs: Word, gs: Word) = (0, 0)
    nonisolated(unsafe) static var console = ""

    /// Fills memory with a pattern, as RAM after power-on is not zero, and forgets all records.
    static func reset() {
        memset(memory, 0xa5, memorySize)
        activeRoot = 0
        invalidatedPages = []
        invalidations = 0
        portWrites = []
        routed = [:]
        masked = [:]
        interruptsPending = 0
        ioapicCount = 1
        threadBits = ObjectSize.threadBits
        fpuSaves = []
        fpuLoads = []
        isFPUEnabled = true
        console = ""
        isDebugging = false
    }

    static var physicalWindow: Word { Word(bitPattern: memory) }
    static func activateAddressSpace(root: PhysicalAddress) { activeRoot = root.rawValue }
    static func invalidatePage(at address: Word) { invalidatedPages.append(address) }
    static var canForbidExecution: Bool { true }
    static func invalidateAllPages() { invalidations += 1 }

    static func halt() -> Never { fatalError("the kernel halts") }
    static func readPort8(_ port: UInt16) -> UInt8 { 0x11 }
    static func readPort16(_ port: UInt16) -> UInt16 { 0x2222 }
    static func readPort32(_ port: UInt16) -> UInt32 { 0x4444_4444 }
    static func writePort8(_ port: UInt16, _ value: UInt8) {
        portWrites.append((port, UInt32(value)))
    }
    static func writePort16(_ port: UInt16, _ value: UInt16) {
        portWrites.append((port, UInt32(value)))
    }
    static func writePort32(_ port: UInt16, _ value: UInt32) { portWrites.append((port, value)) }

    nonisolated(unsafe) static var ioapicCount = 1
    static func ioapicPinCount(_ ioapic: Int) -> Int { 24 }
    static func configureInterrupt(
        ioapic: Int, pin: Int, levelTriggered: Bool, activeLow: Bool, vector: Int
    ) {
        routed[vector] = (ioapic, pin)
        masked[vector] = true
    }
    static func setInterruptMask(_ isMasked: Bool, vector: Int) { masked[vector] = isMasked }
    static func forgetInterrupt(vector: Int) { masked[vector] = true }
    /// As many looks as the test asked for find an interrupt.
    static var isInterruptPending: Bool {
        guard interruptsPending > 0 else { return false }
        interruptsPending -= 1
        return true
    }

    nonisolated(unsafe) static var threadBits = ObjectSize.threadBits
    static func saveFPU(to area: PhysicalAddress) { fpuSaves.append(area.rawValue) }
    static func loadFPU(from area: PhysicalAddress) { fpuLoads.append(area.rawValue) }
    static func initialiseFPU(at area: PhysicalAddress) {}
    static func copyKernelHalf(to root: PhysicalAddress) {
        for offset in stride(from: Word(2048), to: 4096, by: 8) {
            PhysicalMemory<SimulatedMachine>.store(
                root.rawValue + offset, PhysicalMemory<SimulatedMachine>.load(0x1000 + offset))
        }
    }
    static func setFPUEnabled(_ enabled: Bool) { isFPUEnabled = enabled }
    static func loadSegmentBases(fs: Word, gs: Word) { segmentBases = (fs, gs) }
    static func setCurrentContext(_ address: PhysicalAddress) { context = address.rawValue }
    nonisolated(unsafe) static var isDebugging = false
    static func putDebugCharacter(_ character: UInt8) {
        console.append(Character(UnicodeScalar(character)))
    }
}
