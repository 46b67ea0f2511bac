import NTABI
import SeL4
import SeL4ABI

/// What memory management asks of the kernel. `KernelMemory` asks a real one; the unit tests have one of their own.
///
/// Page capabilities are named by their slot, 32 bits wide.
class MemoryHardware {
    /// A page of zeros at an address of the executive, for its own tables.
    func makeOwnPage(at address: UInt) throws(NTStatus) { throw .notImplemented }
    /// New frames of zeros, mapped one behind the other from `address` on: at least one, at most `count`. Their
    /// capabilities have numbers that follow each other.
    func makeFrames(
        at address: UInt, upTo count: Int
    ) throws(NTStatus) -> (firstSlot: UInt32, count: Int) { throw .notImplemented }
    /// Pages that can still be made.
    var remainingPages: Int { 0 }
    /// The size of a thread control block as a power of two.
    var threadBits: Int { ObjectSize.threadBits }
    /// Blocks of the executive's heap in use.
    var heapBlocks: Int { 0 }
    /// Bytes that the executive's heap can still give.
    var heapHeadroom: Int { .max }

    /// Maps a frame into the executive.
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
    /// Pieces of untyped memory of 2^`bits` bytes, at least one.
    func makeUntypeds(bits: Int) throws(NTStatus) -> [CapabilityPointer] { throw .notImplemented }
    /// One object of a piece of untyped memory that has none.
    func make(
        _ type: SeL4ABI.ObjectType, sizeBits: Int, of untyped: Untyped,
        into slot: CapabilityPointer
    ) throws(NTStatus) { throw .notImplemented }
    /// Slots in use, without those of what this keeps for itself; and address spaces with their tables.
    var slotsInUse: Int { 0 }
    var tablesInUse: Int { 0 }
}

/// An address space as the kernel sees it: the root and the tables that were needed so far.
struct TranslationTree {
    let root: PML4
    var tables: [(level: TranslationLevel, slot: UInt32)] = []
}
