import SeL4ABI

/// A physical address. Capabilities and object references hold these, never kernel pointers, so
/// the same bits mean the same object on the target and in a simulated memory on the host.
public struct PhysicalAddress: Equatable, Sendable {
    public var rawValue: Word
    @inline(__always) public init(_ rawValue: Word) { self.rawValue = rawValue }
}

/// What the portable kernel asks of the processor and the board.
///
/// The target's machine is `X86Machine` (module MicrokernelX86). Host tests pass one that records
/// what it was asked. Every member is static: there is one machine, and it costs no register.
public protocol Machine {
    /// The kernel's virtual address of physical address 0: all of memory is mapped there.
    static var physicalWindow: Word { get }

    /// Gives a cleared PML4 the kernel's half, which all of them share.
    static func copyKernelHalf(to root: PhysicalAddress)
    /// Makes `root` (a PML4) the current address space. Called only when it differs.
    static func activateAddressSpace(root: PhysicalAddress)
    /// Forgets one page's translation in the current address space.
    static func invalidatePage(at address: Word)
    /// Forgets every non-global translation (a page table went away, an ASID was freed).
    static func invalidateAllPages()

    /// Whether a page-table entry's bit 63 forbids execution; where it does not it must be 0.
    static var canForbidExecution: Bool { get }

    static func readPort8(_ port: UInt16) -> UInt8
    static func readPort16(_ port: UInt16) -> UInt16
    static func readPort32(_ port: UInt16) -> UInt32
    static func writePort8(_ port: UInt16, _ value: UInt8)
    static func writePort16(_ port: UInt16, _ value: UInt16)
    static func writePort32(_ port: UInt16, _ value: UInt32)

    /// How many IOAPICs there are and how many pins one has, for `IRQControl_GetIOAPIC`'s checks.
    static var ioapicCount: Int { get }
    static func ioapicPinCount(_ ioapic: Int) -> Int
    /// Routes a pin to the CPU vector `0x30 + vector`, masked.
    static func configureInterrupt(
        ioapic: Int, pin: Int, levelTriggered: Bool, activeLow: Bool, vector: Int)
    /// Masks or unmasks the pin that was routed to `vector`.
    static func setInterruptMask(_ masked: Bool, vector: Int)
    /// Nobody handles `vector` any more: masks its pin and forgets the way from there.
    static func forgetInterrupt(vector: Int)
    /// The vector (0…107) of a device interrupt that waits to be taken, if any: what a preemption
    /// point asks.
    static var isInterruptPending: Bool { get }

    /// The size of a thread control block as a power of two. What is behind `ThreadLayout.fpuState` is its FPU state's.
    static var threadBits: Int { get }
    /// Saves the FPU state that the CPU holds into the area at `area` (64-byte aligned). The FPU is enabled.
    static func saveFPU(to area: PhysicalAddress)
    /// Loads it from there. The FPU is enabled.
    static func loadFPU(from area: PhysicalAddress)
    /// Writes the state that a new thread starts with into a cleared area.
    static func initialiseFPU(at area: PhysicalAddress)
    /// With the FPU disabled, its use raises #NM. It is enabled at first.
    static func setFPUEnabled(_ enabled: Bool)

    /// Loads the user's fs and gs bases of a thread about to run.
    static func loadSegmentBases(fs: Word, gs: Word)
    /// Where the trap entry saves the registers of the thread that is about to run.
    static func setCurrentContext(_ context: PhysicalAddress)

    /// Whether the kernel has the debug system calls and says what it sees on the debug console.
    static var isDebugging: Bool { get }
    /// One character for the debug console. Called only while `isDebugging`.
    static func putDebugCharacter(_ character: UInt8)
    /// Nothing runs any more.
    static func halt() -> Never
}
