import SeL4ABI

/// A page-table entry as the processor defines it.
struct PageTableEntry {
    var word: Word
    @inline(__always) init(word: Word) { self.word = word }

    static var present: Word { 1 }
    static var writable: Word { 2 }
    static var user: Word { 4 }
    /// In a page directory or PDPT: the entry maps a large page.
    static var large: Word { 0x80 }

    static var executeNever: Word { 1 << 63 }

    static var none: PageTableEntry { PageTableEntry(word: 0) }

    var isPresent: Bool { word & Self.present != 0 }
    var isLarge: Bool { word & Self.large != 0 }

    /// The table or page that the entry points to.
    var target: PhysicalAddress { PhysicalAddress(word & 0x000f_ffff_ffff_f000) }

    /// An entry that leads to a table. Its pages decide on access.
    static func table(at address: PhysicalAddress, _ attributes: VMAttributes) -> PageTableEntry {
        PageTableEntry(
            word: address.rawValue | present | writable | user
                | (attributes.rawValue & 3) << 3)
    }

    /// An entry that maps a page. Without Read only the kernel may use it.
    static func page(
        at address: PhysicalAddress, _ size: FrameSize, _ access: CapabilityRights,
        _ attributes: VMAttributes, canForbidExecution: Bool
    ) -> PageTableEntry {
        var word = address.rawValue | present | (attributes.rawValue & 3) << 3
        if access.contains(.write) { word |= writable }
        if access.contains(.read) { word |= user }
        if canForbidExecution && attributes.contains(.executeNever) { word |= executeNever }
        // The third bit of the index into the PAT moves out of the way of the large page's mark.
        let pat = attributes.rawValue >> 2 & 1
        word |= size == .page ? pat << 7 : large | pat << 12
        return PageTableEntry(word: word)
    }
}

/// A level of the page tables, named by how many address bits are left below it.
enum TableLevel: Int {
    case pml4 = 39
    case pdpt = 30
    case pageDirectory = 21
    case pageTable = 12
}

extension Kernel {
    /// One entry of a table in memory.
    struct EntryReference: MemoryObject {
        typealias Board = M
        let address: PhysicalAddress
        @inline(__always) init(_ address: PhysicalAddress) { self.address = address }

        var entry: PageTableEntry {
            get { PageTableEntry(word: load(0)) }
            nonmutating set { store(0, newValue.word) }
        }
    }

    /// The entry for `address` in the table of `level`.
    ///
    /// - Errors: FailedLookup: a table above is missing; bitsLeft tells which.
    func entry(
        for address: Word, at level: TableLevel, in root: PhysicalAddress
    ) throws(SyscallError) -> EntryReference {
        var table = root
        var shift = TableLevel.pml4.rawValue
        while true {
            let index = address &>> Word(bitPattern: shift) & 511
            let reference = EntryReference(PhysicalAddress(table.rawValue &+ index << 3))
            if shift == level.rawValue { return reference }
            let entry = reference.entry
            guard entry.isPresent && !entry.isLarge else {
                throw .failedLookup(isSource: false, .missingCapability(bitsLeft: shift))
            }
            table = entry.target
            shift &-= 9
        }
    }
}
