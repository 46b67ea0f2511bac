// Unsafe in one way: the kernel resources lie in storage that the entry owns and that outlives everything.

import NTABI
import SeL4
import SeL4ABI

/// Memory management's requests, made to the kernel.
@safe
final class KernelMemory: MemoryHardware {
    private let resources: UnsafeMutablePointer<KernelResources>
    /// The kernel's pool of address space identifiers, and those made since.
    private var asidPools = [IdentifierPool(ASIDPool(CapabilityPointer(InitialSlot.asidPool)))]
    /// Tables and roots in use.
    private var usedTables = 0
    override var tablesInUse: Int { usedTables }

    private struct IdentifierPool {
        let capability: ASIDPool
        /// What it is made of; the kernel's own is no page of ours.
        let page: Int?
        var used = 0

        init(_ capability: ASIDPool, page: Int? = nil) {
            self.capability = capability
            self.page = page
        }
    }

    init(_ resources: UnsafeMutablePointer<KernelResources>) {
        unsafe self.resources = resources
    }

    // Pages.

    override var pageCount: Int { unsafe resources.pointee.pages.count }
    override var freePages: Int { unsafe resources.pointee.freePages }
    override var programFrames: Int { unsafe resources.pointee.programFrames }
    override var heapUsage: HeapUsage { unsafe resources.pointee.heapUsage }
    override func heapHeadroom(promised pages: Int) -> Int { unsafe resources.pointee.heapHeadroom(promised: pages) }

    override func allocateFrame() throws(NTStatus) -> Frame { try unsafe resources.pointee.allocateFrame() }
    override func release(_ frame: Frame) { unsafe resources.pointee.release(frame) }

    override func slot(of frame: Frame) -> UInt32 {
        UInt32(unsafe resources.pointee.supply.plan.slot(.object, of: frame.page).rawValue)
    }

    override func takeMapping(of frame: Frame) throws(NTStatus) -> UInt32? {
        guard try unsafe resources.pointee.takeMapping(of: frame) else { return nil }
        return mappingSlot(of: frame)
    }

    override func returnMapping(_ slot: UInt32, of frame: Frame) -> Bool {
        guard frame.isPooled, slot == mappingSlot(of: frame) else { return false }
        unsafe resources.pointee.returnMapping(of: frame)
        unmap(slot)
        return true
    }

    private func mappingSlot(of frame: Frame) -> UInt32 {
        UInt32(unsafe resources.pointee.supply.plan.slot(.mapping, of: frame.page).rawValue)
    }

    override func takePage() throws(NTStatus) -> Int { try unsafe resources.pointee.takePage() }
    override func giveBack(page: Int) { unsafe resources.pointee.giveBack(page: page) }
    override func makeOwnPage(at address: UInt) throws(NTStatus) -> Int {
        try unsafe resources.pointee.makeOwnPage(at: address)
    }
    override func stackLimit(of size: Int) -> Int { unsafe resources.pointee.stackLimit(of: size) }

    override var threadBits: Int { unsafe resources.pointee.supply.threadBits }

    override func mapOwn(
        _ slot: UInt32, at address: UInt, attributes: VMAttributes
    ) throws(NTStatus) {
        try unsafe resources.pointee.mapOwn(
            Page(CapabilityPointer(Word(slot))), at: address, attributes: attributes)
    }

    // Address spaces.

    override func makeSpace() throws(NTStatus) -> TranslationTree {
        let page = try takePage()
        do throws(NTStatus) {
            let root = PML4(try unsafe resources.pointee.supply.retype(.pml4, page: page))
            let pool = try assignIdentifier(to: root)
            usedTables += 1
            return TranslationTree(root: root, rootPage: page, asidPool: pool)
        } catch {
            giveBack(page: page)
            throw error
        }
    }

    override func recycle(_ space: consuming TranslationTree) {
        // From the leaves up: a table is taken out of one that is still in place.
        for level in [TranslationLevel.pageTable, .pageDirectory, .pdpt] {
            for table in space.tables where table.level == level { giveBack(page: Int(table.page)) }
        }
        usedTables -= space.tables.count + 1
        giveBack(page: space.rootPage)
        asidPools[space.asidPool].used -= 1
        while let last = asidPools.last, last.used == 0, let page = last.page {
            giveBack(page: page)
            asidPools.removeLast()
        }
    }

    /// Gives an address space an identifier, and returns the place of the pool that it is of. A pool has 512; further ones
    /// are made as they are needed.
    private func assignIdentifier(to root: PML4) throws(NTStatus) -> Int {
        for index in asidPools.indices where (try? asidPools[index].capability.assign(root)) != nil {
            asidPools[index].used += 1
            return index
        }
        let page = try takePage()
        let place = unsafe resources.pointee.supply.plan.slot(.object, of: page)
        do {
            try ASIDControl(CapabilityPointer(InitialSlot.asidControl)).makePool(
                from: unsafe resources.pointee.supply.untyped(page), into: place, of: unsafe resources.pointee.root)
            try ASIDPool(place).assign(root)
        } catch {
            giveBack(page: page)
            throw .insufficientResources
        }
        asidPools.append(IdentifierPool(ASIDPool(place), page: page))
        asidPools[asidPools.count - 1].used = 1
        return asidPools.count - 1
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
        let page = try takePage()
        do throws(NTStatus) {
            let table = TranslationTable(try unsafe resources.pointee.supply.retype(level.objectType, page: page))
            do { try table.map(level, in: space.root, at: address) } catch { throw .insufficientResources }
        } catch {
            giveBack(page: page)
            throw error
        }
        space.tables.append((level, UInt32(page)))
        usedTables += 1
    }

    // Slots and objects.

    override var root: CNode { unsafe resources.pointee.root }
    override var slotsInUse: Int { unsafe resources.pointee.slotsInUse }

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

    override func untyped(of page: Int) -> Untyped { unsafe resources.pointee.supply.untyped(page) }

    override func make(
        _ type: SeL4ABI.ObjectType, sizeBits: Int, of untyped: Untyped,
        into slot: CapabilityPointer
    ) throws(NTStatus) {
        do {
            try unsafe resources.pointee.supply.retype(type, sizeBits: sizeBits, of: untyped, into: slot)
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
