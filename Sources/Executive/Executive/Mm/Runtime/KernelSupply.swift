// Unsafe in nothing but that it stands beside what is: every operation is a system call that checks its arguments.

import NTABI
public import SeL4
import SeL4ABI

/// What the kernel gave the executive to make everything else of: its untyped memory, and the capability space.
///
/// The capability space has a root CNode with three kinds of entry. Slot 0 holds the kernel's first CNode, so that every slot
/// keeps its number whatever size that CNode has. Then come CNodes with three slots for every page of memory (`Role`),
/// made at the start; behind them those that hold the leaves of `SlotTable`; and last the capabilities that are used for
/// every system call, where the kernel finds them in one step.
/// A capability pointer is `entry << shift | rest`.
public struct KernelSupply: ~Copyable, PageSource {
    public let boot: BootInfo
    /// The capability space's root, by which slots are named at full depth.
    public let root: CNode
    public let ownSpace = PML4(CapabilityPointer(InitialSlot.vspace))
    /// The size of a thread control block as a power of two: the kernel's configuration.
    public let threadBits: Int
    let plan: CapabilityPlan
    /// The first of the kernel's untypeds that may have room for a page.
    private var firstRoomy = 0

    /// Takes over what the kernel describes. Afterwards the calling thread has the new capability space.
    static func takeOver(_ boot: BootInfo) throws(KernelMismatch) -> KernelSupply {
        IPCBuffer.adopt(boot.ipcBuffer)
        try KernelMismatch.look()
        let slots = boot.emptySlots
        guard slots.count > 2 * CapabilityPlan.group else { throw .noRoom }
        let threadBits = try TrialPage.threadBits(boot, using: slots.lowerBound..<slots.lowerBound + 3)
        let plan = CapabilityPlan(boot)
        let (first, second) = (CapabilityPointer(slots.lowerBound), CapabilityPointer(slots.lowerBound + 1))
        guard makeRoot(boot, plan, bare: first, guarded: second) else { throw .noRoom }
        var supply = KernelSupply(boot: boot, root: CNode(second), threadBits: threadBits, plan: plan)
        guard supply.fillRoot(nursery: CapabilityPointer(slots.lowerBound + 2)) else { throw .noRoom }
        return supply
    }

    private init(boot: BootInfo, root: CNode, threadBits: Int, plan: CapabilityPlan) {
        self.boot = boot
        self.root = root
        self.threadBits = threadBits
        self.plan = plan
    }

    /// Makes the new root CNode with the kernel's own in its slot 0, and gives it to the calling thread.
    private static func makeRoot(
        _ boot: BootInfo, _ plan: CapabilityPlan, bare: CapabilityPointer, guarded: CapabilityPointer
    ) -> Bool {
        let initial = CNode(CapabilityPointer(InitialSlot.cnode))
        let size = plan.rootBits + ObjectSize.slotBits
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            guard !untyped.isDevice, untyped.sizeBits >= size,
                (try? untyped.capability.retype(
                    .capabilityTable, sizeBits: plan.rootBits, root: initial, index: 0, depth: 0,
                    offset: bare.rawValue, count: 1)) != nil
            else { continue }
            let rest = CNodeGuard(guardBits: 0, size: Int(plan.shift) - boot.cnodeSizeBits)
            let front = CNodeGuard(guardBits: 0, size: 64 - plan.rootBits - Int(plan.shift))
            let thread = TCB(CapabilityPointer(InitialSlot.thread))
            do {
                try CNode(bare).mint(
                    initial.pointer, of: initial, to: .null, depth: Word(plan.rootBits),
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

    /// Puts the other CNodes into the root. Each lies in `nursery` for the moment between its making and its place.
    private mutating func fillRoot(nursery: CapabilityPointer) -> Bool {
        for entry in 1..<plan.firstNode + plan.nodes {
            let bits = entry < plan.firstNode ? plan.leafBits : CapabilityPlan.groupBits
            let rest = Int(plan.shift) - bits - (entry < plan.firstNode ? 0 : CapabilityPlan.groupBits)
            guard
                makeOfUntyped(.capabilityTable, sizeBits: bits, bits: bits + ObjectSize.slotBits, into: nursery, 1)
                    != nil,
                (try? root.mutate(
                    nursery, to: CapabilityPointer(entry), depth: plan.entryDepth,
                    guarding: CNodeGuard(guardBits: 0, size: rest))) != nil
            else { return false }
        }
        return true
    }
}

// Memory.
extension KernelSupply {
    /// Bytes of the kernel's untypeds that can become pages: asked for more than there is, it says how much there is.
    /// `slot` is empty.
    func countPages(using slot: CapabilityPointer) -> Int {
        var pages = 0
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            guard !untyped.isDevice, untyped.sizeBits >= pageShift else { continue }
            do {
                try retype(.untyped, sizeBits: untyped.sizeBits + 1, of: untyped.capability, into: slot, count: 1)
            } catch  where error.code == .notEnoughMemory {
                pages += Int(error.words.0 >> Word(pageShift))
            } catch {}
        }
        return pages
    }

    /// Makes objects of 2^`bits` bytes of the kernel's untypeds, in the empty slots from `slot` on: at least one, at most
    /// `count`. Nil when no untyped has room.
    private mutating func makeOfUntyped(
        _ type: SeL4ABI.ObjectType, sizeBits: Int, bits: Int, into slot: CapabilityPointer, _ count: Int
    ) -> Int? {
        for index in firstRoomy..<boot.untypedCount {
            let untyped = boot.untyped(index)
            var wanted = Word(min(count, Int(ObjectSize.retypeFanOut)))
            while !untyped.isDevice, untyped.sizeBits >= max(bits, pageShift), wanted > 0 {
                do {
                    try retype(type, sizeBits: sizeBits, of: untyped.capability, into: slot, count: wanted)
                    return Int(wanted)
                } catch {
                    // The kernel says how many bytes are left; anything else is a slot that is not what
                    // this file believes, and no other untyped would do better.
                    guard error.code == .notEnoughMemory else { return nil }
                    wanted = min(error.words.0 >> Word(bits), wanted - 1)
                }
            }
            if index == firstRoomy, bits <= pageShift { firstRoomy += 1 }
        }
        return nil
    }

    /// Makes objects of a piece of untyped memory, in the empty slots from `slot` on.
    func retype(
        _ type: SeL4ABI.ObjectType, sizeBits: Int = 0, of untyped: Untyped, into slot: CapabilityPointer,
        count: Word = 1
    ) throws(InvocationError) {
        let depth = plan.nodeDepth(of: slot)
        let low = 64 - depth
        try untyped.retype(
            type, sizeBits: sizeBits, root: root, index: slot.rawValue >> low, depth: depth,
            offset: slot.rawValue & (1 << low - 1), count: count)
    }

    /// Makes an object of a whole page that has none; its capability has a place with the page. `.insufficientResources`.
    func retype(_ type: SeL4ABI.ObjectType, page: Int) throws(NTStatus) -> CapabilityPointer {
        let place = plan.slot(.object, of: page)
        do { try retype(type, of: untyped(page), into: place) } catch { throw .insufficientResources }
        return place
    }

    /// A page's memory.
    func untyped(_ page: Int) -> Untyped { Untyped(plan.slot(.memory, of: page)) }

    mutating func makePages(from first: Int, upTo count: Int) throws(NTStatus) -> Int {
        let wanted = min(count, plan.pagesInRow(from: first))
        guard
            let made = makeOfUntyped(
                .untyped, sizeBits: pageShift, bits: pageShift, into: plan.slot(.memory, of: first), wanted)
        else { throw .insufficientResources }
        return made
    }

    mutating func makeFrame(of page: Int) throws(NTStatus) {
        let frame = Page(try retype(.page, page: page))
        do {
            try frame.map(in: ownSpace, at: Frame(page: page).address, rights: .all)
        } catch { throw .insufficientResources }
    }

    mutating func makeMapping(of page: Int) throws(NTStatus) {
        do {
            try root.copy(plan.slot(.object, of: page), to: plan.slot(.mapping, of: page))
        } catch { throw .insufficientResources }
    }

    mutating func dissolve(_ page: Int) { try? root.revoke(untyped(page).pointer) }
}
