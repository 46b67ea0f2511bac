// Unsafe in two ways. The frame table lies at `ExecutiveLayout.frameTable`; a page of it is mapped before the first
// frame it describes is made. Frames lie in the window and stay mapped for ever, so a page that is cleared or copied is
// there; what it held belonged to nobody, because its reference count was zero, or to the caller.

import CExecutive
import NTABI

/// All frames that were ever made: which are free, and how often each is in use.
///
/// Uses no heap: the heap's own growth must never come back here.
struct FramePool {
    /// One frame's entry.
    struct Entry {
        /// The capability by which the frame is mapped in the window.
        var slot: UInt32 = 0
        /// A second capability, made when the frame is first mapped in a process and kept with the frame from
        /// then on: most frames are never mapped twice, and to unmap is cheaper than to delete and copy again.
        var mappingSlot: UInt32 = 0
        var references: UInt32 = 0
        /// While the frame is free: the next free one. While it is used: 1 if `mappingSlot` is mapped.
        var link: UInt32 = 0
    }

    /// Frames made so far; number n has its page at the window's start plus n pages.
    private(set) var made = 0
    /// Made, and never handed out: they still read as zeros.
    private var firstFresh = 0
    private var firstFree: UInt32 = 0
    private(set) var freeCount = 0
    private var tablePages = 0
    /// Capabilities kept for a first mapping that no mapping has now.
    private(set) var idleMappings = 0

    private static let batch = 64
    /// Pages of untyped memory that never become frames: what the heap and the paging structures grow from when
    /// programs have taken everything else.
    static let reserve = 160

    /// A frame of zeros with one reference. `.noMemory` when all are taken.
    mutating func allocate(from hardware: MemoryHardware) throws(NTStatus) -> Frame {
        if firstFree != 0 {
            let frame = Frame(number: firstFree)
            let entry = unsafe Self.entry(frame)
            firstFree = unsafe entry.pointee.link
            freeCount -= 1
            unsafe entry.pointee.link = 0
            unsafe entry.pointee.references = 1
            unsafe executive_clear_page(Self.contents(frame))
            return frame
        }
        if firstFresh == made { try extend(from: hardware) }
        let frame = Frame(number: ExecutiveLayout.windowFirstPage + UInt32(firstFresh))
        firstFresh += 1
        unsafe Self.entry(frame).pointee.references = 1
        return frame
    }

    @inline(__always) func retain(_ frame: Frame) {
        if frame.isPooled { unsafe Self.entry(frame).pointee.references += 1 }
    }

    /// Gives one reference back. Whoever gives the last one has unmapped the frame everywhere.
    mutating func release(_ frame: Frame) {
        guard frame.isPooled else { return }
        let entry = unsafe Self.entry(frame)
        precondition(unsafe entry.pointee.references > 0, "a frame is released as often as retained")
        unsafe entry.pointee.references -= 1
        guard unsafe entry.pointee.references == 0 else { return }
        unsafe entry.pointee.link = firstFree
        firstFree = frame.number
        freeCount += 1
    }

    /// How many places use the frame. Frames of the image count as shared.
    func references(of frame: Frame) -> UInt32 {
        frame.isPooled ? unsafe Self.entry(frame).pointee.references : .max
    }

    /// The window's capability.
    func slot(of frame: Frame) -> UInt32 { unsafe Self.entry(frame).pointee.slot }

    /// The capability kept for the first mapping, if no mapping has it now. The caller maps it, or says
    /// `returnMappingSlot`. Nil for a frame of the image, or when it is taken.
    mutating func takeMappingSlot(
        of frame: Frame, from hardware: MemoryHardware
    ) throws(NTStatus) -> UInt32? {
        guard frame.isPooled else { return nil }
        let entry = unsafe Self.entry(frame)
        guard unsafe entry.pointee.link == 0 else { return nil }
        if unsafe entry.pointee.mappingSlot == 0 {
            unsafe entry.pointee.mappingSlot = try hardware.copyCapability(entry.pointee.slot)
        } else {
            idleMappings -= 1
        }
        unsafe entry.pointee.link = 1
        return unsafe entry.pointee.mappingSlot
    }

    /// Whether `slot` is the frame's kept capability; if so, no mapping has it any more.
    mutating func returnMappingSlot(_ slot: UInt32, of frame: Frame) -> Bool {
        guard frame.isPooled, unsafe Self.entry(frame).pointee.mappingSlot == slot else {
            return false
        }
        unsafe Self.entry(frame).pointee.link = 0
        idleMappings += 1
        return true
    }

    /// Frames in use.
    var inUse: Int { firstFresh - freeCount }

    private mutating func extend(from hardware: MemoryHardware) throws(NTStatus) {
        let room = hardware.remainingPages - Self.reserve
        guard room > 0 else { throw .noMemory }
        let wanted = min(Self.batch, room)
        let entriesPerPage = Int(pageSize) / MemoryLayout<Entry>.stride
        while tablePages * entriesPerPage < made + wanted {
            try hardware.makeOwnPage(at: ExecutiveLayout.frameTable + UInt(tablePages) * pageSize)
            tablePages += 1
        }
        let (slot, count) = try hardware.makeFrames(
            at: ExecutiveLayout.window + UInt(made) * pageSize, upTo: wanted)
        for index in 0..<count {
            let frame = Frame(number: ExecutiveLayout.windowFirstPage + UInt32(made + index))
            unsafe Self.entry(frame).pointee = Entry(slot: slot + UInt32(index))
        }
        made += count
    }

    @inline(__always)
    private static func entry(_ frame: Frame) -> UnsafeMutablePointer<Entry> {
        let index = Int(frame.number - ExecutiveLayout.windowFirstPage)
        let address = ExecutiveLayout.frameTable + UInt(index * MemoryLayout<Entry>.stride)
        guard let entry = unsafe UnsafeMutablePointer<Entry>(bitPattern: address) else {
            preconditionFailure("the layout has no zero address")
        }
        return unsafe entry
    }

    /// The page itself.
    @inline(__always)
    static func contents(_ frame: Frame) -> UnsafeMutableRawPointer {
        guard let page = unsafe UnsafeMutableRawPointer(bitPattern: frame.address) else {
            preconditionFailure("no frame lies at the zero address")
        }
        return unsafe page
    }
}
