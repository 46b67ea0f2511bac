import Microkernel
import SeL4ABI

/// Finds and copies the ACPI root pointer (RSDP): 20 bytes in ACPI 1, 36 since ACPI 2.
enum RootPointers {
    private static let signature: UInt64 = 0x2052_5450_2044_5352  // "RSD PTR "

    /// Looks where a BIOS keeps it: the first KB of the extended BIOS data area, then the ROM area. UEFI firmware keeps
    /// it with its tables, in memory that the map names for that.
    static func search(_ map: BootRecord.MemoryMap) -> BootRecord.RootPointer? {
        let extended = Word(PhysicalAddress(0x40E).load(UInt16.self)) << 4
        if extended >= 0x400, extended < 0xA0000,
            let found = search(extended..<extended + 1024)
        {
            return found
        }
        if let found = search(0xE0000..<0x100000) { return found }
        for index in 0..<map.count where map.entries[index].type == BootRecord.MemoryMap.Entry.tables {
            let start = (Word(map.entries[index].base) + 15) & ~15
            let (end, wraps) = start.addingReportingOverflow(Word(map.entries[index].length))
            guard !wraps, end <= WindowLayout.initialSize else { continue }
            if let found = search(start..<end) { return found }
        }
        return nil
    }

    static func copy(
        at address: PhysicalAddress, offset: Word, length: Word
    ) -> BootRecord.RootPointer {
        var copy = BootRecord.RootPointer(repeating: 0)
        for index in 0..<Int(length / 4) {
            copy[index] = address.load(UInt32.self, offset: offset + Word(index) * 4)
        }
        return copy
    }

    private static func search(_ range: Range<Word>) -> BootRecord.RootPointer? {
        var address = range.lowerBound
        while address + 36 <= range.upperBound {
            let candidate = PhysicalAddress(address)
            if candidate.load(UInt64.self) == signature, sum(candidate, count: 20) == 0 {
                let isVersion2 = candidate.load(UInt8.self, offset: 15) >= 2
                return copy(at: candidate, offset: 0, length: isVersion2 ? 36 : 20)
            }
            address += 16
        }
        return nil
    }

    private static func sum(_ address: PhysicalAddress, count: Word) -> UInt8 {
        var sum: UInt8 = 0
        for offset in 0..<count { sum &+= address.load(UInt8.self, offset: offset) }
        return sum
    }
}
