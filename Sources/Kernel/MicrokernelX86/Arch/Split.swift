// Replaces instructions of the kernel, as Split.h asks: through the window, where the code can be written, at addresses
// that the assembler wrote down; nothing runs there meanwhile but this. The page tables are pages that nobody else has.

import CMicrokernelX86
import Microkernel
import SeL4ABI

/// The split between the kernel's memory and its programs' (KernelEntry, Split.h), put in place by boot.
enum Split {
    /// With a split, the root table that maps what programs' root tables have of the kernel: what ways in and out need
    /// while the table changes.
    @safe nonisolated(unsafe) private(set) static var root: PhysicalAddress?

    private static let tableEntry: UInt64 = 0b11  // present, writable
    private static let imageEntry: Word = 8 * 511
    private static let globalPages: UInt64 = 1 << 7
    private static let identifiers: UInt64 = 1 << 17
    private static let keepTranslations: UInt64 = 1 << 63

    static func install(free: inout RegionList) throws(BootError) {
        let root = try table(&free)
        let upper = try table(&free)
        let directory = try table(&free)
        let pages = try table(&free)
        root.store(UInt64(upper.rawValue) | tableEntry, offset: imageEntry)
        upper.store(UInt64(directory.rawValue) | tableEntry, offset: imageEntry - 8)
        directory.store(UInt64(pages.rawValue) | tableEntry)
        show(address_of_kernel_text()..<address_of_kernel_data(), in: pages)
        show(address_of_entry_data()..<address_of_entry_data_end(), in: pages)
        Self.root = root

        // The kernel's translations have identifier 0 and are always true; a program's have 1.
        let keep = Processor.hasIdentifiers ? keepTranslations : 0
        let identifier: UInt64 = Processor.hasIdentifiers ? 1 : 0
        set_split(
            UInt64(WindowTables.kernelRoot.rawValue) | keep, UInt64(root.rawValue) | identifier, identifier, keep)
        replaceInstructions()
        // No translation outlives the change of the root table by being global.
        cpu_write_cr4(cpu_read_cr4() & ~globalPages | (Processor.hasIdentifiers ? identifiers : 0))
    }

    private static func table(_ free: inout RegionList) throws(BootError) -> PhysicalAddress {
        let page = free.allocate(
            size: WindowLayout.pageSize, alignment: WindowLayout.pageSize, below: WindowLayout.initialSize)
        guard let page else { throw .notEnoughMemory }
        PhysicalAddress(page).clear(count: WindowLayout.pageSize)
        return PhysicalAddress(page)
    }

    /// Maps pages of the image as the kernel has them.
    private static func show(_ addresses: Range<UInt64>, in table: PhysicalAddress) {
        let image = WindowTables.physical(address_of_image_table())
        for page in addresses.lowerBound >> 12..<addresses.upperBound >> 12 {
            let offset = 8 * Word(page & 511)
            table.store(image.load(UInt64.self, offset: offset), offset: offset)
        }
    }

    /// A site: the instruction's address, where to go instead, and the first byte of the jump or call.
    private static func replaceInstructions() {
        var site = WindowTables.physical(address_of_split_sites())
        let end = WindowTables.physical(address_of_split_sites_end())
        while site != end {
            let instruction = site.load(UInt64.self)
            let distance = site.load(UInt64.self, offset: 8) &- (instruction + 5)
            let code = WindowTables.physical(instruction)
            code.store(site.load(UInt8.self, offset: 16))
            code.store(UInt32(truncatingIfNeeded: distance), offset: 1)
            site = site + 24
        }
    }
}
