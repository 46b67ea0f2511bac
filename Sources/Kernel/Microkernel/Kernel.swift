import SeL4ABI

/// The whole state of the kernel; everything else lies in objects retyped from untyped memory.
///
/// All bits zero is a valid value: no thread, no address space, nothing handed out. The target
/// keeps it in zero-filled memory and calls `start` once.
///
/// Entry points: `handleCall` and `handleReplyReceive`, which say themselves whether a thread can run;
/// `handleSystemCall`, `handleException`, `handleInterrupt` and `handleTimerTick`, after each of which `prepareToRun`
/// decides and installs the thread to return to.
public struct Kernel<M: Machine>: ~Copyable {
    /// The thread that runs, or entered the kernel; none while the processor idles.
    public internal(set) var current = Thread.none

    /// What the scheduler shall do before the kernel is left.
    var decision = SchedulingDecision.keep

    var ready = ReadyQueues()

    /// The domain whose threads run now, and its remaining ticks; 0 ticks: for ever.
    var currentDomain: Word = 0
    var domainSchedule = DomainSchedule()

    /// Whose FPU state the processor holds.
    var fpuOwner = Thread.none
    var isFPUDisabled = false

    /// The first word of a capability to the root table that the processor uses now.
    var activeSpace: Word = 0

    /// Goes up when a capability to a root table or an identifier goes away: a thread whose own number is this one
    /// (`Thread.spaceEpoch`) has a root table with an identifier, as when that was looked at.
    var spaceEpoch: Word = 0

    /// A root table that maps only the kernel: for idling and for threads without address space.
    /// Its upper half is what every new PML4 starts with.
    var kernelRoot = PhysicalAddress(0)

    var asidPools = InlineArray<8, PhysicalAddress>(repeating: PhysicalAddress(0))

    /// 108 slots: the notification that each interrupt vector signals.
    var interruptSlots = Slot.none
    var interruptsInUse = BitSet128()

    var portsInUse = InlineArray<1024, Word>(repeating: 0)

    /// Work done since an interrupt was last looked for.
    var workUnits = 0

    public init() {}
}
