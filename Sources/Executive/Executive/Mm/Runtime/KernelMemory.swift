// Unsafe in one way: the kernel resources lie in storage that the entry owns and that outlives everything.

import NTABI
import SeL4
import SeL4ABI

/// Memory management's requests, made to the kernel. Tables and address spaces are kept when they are no longer
/// needed, and used again.
@safe
final class KernelMemory: MemoryHardware {
    private let resources: UnsafeMutablePointer<KernelResources>
    private var freeTables: [[UInt32]] = [[], [], []]
    /// Empty, and with an address space identifier.
    private var freeRoots: [PML4] = []
    private var asidPool = ASIDPool(CapabilityPointer(InitialSlot.asidPool))
    /// Tables and roots in use.
    private var usedTables = 0
    override var tablesInUse: Int { usedTables }

    init(_ resources: UnsafeMutablePointer<KernelResources>) {
        unsafe self.resources = resources
    }

    override func makeOwnPage(at address: UInt) throws(NTStatus) {
        try unsafe resources.pointee.makeOwnPage(at: address)
    }

    override func makeFrames(
        at address: UInt, upTo count: Int
    ) throws(NTStatus) -> (firstSlot: UInt32, count: Int) {
        let slots = try unsafe resources.pointee.takeSlots(upTo: count)
        let made = try unsafe resources.pointee.retype(
            .page, objectBits: pageShift, into: CapabilityPointer(slots.lowerBound),
            upTo: slots.count)
        for slot in slots.lowerBound + Word(made)..<slots.upperBound {
            unsafe resources.pointee.giveBack(emptySlot: CapabilityPointer(slot))
        }
        for index in 0..<made {
            try unsafe resources.pointee.mapOwn(
                Page(CapabilityPointer(slots.lowerBound + Word(index))),
                at: address + UInt(index) * pageSize, attributes: .writeBack)
        }
        return (UInt32(slots.lowerBound), made)
    }

    override var remainingPages: Int {
        Int(unsafe resources.pointee.untypedBytes >> UInt(pageShift))
    }

    override var threadBits: Int { unsafe resources.pointee.threadBits }

    override var heapBlocks: Int { unsafe resources.pointee.heapBlocks }

    override var heapHeadroom: Int {
        unsafe resources.pointee.freeHeapBytes + remainingPages << pageShift - 2 * resources.pointee.largestHeapBlock
    }

    override func mapOwn(
        _ slot: UInt32, at address: UInt, attributes: VMAttributes
    ) throws(NTStatus) {
        try unsafe resources.pointee.mapOwn(
            Page(CapabilityPointer(Word(slot))), at: address, attributes: attributes)
    }

    override func makeSpace() throws(NTStatus) -> TranslationTree {
        if let root = freeRoots.popLast() {
            usedTables += 1
            return TranslationTree(root: root)
        }
        let slot = try unsafe resources.pointee.takeSlot()
        try unsafe resources.pointee.retype(.pml4, objectBits: pageShift, into: slot)
        let root = PML4(slot)
        do { try asidPool.assign(root) } catch {
            try replenishASIDs()
            do { try asidPool.assign(root) } catch { throw .insufficientResources }
        }
        usedTables += 1
        return TranslationTree(root: root)
    }

    override func recycle(_ space: consuming TranslationTree) {
        // From the leaves up: a table is taken out of one that is still in place.
        for level in [TranslationLevel.pageTable, .pageDirectory, .pdpt] {
            for table in space.tables where table.level == level {
                try? TranslationTable(CapabilityPointer(Word(table.slot))).unmap(level)
                freeTables[Int(level.rawValue)].append(table.slot)
            }
        }
        usedTables -= space.tables.count + 1
        freeRoots.append(space.root)
    }

    override func copyCapability(_ slot: UInt32) throws(NTStatus) -> UInt32 {
        let copy = try unsafe resources.pointee.takeSlot()
        do {
            try unsafe resources.pointee.root.copy(CapabilityPointer(Word(slot)), to: copy)
        } catch {
            unsafe resources.pointee.giveBack(emptySlot: copy)
            throw .insufficientResources
        }
        return UInt32(copy.rawValue)
    }

    override func deleteCapability(_ slot: UInt32) {
        let pointer = CapabilityPointer(Word(slot))
        guard (try? unsafe resources.pointee.root.delete(pointer)) != nil else { return }
        unsafe resources.pointee.giveBack(emptySlot: pointer)
    }

    override func map(
        _ slot: UInt32, in space: inout TranslationTree, at address: UInt, isWritable: Bool,
        attributes: VMAttributes
    ) throws(NTStatus) {
        let page = Page(CapabilityPointer(Word(slot)))
        let rights: CapabilityRights = isWritable ? .read | .write : .read
        while true {
            do {
                return try page.map(
                    in: space.root, at: address, rights: rights, attributes: attributes)
            } catch {
                guard let bits = error.missingTranslationBits,
                    let level = TranslationLevel(bitsLeft: bits)
                else { throw .insufficientResources }
                try addTable(level, to: &space, at: address)
            }
        }
    }

    override func unmap(_ slot: UInt32) {
        try? Page(CapabilityPointer(Word(slot))).unmap()
    }

    private func addTable(
        _ level: TranslationLevel, to space: inout TranslationTree, at address: UInt
    ) throws(NTStatus) {
        let slot: UInt32
        if let free = freeTables[Int(level.rawValue)].popLast() {
            slot = free
        } else {
            let fresh = try unsafe resources.pointee.takeSlot()
            do {
                try unsafe resources.pointee.retype(
                    level.objectType, objectBits: pageShift, into: fresh)
            } catch {
                unsafe resources.pointee.giveBack(emptySlot: fresh)
                throw error
            }
            slot = UInt32(fresh.rawValue)
        }
        do {
            try TranslationTable(CapabilityPointer(Word(slot))).map(
                level, in: space.root, at: address)
        } catch {
            freeTables[Int(level.rawValue)].append(slot)
            throw .insufficientResources
        }
        space.tables.append((level, slot))
        usedTables += 1
    }

    /// The kernel's pool has identifiers for 512 address spaces; further ones are made as they are needed.
    private func replenishASIDs() throws(NTStatus) {
        let memory = try unsafe resources.pointee.takeSlot()
        let pool = try unsafe resources.pointee.takeSlot()
        try unsafe resources.pointee.retype(
            .untyped, sizeBits: ObjectSize.asidPoolBits, objectBits: ObjectSize.asidPoolBits,
            into: memory)
        do {
            try ASIDControl(CapabilityPointer(InitialSlot.asidControl)).makePool(
                from: Untyped(memory), into: pool, of: unsafe resources.pointee.root)
        } catch { throw .insufficientResources }
        asidPool = ASIDPool(pool)
    }

    // Slots and objects.

    override var root: CNode { unsafe resources.pointee.root }
    override var slotsInUse: Int {
        let idle = freeTables.reduce(freeRoots.count) { $0 + $1.count }
        return unsafe resources.pointee.slotsInUse - resources.pointee.ownSlots - idle
    }

    override func takeSlot() throws(NTStatus) -> CapabilityPointer {
        try unsafe resources.pointee.takeSlot()
    }

    override func giveBack(_ slot: CapabilityPointer) {
        unsafe resources.pointee.giveBack(emptySlot: slot)
    }

    override func quickCopy(of capability: CapabilityPointer, at place: Word) -> CapabilityPointer {
        unsafe resources.pointee.quickCopy(of: capability, at: place)
    }
    override func delete(_ slot: CapabilityPointer) { try? root.delete(slot) }
    override func revoke(_ slot: CapabilityPointer) { try? root.revoke(slot) }

    override func makeUntypeds(bits: Int) throws(NTStatus) -> [CapabilityPointer] {
        let wanted = min(32, max(1, Int(pageSize) >> bits))
        let slots = try unsafe resources.pointee.takeSlots(upTo: wanted)
        let made = try unsafe resources.pointee.retype(
            .untyped, sizeBits: bits, objectBits: bits, into: CapabilityPointer(slots.lowerBound),
            upTo: slots.count)
        var pieces: [CapabilityPointer] = []
        for slot in slots {
            let pointer = CapabilityPointer(slot)
            if slot < slots.lowerBound + Word(made) {
                pieces.append(pointer)
            } else {
                giveBack(pointer)
            }
        }
        return pieces
    }

    override func make(
        _ type: SeL4ABI.ObjectType, sizeBits: Int, of untyped: Untyped,
        into slot: CapabilityPointer
    ) throws(NTStatus) {
        do {
            try unsafe resources.pointee.retype(
                type, sizeBits: sizeBits, of: untyped, into: slot)
        } catch { throw .insufficientResources }
    }
}

extension MemoryManager {
    /// Memory management on a real kernel. `imageBase` is the first address of the executive's image.
    /// `.noMemory`, `.insufficientResources`.
    public convenience init(
        _ resources: UnsafeMutablePointer<KernelResources>, imageBase: UInt
    ) throws(NTStatus) {
        let boot = unsafe resources.pointee.boot
        try self.init(
            unsafe KernelMemory(resources), devices: DeviceMemory(boot), imageBase: imageBase,
            imageFirstSlot: UInt32(truncatingIfNeeded: boot.userImageFrames.lowerBound))
    }
}
