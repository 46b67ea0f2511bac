import CMicrokernelX86
import Microkernel
import SeL4ABI

/// The PC: what the portable kernel asks of it, handed to the part that does it.
public enum X86Machine: Machine {
    @inline(__always)
    public static var physicalWindow: Word {
        #if os(none)
            0xFFFF_8000_0000_0000
        #else
            0  // In a test of the host's an address is one of the test's own.
        #endif
    }

    @inline(__always)
    public static func activateAddressSpace(root: PhysicalAddress) {
        cpu_activate_root(UInt64(root.rawValue))
    }
    public static func invalidatePage(at address: Word) { cpu_invlpg(UInt64(address)) }
    public static var canForbidExecution: Bool { Processor.hasNoExecute }
    public static func invalidateAllPages() { cpu_forget_translations() }

    public static func readPort8(_ port: UInt16) -> UInt8 { cpu_in8(port) }
    public static func readPort16(_ port: UInt16) -> UInt16 { cpu_in16(port) }
    public static func readPort32(_ port: UInt16) -> UInt32 { cpu_in32(port) }
    public static func writePort8(_ port: UInt16, _ value: UInt8) { cpu_out8(port, value) }
    public static func writePort16(_ port: UInt16, _ value: UInt16) { cpu_out16(port, value) }
    public static func writePort32(_ port: UInt16, _ value: UInt32) { cpu_out32(port, value) }

    public static var ioapicCount: Int { InterruptRouting.ioapicCount }
    public static func ioapicPinCount(_ ioapic: Int) -> Int {
        InterruptRouting.pinCount(ioapic)
    }
    public static func configureInterrupt(
        ioapic: Int, pin: Int, levelTriggered: Bool, activeLow: Bool, vector: Int
    ) {
        InterruptRouting.route(
            ioapic: ioapic, pin: pin, levelTriggered: levelTriggered, activeLow: activeLow,
            device: vector)
    }
    public static func setInterruptMask(_ masked: Bool, vector: Int) {
        InterruptRouting.setMask(masked, device: vector)
    }
    public static func forgetInterrupt(vector: Int) { InterruptRouting.forget(device: vector) }
    public static var isInterruptPending: Bool { LocalAPIC.hasRequest }

    @inline(__always)
    public static var threadBits: Int { FPU.threadBits }
    public static func saveFPU(to area: PhysicalAddress) { FPU.save(to: area) }
    public static func loadFPU(from area: PhysicalAddress) { FPU.load(from: area) }
    public static func initialiseFPU(at area: PhysicalAddress) { FPU.initialise(area) }
    @inline(__always)
    public static func setFPUEnabled(_ enabled: Bool) { FPU.setEnabled(enabled) }

    @inline(__always)
    public static func loadSegmentBases(fs: Word, gs: Word) {
        if _fastPath(Processor.hasFSGSBASE) {
            cpu_wrfsbase(UInt64(fs))
            cpu_wrgsbase(UInt64(gs))
        } else {
            loadSegmentBasesSlowly(fs: fs, gs: gs)
        }
    }

    @inline(never)
    private static func loadSegmentBasesSlowly(fs: Word, gs: Word) {
        cpu_wrmsr(Processor.segmentBaseFS, UInt64(fs))
        cpu_wrmsr(Processor.segmentBaseGS, UInt64(gs))
    }

    @inline(__always)
    public static func setCurrentContext(_ context: PhysicalAddress) {
        set_current_context(UInt64(context.inWindow))
    }

    public static func halt() -> Never { cpu_halt_forever() }

    /// Set once, by boot: the debug configuration, or `debug` on the command line.
    @safe nonisolated(unsafe) public internal(set) static var isDebugging = false
    public static func putDebugCharacter(_ character: UInt8) { SerialPort.put(character) }

    /// Two entries are all there is: the window, but with a split, and the image.
    public static func copyKernelHalf(to root: PhysicalAddress) {
        WindowTables.copyEntry(at: physicalWindow, to: root)
        WindowTables.copyEntry(at: .max, to: root)
    }

    /// Tells the local APIC that an interrupt was handled.
    public static func endInterrupt() { LocalAPIC.endInterrupt() }
}
