import NTABI
import SeL4

/// Memory management: frames, what is promised of them, and the kernel objects of processes and threads.
public final class MemoryManager {
    let hardware: MemoryHardware
    var objects = ObjectPool()
    var devices: DeviceMemory
    /// KUSER_SHARED_DATA.
    let sharedPage: Frame
    /// The frames of the executive's own image, where the boot archive lies: the number of the first, and the slot
    /// of its capability.
    private let imageFirstPage: UInt32
    private let imageFirstSlot: UInt32
    /// Images that are in use: whoever maps the same file shares one. These references do not count.
    var imageSegments = ImageSegmentList()

    private(set) var committedPages = 0
    private let initialCommitLimit: Int
    let programs: ProgramQuotas

    /// The image's frames have capabilities in slots that follow each other, from `imageFirstSlot` for the page
    /// at `imageBase`.
    init(
        _ hardware: MemoryHardware, devices: DeviceMemory, imageBase: UInt, imageFirstSlot: UInt32
    ) throws(NTStatus) {
        self.hardware = hardware
        self.devices = devices
        imageFirstPage = UInt32(truncatingIfNeeded: imageBase >> UInt(pageShift))
        self.imageFirstSlot = imageFirstSlot
        initialCommitLimit = max(0, (hardware.freePages - Self.reserve) * 15 / 16)
        programs = ProgramQuotas(memoryPages: hardware.freePages, commitLimit: initialCommitLimit)
        sharedPage = try hardware.allocateFrame()
    }

    /// Pages that are promised to nobody: what the heap and the paging structures grow from when programs have taken
    /// everything else.
    private static let reserve = 96

    /// Pages that can be committed in all, as many as there is memory for: a promise is always kept, and what the
    /// executive has taken meanwhile is nobody's to promise.
    var commitLimit: Int {
        min(initialCommitLimit, hardware.programFrames + hardware.freePages - Self.reserve)
    }

    /// Promises `pages` pages. `.commitmentLimit` when there are not so many.
    func charge(_ pages: Int) throws(NTStatus) {
        guard pages <= commitLimit - committedPages else { throw .commitmentLimit }
        committedPages += pages
    }

    /// Promises pages to whoever has this quota. However much the heap has taken, programs leave an eighth to the rest of
    /// the system, and one that has as much itself leaves other programs an eighth too. `.pagefileQuotaExceeded`,
    /// `.commitmentLimit`.
    func charge(_ pages: Int, for quota: Quota) throws(NTStatus) {
        if quota.isShare {
            let eighth = initialCommitLimit / 8
            let left = quota.pages > eighth ? 2 * eighth : eighth
            guard pages <= commitLimit - committedPages - left else { throw .pagefileQuotaExceeded }
        }
        try quota.charge(pages: pages)
        do { try charge(pages) } catch {
            quota.uncharge(pages: pages)
            throw error
        }
    }

    /// Takes a promise back.
    func uncharge(_ pages: Int) { committedPages -= pages }

    /// Refuses to go on when the executive's own heap is about to end: it must never do so in the middle of a service.
    /// Whatever makes an object on behalf of a program asks first, by way of `AddressSpace.requireRoom`. Memory for
    /// pages that are promised is not the heap's to take. `.insufficientResources`.
    @inline(__always)
    func requireHeadroom() throws(NTStatus) {
        guard hardware.heapHeadroom(promised: committedPages) >= Self.heapReserve else { throw .insufficientResources }
    }

    /// More than any service takes, the largest captured buffer included.
    private static let heapReserve = 0x4_0000

    /// A frame of zeros with one reference. `.noMemory` when there is none.
    func allocateFrame() throws(NTStatus) -> Frame { try hardware.allocateFrame() }
    @inline(__always) func retain(_ frame: Frame) { PagePool.retain(frame) }
    func release(_ frame: Frame) { hardware.release(frame) }

    /// The slot of a frame's own capability, which is never mapped in a process.
    func slot(of frame: Frame) -> UInt32 {
        frame.isPooled ? hardware.slot(of: frame) : imageFirstSlot + (frame.number - imageFirstPage)
    }

    /// A frame's own capability.
    func capability(of frame: Frame) -> Page {
        Page(CapabilityPointer(UInt(slot(of: frame))))
    }

    /// A capability by which a process can map the frame; `takeBack` it when the mapping ends.
    func makeMapping(of frame: Frame) throws(NTStatus) -> UInt32 {
        if let kept = try hardware.takeMapping(of: frame) { return kept }
        return try hardware.copyCapability(slot(of: frame))
    }

    /// Ends a mapping.
    func takeBack(_ mapping: UInt32, of frame: Frame) {
        if !hardware.returnMapping(mapping, of: frame) { hardware.deleteCapability(mapping) }
    }

    /// What is in use now: a process that is gone has left every number as it was before.
    var counters: MemoryCounters {
        let heap = hardware.heapUsage
        return MemoryCounters(
            pages: hardware.pageCount, freePages: hardware.freePages, committedPages: committedPages,
            commitLimit: commitLimit, slotsInUse: hardware.slotsInUse - devices.slots, objectsInUse: objects.inUse,
            tablesInUse: hardware.tablesInUse, heapBlocks: heap.blocks, heapPages: heap.pages - heap.idlePages)
    }
}

/// How much is in use of what processes are made of.
struct MemoryCounters: Equatable {
    /// Pages of memory that the kernel gave, without those that describe them; and those that nobody uses.
    let pages: Int
    let freePages: Int
    let committedPages: Int
    let commitLimit: Int
    /// Capability slots.
    let slotsInUse: Int
    /// TCBs, CNodes, endpoints, notifications.
    let objectsInUse: Int
    /// Address spaces and paging structures.
    let tablesInUse: Int
    /// Blocks of the executive's heap, and the pages they lie in.
    let heapBlocks: Int
    let heapPages: Int
}
