// Unsafe in nothing but that it stands beside what is.

import SeL4
import SeL4ABI

/// Where capabilities lie in the executive's capability space, decided once for the memory that there is.
struct CapabilityPlan {
    /// The three slots of a page.
    enum Role: Int {
        /// The untyped memory that it is.
        case memory
        /// The frame, table or pool that was made of it.
        case object
        /// A frame's second capability.
        case mapping
    }

    /// Slots of a leaf of `SlotTable`, and leaves of a node of the root: what a CNode of a page holds.
    static let groupBits = 7
    static let group = 1 << groupBits
    static let quickSlots: Word = 64
    /// The pages that the plan has places for.
    let pages: Int
    /// Every entry of the root stands for 2^shift slot numbers.
    let shift: Word
    let rootBits: Int
    /// The pages of so many slots share a CNode, in each role.
    let leafBits: Int
    private let leaves: Word
    /// Entries of the root that hold nodes of `SlotTable`.
    let nodes: Word
    /// Leaves of `SlotTable` at most: a quarter of memory may be slots.
    let groups: Int

    init(_ boot: BootInfo) {
        var pages = 0
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            if !untyped.isDevice, untyped.sizeBits >= pageShift { pages += 1 << (untyped.sizeBits - pageShift) }
        }
        self.init(pages: pages, initialBits: boot.cnodeSizeBits)
    }

    init(pages there: Int, initialBits: Int) {
        pages = min(there, ExecutiveLayout.mostPages)
        shift = Word(max(20, initialBits))
        var bits = Self.groupBits
        while pages >> bits >= 128 { bits += 1 }
        leafBits = bits
        leaves = Word(pages >> bits + 1)
        groups = min(max(pages / 4, 64), 256 << Self.groupBits)
        nodes = Word((groups + Self.group - 1) >> Self.groupBits)
        var rootBits = Self.groupBits
        while 1 << Word(rootBits) < 1 + 3 * leaves + nodes + Self.quickSlots { rootBits += 1 }
        self.rootBits = rootBits
    }

    /// The depth by which entries of the root are named.
    var entryDepth: Word { 64 - shift }
    /// The first entry that holds a node of `SlotTable`.
    var firstNode: Word { 1 + 3 * leaves }
    /// The first entry for quick copies.
    var firstQuick: Word { 1 << Word(rootBits) - Self.quickSlots }

    @inline(__always)
    func slot(_ role: Role, of page: Int) -> CapabilityPointer {
        let entry = 1 + Word(role.rawValue) * leaves + Word(page >> leafBits)
        return CapabilityPointer(entry << shift | Word(page & (1 << leafBits - 1)))
    }

    /// How many pages from this one on have their slots in a row.
    func pagesInRow(from page: Int) -> Int { 1 << leafBits - page & (1 << leafBits - 1) }

    /// A slot of a leaf of `SlotTable`.
    func slot(ofLeaf leaf: Int, _ index: Int = 0) -> Word {
        let entry = firstNode + Word(leaf >> Self.groupBits)
        return entry << shift | Word(leaf & (Self.group - 1)) << Word(Self.groupBits) | Word(index)
    }

    /// The leaf that holds a slot; nil if none does.
    func leaf(of slot: Word) -> Int? {
        let entry = slot >> shift
        guard entry >= firstNode, entry < firstNode + nodes else { return nil }
        let inNode = Int(slot & (1 << shift - 1)) >> Self.groupBits
        return Int(entry - firstNode) << Self.groupBits + inNode
    }

    /// The depth by which the CNode that holds a slot is named.
    func nodeDepth(of slot: CapabilityPointer) -> Word {
        leaf(of: slot.rawValue) == nil ? entryDepth : 64 - Word(Self.groupBits)
    }
}
