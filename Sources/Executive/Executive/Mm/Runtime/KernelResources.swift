// Unsafe in one way: the stack of free slots lies at `ExecutiveLayout.freeSlots`. A page of it is mapped before
// the first slot that could come back to it is handed out, so a push always has room, and a pop reads what a push wrote.

import NTABI
public import SeL4
import SeL4ABI

/// What the kernel gave the executive to make everything else of: capability slots and untyped memory.
///
/// The heap grows from here, so nothing here may use the heap: no arrays, no classes.
///
/// The executive's capability space has two levels. A new root CNode holds the kernel's first CNode in its slot 0,
/// so that every slot keeps its number whatever size that CNode has, and takes further CNodes.
/// A capability pointer is `leaf << leafShift | index`. The root's last slots hold the capabilities that are used for
/// every system call, where the kernel finds them in one step.
public struct KernelResources: ~Copyable {
    public let boot: BootInfo
    /// The capability space's root, by which slots are named at full depth.
    public let root: CNode
    public let ownSpace = PML4(CapabilityPointer(InitialSlot.vspace))
    /// The size of a thread control block as a power of two: the kernel's configuration.
    public let threadBits: Int
    let leafShift: Word

    /// Slots never used so far, all in one CNode.
    private var unusedSlots: Range<Word>
    private var nextLeaf: Word = 1
    private let leafLimit: Word
    private static let quickSlots: Word = 64
    /// Where a new CNode lies for the moment between its making and its place in the root.
    private let nursery: Word

    private(set) var freeSlotCount = 0
    private var freeSlotCapacity = 0
    /// Slots that were handed out and did not come back.
    private(set) var slotsInUse = 0
    /// Those of them that hold the executive's own pages and tables.
    private(set) var ownSlots = 0

    /// Bytes that the heap has and nobody uses; the heap keeps count.
    public var freeHeapBytes = 0
    /// Blocks of the heap in use.
    public var heapBlocks = 0
    /// The largest block in use, in bytes: an array that grows asks for twice as much, while it still has the old one.
    public var largestHeapBlock = 0

    /// The first untyped that may still have room for a page.
    private var firstRoomy = 0
    /// Bytes of untyped memory left, as far as it can become pages.
    private(set) var untypedBytes: UInt = 0
    /// The same at the start.
    public let totalBytes: UInt

    private static let newLeafBits: Word = 10

    /// Takes over what the kernel describes. Afterwards the calling thread has the two-level capability space.
    /// Nil if the kernel does not speak a known version of the interface or has no memory for this.
    public static func takeOver(_ boot: BootInfo) -> KernelResources? {
        IPCBuffer.adopt(boot.ipcBuffer)
        let initial = CNode(CapabilityPointer(InitialSlot.cnode))
        var slots = boot.emptySlots
        guard slots.count > 64,
            KernelVersion.probe(
                IOPortControl(CapabilityPointer(InitialSlot.ioPortControl)),
                using: CapabilityPointer(slots.lowerBound), in: initial)
        else { return nil }

        let threadBits = probeThreadBits(
            boot, using: CapabilityPointer(slots.lowerBound), CapabilityPointer(slots.lowerBound + 1))
        let initialBits = Word(boot.cnodeSizeBits)
        let shift = max(20, initialBits)
        let rootBits = max(8, min(10, 32 - shift))
        let bare = CapabilityPointer(slots.removeFirst())
        let guarded = CapabilityPointer(slots.removeFirst())
        guard
            makeRoot(
                boot, bits: Int(rootBits), leafShift: shift, initialBits: initialBits, bare: bare,
                guarded: guarded)
        else { return nil }
        return KernelResources(
            boot, root: CNode(guarded), threadBits: threadBits, leafShift: shift, leafLimit: 1 << rootBits - quickSlots,
            slots: slots)
    }

    private init(
        _ boot: BootInfo, root: CNode, threadBits: Int, leafShift: Word, leafLimit: Word, slots: Range<Word>
    ) {
        self.boot = boot
        self.root = root
        self.threadBits = threadBits
        self.leafShift = leafShift
        self.leafLimit = leafLimit
        nursery = slots.lowerBound
        unusedSlots = slots.dropFirst()
        var bytes: UInt = 0
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            if !untyped.isDevice, untyped.sizeBits >= pageShift { bytes += 1 << untyped.sizeBits }
        }
        totalBytes = bytes
        untypedBytes = bytes
    }

    /// Finds out how large thread control blocks are. Kernels whose FPU state is large make them twice the usual size, and
    /// nothing says so: memory of the usual size has room for one, or has not. Both slots are empty before and after.
    private static func probeThreadBits(
        _ boot: BootInfo, using piece: CapabilityPointer, _ thread: CapabilityPointer
    ) -> Int {
        let initial = CNode(CapabilityPointer(InitialSlot.cnode))
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            guard !untyped.isDevice, untyped.sizeBits >= ObjectSize.threadBits,
                (try? untyped.capability.retype(
                    .untyped, sizeBits: ObjectSize.threadBits, root: initial, index: 0, depth: 0,
                    offset: piece.rawValue, count: 1)) != nil
            else { continue }
            let fits =
                (try? Untyped(piece).retype(
                    .thread, root: initial, index: 0, depth: 0, offset: thread.rawValue, count: 1)) != nil
            try? initial.revoke(piece)
            try? initial.delete(piece)
            return fits ? ObjectSize.threadBits : ObjectSize.threadBits + 1
        }
        return ObjectSize.threadBits
    }

    /// Makes the new root CNode with the kernel's own in its slot 0, and gives it to the calling thread.
    private static func makeRoot(
        _ boot: BootInfo, bits: Int, leafShift: Word, initialBits: Word,
        bare: CapabilityPointer, guarded: CapabilityPointer
    ) -> Bool {
        let initial = CNode(CapabilityPointer(InitialSlot.cnode))
        let size = bits + ObjectSize.slotBits
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            guard !untyped.isDevice, untyped.sizeBits >= size,
                (try? untyped.capability.retype(
                    .capabilityTable, sizeBits: bits, root: initial, index: 0, depth: 0,
                    offset: bare.rawValue, count: 1)) != nil
            else { continue }
            let rest = CNodeGuard(guardBits: 0, size: Int(leafShift - initialBits))
            let front = CNodeGuard(guardBits: 0, size: 64 - bits - Int(leafShift))
            let thread = TCB(CapabilityPointer(InitialSlot.thread))
            do {
                try CNode(bare).mint(
                    initial.pointer, of: initial, to: .null, depth: Word(bits),
                    badge: rest.rawValue)
                try initial.mint(bare, to: guarded, badge: front.rawValue)
                try thread.setSpace(
                    faultEndpoint: .null, cspace: CNode(guarded),
                    cspaceGuard: CNodeGuard(rawValue: 0),
                    vspace: PML4(CapabilityPointer(InitialSlot.vspace)))
                // Before version 14 there is no such flag, and the executive does without.
                _ = try? thread.setFlags(setting: .fpuDisabled)
                return true
            } catch { return false }
        }
        return false
    }
}

// Slots.
extension KernelResources {
    /// One empty slot. `.insufficientResources` when there is no memory for more.
    public mutating func takeSlot() throws(NTStatus) -> CapabilityPointer {
        if freeSlotCount > 0 {
            freeSlotCount -= 1
            slotsInUse += 1
            return CapabilityPointer(Word(unsafe Self.freeSlots[freeSlotCount]))
        }
        return CapabilityPointer(try takeSlots(upTo: 1).lowerBound)
    }

    /// Empty slots that follow each other: at least one, at most `count`.
    mutating func takeSlots(upTo count: Int) throws(NTStatus) -> Range<Word> {
        while freeSlotCapacity < slotsInUse + count {
            let page = ExecutiveLayout.freeSlots + UInt(freeSlotCapacity) * 4
            freeSlotCapacity += Int(pageSize) / 4
            do { try makeOwnPage(at: page) } catch {
                freeSlotCapacity -= Int(pageSize) / 4
                throw error
            }
        }
        return try takeUnusedSlots(upTo: count)
    }

    /// A copy of a capability in the root CNode itself, in one of 64 places; the capability itself if the place is taken.
    /// The copy goes when its object does.
    func quickCopy(of capability: CapabilityPointer, at place: Word) -> CapabilityPointer {
        let slot = leafLimit + place
        guard place < Self.quickSlots,
            (try? root.copy(capability, to: CapabilityPointer(slot), depth: 64 - leafShift)) != nil
        else { return capability }
        return CapabilityPointer(slot << leafShift)
    }

    /// Takes back an empty slot.
    public mutating func giveBack(emptySlot slot: CapabilityPointer) {
        unsafe Self.freeSlots[freeSlotCount] = UInt32(truncatingIfNeeded: slot.rawValue)
        freeSlotCount += 1
        slotsInUse -= 1
    }

    private static var freeSlots: UnsafeMutablePointer<UInt32> {
        guard
            let stack = unsafe UnsafeMutablePointer<UInt32>(bitPattern: ExecutiveLayout.freeSlots)
        else { preconditionFailure("the layout has no zero address") }
        return unsafe stack
    }

    private mutating func takeUnusedSlots(upTo count: Int) throws(NTStatus) -> Range<Word> {
        if unusedSlots.isEmpty { try addLeaf() }
        let end = min(unusedSlots.upperBound, unusedSlots.lowerBound + Word(count))
        let taken = unusedSlots.lowerBound..<end
        unusedSlots = end..<unusedSlots.upperBound
        slotsInUse += taken.count
        return taken
    }

    /// Puts another CNode into the root.
    private mutating func addLeaf() throws(NTStatus) {
        guard nextLeaf < leafLimit else { throw .insufficientResources }
        let bits = Self.newLeafBits
        try retype(
            .capabilityTable, sizeBits: Int(bits), objectBits: Int(bits) + ObjectSize.slotBits,
            into: CapabilityPointer(nursery))
        do {
            try root.mutate(
                CapabilityPointer(nursery), to: CapabilityPointer(nextLeaf), depth: 64 - leafShift,
                guarding: CNodeGuard(guardBits: 0, size: Int(leafShift - bits)))
        } catch { throw .insufficientResources }
        unusedSlots = nextLeaf << leafShift..<nextLeaf << leafShift + (1 << bits)
        nextLeaf += 1
    }
}

// Untyped memory.
extension KernelResources {
    /// Makes one object in an empty slot.
    public mutating func retype(
        _ type: SeL4ABI.ObjectType, sizeBits: Int = 0, objectBits: Int,
        into slot: CapabilityPointer
    ) throws(NTStatus) {
        _ = try retype(
            type, sizeBits: sizeBits, objectBits: objectBits, into: slot, upTo: 1)
    }

    /// Makes objects of 2^`objectBits` bytes in the empty slots from `slot` on: at least one, at most `count`
    /// of them. `.insufficientResources` when no untyped has room.
    mutating func retype(
        _ type: SeL4ABI.ObjectType, sizeBits: Int = 0, objectBits: Int,
        into slot: CapabilityPointer, upTo count: Int
    ) throws(NTStatus) -> Int {
        for index in firstRoomy..<boot.untypedCount {
            let untyped = boot.untyped(index)
            var wanted = Word(min(count, Int(ObjectSize.retypeFanOut)))
            while !untyped.isDevice, untyped.sizeBits >= max(objectBits, pageShift), wanted > 0 {
                do {
                    try retype(
                        type, sizeBits: sizeBits, of: untyped.capability, into: slot,
                        count: wanted)
                    let size = wanted << Word(objectBits)
                    untypedBytes -= min(untypedBytes, size)
                    return Int(wanted)
                } catch {
                    // The kernel says how many bytes are left; anything else is a slot that is not what
                    // this file believes, and no other untyped would do better.
                    guard error.code == .notEnoughMemory else { throw .insufficientResources }
                    wanted = min(error.words.0 >> Word(objectBits), wanted - 1)
                }
            }
            if index == firstRoomy, objectBits <= pageShift { firstRoomy += 1 }
        }
        throw .insufficientResources
    }
}

extension KernelResources {
    /// Makes one object of a piece of untyped memory that is not among the kernel's own.
    func retype(
        _ type: SeL4ABI.ObjectType, sizeBits: Int, of untyped: Untyped,
        into slot: CapabilityPointer, count: Word = 1
    ) throws(InvocationError) {
        try untyped.retype(
            type, sizeBits: sizeBits, root: root, index: slot.rawValue >> leafShift,
            depth: 64 - leafShift, offset: slot.rawValue & (1 << leafShift - 1), count: count)
    }
}

// The executive's own address space.
extension KernelResources {
    /// Makes a page of zeros at an address of the executive.
    @discardableResult
    public mutating func makeOwnPage(at address: UInt) throws(NTStatus) -> Page {
        let slot = CapabilityPointer(try takeUnusedSlots(upTo: 1).lowerBound)
        ownSlots += 1
        try retype(.page, objectBits: pageShift, into: slot)
        try mapOwn(Page(slot), at: address, attributes: .writeBack)
        return Page(slot)
    }

    /// Maps a frame into the executive, with whatever tables it takes.
    mutating func mapOwn(
        _ page: Page, at address: UInt, attributes: VMAttributes
    ) throws(NTStatus) {
        while true {
            do {
                return try page.map(
                    in: ownSpace, at: address, rights: .all, attributes: attributes)
            } catch {
                guard let bits = error.missingTranslationBits,
                    let level = TranslationLevel(bitsLeft: bits)
                else { throw .insufficientResources }
                let slot = CapabilityPointer(try takeUnusedSlots(upTo: 1).lowerBound)
                ownSlots += 1
                try retype(level.objectType, objectBits: pageShift, into: slot)
                do { try TranslationTable(slot).map(level, in: ownSpace, at: address) } catch {
                    throw .insufficientResources
                }
            }
        }
    }
}
