import NTABI
import SeL4
import SeL4ABI

/// What memory management asks of the kernel. `KernelMemory` asks a real one; the unit tests have one of their own.
///
/// Page capabilities are named by their slot, 32 bits wide.
class MemoryHardware {
    /// Pages of memory, and those that nobody uses or that only wait to be used again.
    var pageCount: Int { 0 }
    var freePages: Int { 0 }
    /// Pages that are programs' memory.
    var programFrames: Int { 0 }
    /// The size of a thread control block as a power of two.
    var threadBits: Int { ObjectSize.threadBits }
    var heapUsage: HeapUsage { HeapUsage() }
    /// Bytes that the executive's heap can still take, when this many pages are promised to programs.
    func heapHeadroom(promised pages: Int) -> Int { .max }

    /// A frame of zeros with one reference. `.noMemory`.
    func allocateFrame() throws(NTStatus) -> Frame { throw .notImplemented }
    func release(_ frame: Frame) {}
    /// The capability by which the executive has a frame of the pool mapped.
    func slot(of frame: Frame) -> UInt32 { 0 }
    /// A capability kept with the frame, for its first mapping in a process; the caller maps it, or says `returnMapping`.
    /// Nil for a frame of the image, or when it is taken.
    func takeMapping(of frame: Frame) throws(NTStatus) -> UInt32? { nil }
    /// Unmaps it, if it is the frame's kept capability; false if it is another.
    func returnMapping(_ slot: UInt32, of frame: Frame) -> Bool { false }

    /// A page to make kernel objects of. `.noMemory`.
    func takePage() throws(NTStatus) -> Int { throw .notImplemented }
    /// Ends what was made of a page, and takes it back.
    func giveBack(page: Int) {}
    /// A page of zeros at an address of the executive. Given back as any other.
    func makeOwnPage(at address: UInt) throws(NTStatus) -> Int { throw .notImplemented }
    /// How many stacks of so many pages have addresses.
    func stackLimit(of size: Int) -> Int { .max }

    /// Maps a frame into the executive, for good.
    func mapOwn(_ slot: UInt32, at address: UInt, attributes: VMAttributes) throws(NTStatus) {
        throw .notImplemented
    }

    /// An empty address space.
    func makeSpace() throws(NTStatus) -> TranslationTree { throw .notImplemented }
    /// Takes back an address space in which nothing is mapped any more.
    func recycle(_ space: consuming TranslationTree) {}

    /// A further capability to a frame, for a further mapping.
    func copyCapability(_ slot: UInt32) throws(NTStatus) -> UInt32 { throw .notImplemented }
    /// Deletes a copy, which unmaps it.
    func deleteCapability(_ slot: UInt32) {}
    /// Maps a frame, or changes the rights of its mapping at the same place.
    func map(
        _ slot: UInt32, in space: inout TranslationTree, at address: UInt, isWritable: Bool,
        attributes: VMAttributes
    ) throws(NTStatus) { throw .notImplemented }
    func unmap(_ slot: UInt32) {}

    /// The executive's capability space.
    var root: CNode { CNode(.null) }
    /// An empty slot.
    func takeSlot() throws(NTStatus) -> CapabilityPointer { throw .notImplemented }
    /// Takes back an empty slot.
    func giveBack(_ slot: CapabilityPointer) {}
    /// Another name of a capability by which the kernel finds it at once; `place` 0…63 is whose. It ends with the object.
    func quickCopy(of capability: CapabilityPointer, at place: Word) -> CapabilityPointer { capability }
    /// Empties a slot.
    func delete(_ slot: CapabilityPointer) {}
    /// Deletes everything made of, or derived from, what the slot holds.
    func revoke(_ slot: CapabilityPointer) {}
    /// The memory of a page that was taken.
    func untyped(of page: Int) -> Untyped { Untyped(.null) }
    /// One object of a piece of untyped memory that has room.
    func make(
        _ type: SeL4ABI.ObjectType, sizeBits: Int, of untyped: Untyped,
        into slot: CapabilityPointer
    ) throws(NTStatus) { throw .notImplemented }
    /// Slots in use, without those of what this keeps for itself; and address spaces with their tables.
    var slotsInUse: Int { 0 }
    var tablesInUse: Int { 0 }
}

/// An address space as the kernel sees it: the root and the tables that were needed so far, with the pages they are.
struct TranslationTree {
    let root: PML4
    var rootPage = 0
    /// Which pool its identifier is of.
    var asidPool = 0
    var tables: [(level: TranslationLevel, page: UInt32)] = []
}
