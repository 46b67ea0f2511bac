import NTABI
import SeL4

/// Memory management: frames, what is promised of them, and the kernel objects of processes and threads.
public final class MemoryManager {
    let hardware: MemoryHardware
    var frames = FramePool()
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
        initialCommitLimit = max(0, (hardware.remainingPages - FramePool.reserve) * 15 / 16)
        programs = ProgramQuotas(memoryPages: hardware.remainingPages, commitLimit: initialCommitLimit)
        sharedPage = try frames.allocate(from: hardware)
    }

    /// Pages that can be committed in all, as many as there is memory for: a promise is always kept. What the executive's
    /// heap has taken it keeps.
    var commitLimit: Int {
        min(initialCommitLimit, frames.made + max(0, hardware.remainingPages - FramePool.reserve))
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
        let promised = max(0, committedPages - frames.made) << pageShift
        guard hardware.heapHeadroom - promised >= Self.heapReserve else { throw .insufficientResources }
    }

    /// More than any service takes, the largest captured buffer included.
    private static let heapReserve = 0x4_0000

    /// A frame of zeros with one reference. `.noMemory` when there is none.
    func allocateFrame() throws(NTStatus) -> Frame { try frames.allocate(from: hardware) }
    func release(_ frame: Frame) { frames.release(frame) }

    /// The slot of a frame's own capability, which is never mapped in a process.
    func slot(of frame: Frame) -> UInt32 {
        frame.isPooled ? frames.slot(of: frame) : imageFirstSlot + (frame.number - imageFirstPage)
    }

    /// A frame's own capability.
    func capability(of frame: Frame) -> Page {
        Page(CapabilityPointer(UInt(slot(of: frame))))
    }

    /// A capability by which a process can map the frame; `takeBack` it when the mapping ends.
    func makeMapping(of frame: Frame) throws(NTStatus) -> UInt32 {
        if let kept = try frames.takeMappingSlot(of: frame, from: hardware) { return kept }
        return try hardware.copyCapability(slot(of: frame))
    }

    /// Ends a mapping.
    func takeBack(_ mapping: UInt32, of frame: Frame) {
        if frames.returnMappingSlot(mapping, of: frame) {
            hardware.unmap(mapping)
        } else {
            hardware.deleteCapability(mapping)
        }
    }

    /// What is in use now: a process that is gone has left every number as it was before.
    var counters: MemoryCounters {
        MemoryCounters(
            totalFrames: frames.made + max(0, hardware.remainingPages),
            framesInUse: frames.inUse, freeFrames: frames.made - frames.inUse + max(0, hardware.remainingPages),
            committedPages: committedPages, commitLimit: commitLimit,
            slotsInUse: hardware.slotsInUse - frames.made - frames.idleMappings - objects.idle - devices.slots,
            objectsInUse: objects.inUse,
            tablesInUse: hardware.tablesInUse, heapBlocks: hardware.heapBlocks,
            ownPages: programs.memory >> pageShift - frames.made - max(0, hardware.remainingPages))
    }
}

/// How much is in use of what processes are made of.
struct MemoryCounters: Equatable {
    /// Pages of memory that are or can become frames.
    let totalFrames: Int
    let framesInUse: Int
    let freeFrames: Int
    let committedPages: Int
    let commitLimit: Int
    /// Capability slots, without those that pools keep for their next use.
    let slotsInUse: Int
    /// TCBs, CNodes, endpoints, notifications.
    let objectsInUse: Int
    /// Address spaces and paging structures.
    let tablesInUse: Int
    /// Blocks of the executive's heap.
    let heapBlocks: Int
    /// Pages that the executive's heap, its pools and the kernel's objects have taken; they are not given back.
    let ownPages: Int
}
