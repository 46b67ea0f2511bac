import Microkernel
import SeL4ABI

/// The IOAPICs that the firmware's MADT lists, in its order: their index is what
/// `IRQControl_GetIOAPIC` takes.
struct InterruptControllers {
    static let capacity = 8
    private(set) var addresses: [8 of Word] = .init(repeating: 0)
    private(set) var count = 0

    private static let madt: UInt32 = 0x4349_5041  // "APIC"
    private static let ioapicEntry: UInt8 = 1
    private static let headerSize: Word = 36

    /// Reads the tables below `end`, the first address that the kernel cannot see. A board without
    /// a MADT has one IOAPIC at its usual place.
    init(rootPointer: BootRecord.RootPointer?, below end: Word) {
        if let rootPointer, let table = Self.findMADT(rootPointer, below: end) { read(table) }
        if count == 0 { append(0xFEC0_0000) }
    }

    private mutating func read(_ table: PhysicalAddress) {
        let length = Word(table.load(UInt32.self, offset: 4))
        var offset = Self.headerSize + 8
        while offset + 2 <= length {
            let entryLength = Word(table.load(UInt8.self, offset: offset + 1))
            guard entryLength >= 2, offset + entryLength <= length else { return }
            if table.load(UInt8.self, offset: offset) == Self.ioapicEntry, entryLength >= 12 {
                append(Word(table.load(UInt32.self, offset: offset + 4)))
            }
            offset += entryLength
        }
    }

    private mutating func append(_ address: Word) {
        guard count < Self.capacity else { return }
        addresses[count] = address
        count += 1
    }

    /// The table of tables holds 64-bit addresses since ACPI 2 (XSDT), 32-bit ones before (RSDT).
    private static func findMADT(
        _ pointer: BootRecord.RootPointer, below end: Word
    ) -> PhysicalAddress? {
        let extended = Word(pointer[6]) | Word(pointer[7]) << 32
        let isExtended = extended != 0
        let root = isExtended ? extended : Word(pointer[4])
        guard let length = tableLength(root, below: end) else { return nil }
        let entrySize: Word = isExtended ? 8 : 4
        var offset = headerSize
        while offset + entrySize <= length {
            let list = PhysicalAddress(root)
            let address =
                isExtended
                ? Word(list.load(UInt64.self, offset: offset))
                : Word(list.load(UInt32.self, offset: offset))
            if tableLength(address, below: end) != nil,
                PhysicalAddress(address).load(UInt32.self) == madt
            {
                return PhysicalAddress(address)
            }
            offset += entrySize
        }
        return nil
    }

    /// A table's length, if all of it can be read.
    private static func tableLength(_ address: Word, below end: Word) -> Word? {
        guard address != 0, address < end, end - address >= headerSize else { return nil }
        let length = Word(PhysicalAddress(address).load(UInt32.self, offset: 4))
        return length >= headerSize && length <= end - address ? length : nil
    }
}
