// Unsafe in one way: the table of groups lies at `ExecutiveLayout.slotTable`, of which every page is mapped before the
// first slot is taken from it.

import NTABI
import SeL4
import SeL4ABI

/// The capability slots that are nobody's by their number: those of the kernel's first CNode, and leaves of 128 that come
/// and go, a page each.
struct SlotTable {
    /// 128 slots.
    private struct Group {
        /// A bit for each free slot.
        var free: (UInt64, UInt64) = (0, 0)
        /// Other groups with free slots; number + 1.
        var next: UInt32 = 0
        var previous: UInt32 = 0
        /// What a leaf is made of.
        var page: UInt32 = 0

        var isFull: Bool { free.0 | free.1 == 0 }
        var isUnused: Bool { free.0 & free.1 == .max }

        mutating func take() -> Int {
            if free.0 != 0 {
                defer { free.0 &= free.0 - 1 }
                return free.0.trailingZeroBitCount
            }
            defer { free.1 &= free.1 - 1 }
            return 64 + free.1.trailingZeroBitCount
        }

        mutating func giveBack(_ index: Int) {
            if index < 64 { free.0 |= 1 << UInt64(index) } else { free.1 |= 1 << UInt64(index - 64) }
        }
    }

    private let plan: CapabilityPlan
    /// Groups of the first CNode, from the one that holds slot `firstSlot` on; they are always there.
    private let fixed: Int
    private let firstSlot: Word
    private var firstWithRoom: UInt32 = 0
    /// Leaves that are not there: those from `leaves` on, which never were, and a list.
    private var leaves = 0
    private var firstAbsent: UInt32 = 0
    /// Slots that were handed out and did not come back.
    private(set) var inUse = 0
    /// Leaves of which no slot is in use: one at most is kept, lest a single slot make and end it again and again.
    private(set) var idlePages = 0

    /// Slots of the first CNode beyond so many are not used.
    private static let mostFixed = 128

    /// How many groups of the first CNode there are, from the one that holds slot `slots.lowerBound` on.
    private static func fixedGroups(_ slots: Range<Word>) -> Int {
        let first = slots.lowerBound & ~Word(CapabilityPlan.group - 1)
        return min(mostFixed, Int(slots.upperBound - first) >> CapabilityPlan.groupBits)
    }

    /// The size of the table.
    static func tableBytes(_ plan: CapabilityPlan, _ slots: Range<Word>) -> Int {
        (fixedGroups(slots) + plan.groups) * MemoryLayout<Group>.stride
    }

    /// A table with the slots `slots` of the first CNode, whose memory is there and reads as zeros.
    init(_ plan: CapabilityPlan, _ slots: Range<Word>) {
        self.plan = plan
        firstSlot = slots.lowerBound & ~Word(CapabilityPlan.group - 1)
        fixed = Self.fixedGroups(slots)
        for slot in slots where Int(slot - firstSlot) >> CapabilityPlan.groupBits < fixed {
            let group = unsafe Self.group(Int(slot - firstSlot) >> CapabilityPlan.groupBits)
            unsafe group.pointee.giveBack(Int(slot) & (CapabilityPlan.group - 1))
        }
        for number in (0..<fixed).reversed() where unsafe !Self.group(number).pointee.isFull { link(number) }
    }

    /// One empty slot. `.insufficientResources` when there is no memory for more.
    mutating func take(_ supply: inout KernelSupply, _ pages: inout PagePool) throws(NTStatus) -> CapabilityPointer {
        if firstWithRoom == 0 { try addLeaf(&supply, &pages) }
        let number = Int(firstWithRoom) - 1
        let group = unsafe Self.group(number)
        if number >= fixed, unsafe group.pointee.isUnused { idlePages -= 1 }
        let index = unsafe group.pointee.take()
        if unsafe group.pointee.isFull { unlink(number) }
        inUse += 1
        return CapabilityPointer(base(of: number) | Word(index))
    }

    /// Takes back an empty slot.
    mutating func giveBack(_ slot: CapabilityPointer, _ supply: inout KernelSupply, _ pages: inout PagePool) {
        let number =
            if let leaf = plan.leaf(of: slot.rawValue) { fixed + leaf } else {
                Int(slot.rawValue - firstSlot) >> CapabilityPlan.groupBits
            }
        let group = unsafe Self.group(number)
        if unsafe group.pointee.isFull { link(number) }
        unsafe group.pointee.giveBack(Int(slot.rawValue) & (CapabilityPlan.group - 1))
        inUse -= 1
        guard number >= fixed, unsafe group.pointee.isUnused else { return }
        guard unsafe group.pointee.next != 0 || group.pointee.previous != 0 else {
            idlePages += 1
            return
        }
        unlink(number)
        unsafe pages.giveBack(Int(group.pointee.page), to: &supply)
        unsafe group.pointee.next = firstAbsent
        firstAbsent = UInt32(number + 1)
    }

    private mutating func addLeaf(_ supply: inout KernelSupply, _ pages: inout PagePool) throws(NTStatus) {
        guard firstAbsent != 0 || leaves < plan.groups else { throw .insufficientResources }
        let number = firstAbsent != 0 ? Int(firstAbsent) - 1 : fixed + leaves
        let page = try pages.take(from: &supply)
        let place = plan.slot(ofLeaf: number - fixed)
        do {
            try supply.untyped(page).retype(
                .capabilityTable, sizeBits: CapabilityPlan.groupBits, root: supply.root, index: place >> plan.shift,
                depth: plan.entryDepth, offset: Word(number - fixed) & Word(CapabilityPlan.group - 1), count: 1)
        } catch {
            pages.giveBack(page, to: &supply)
            throw .insufficientResources
        }
        let group = unsafe Self.group(number)
        if firstAbsent != 0 { firstAbsent = unsafe group.pointee.next } else { leaves += 1 }
        unsafe group.pointee = Group(free: (.max, .max), page: UInt32(page))
        link(number)
        idlePages += 1
    }

    /// The first slot of a group.
    private func base(of number: Int) -> Word {
        number < fixed ? firstSlot + Word(number * CapabilityPlan.group) : plan.slot(ofLeaf: number - fixed)
    }

    private mutating func link(_ number: Int) {
        let group = unsafe Self.group(number)
        unsafe group.pointee.previous = 0
        unsafe group.pointee.next = firstWithRoom
        if firstWithRoom != 0 { unsafe Self.group(Int(firstWithRoom) - 1).pointee.previous = UInt32(number + 1) }
        firstWithRoom = UInt32(number + 1)
    }

    private mutating func unlink(_ number: Int) {
        let group = unsafe Self.group(number)
        let (next, previous) = unsafe (group.pointee.next, group.pointee.previous)
        if next != 0 { unsafe Self.group(Int(next) - 1).pointee.previous = previous }
        if previous != 0 {
            unsafe Self.group(Int(previous) - 1).pointee.next = next
        } else {
            firstWithRoom = next
        }
    }

    private static func group(_ number: Int) -> UnsafeMutablePointer<Group> {
        let address = ExecutiveLayout.slotTable + UInt(number * MemoryLayout<Group>.stride)
        guard let group = unsafe UnsafeMutablePointer<Group>(bitPattern: address) else {
            preconditionFailure("the layout has no zero address")
        }
        return unsafe group
    }
}
