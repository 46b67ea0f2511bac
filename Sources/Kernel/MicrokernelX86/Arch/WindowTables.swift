// The kernel's half of every address space, in its final form. The entry code has mapped physical 0
// to 4 GB at the window, 2 MB a page, everything writable and executable, and the image as one such
// page; here each gets just what it needs.

import CMicrokernelX86
import Microkernel
import SeL4ABI

/// Finishes the kernel's page tables.
enum WindowTables {
    private static let present: UInt64 = 1 << 0
    private static let writable: UInt64 = 1 << 1
    private static let uncached: UInt64 = 1 << 3 | 1 << 4
    private static let large: UInt64 = 1 << 7
    private static let global: UInt64 = 1 << 8
    private static let imageOffset: UInt64 = 0xFFFF_FFFF_8000_0000

    private static var noExecute: UInt64 { Processor.hasNoExecute ? 1 << 63 : 0 }

    /// Gives every part of memory its protection, maps what lies above 4 GB (its page directories
    /// come from `free`) and takes the identity mapping away. Returns the first physical address
    /// that is not mapped.
    static func finish(
        usable: borrowing RegionList, free: inout RegionList
    ) throws(BootError) -> Word {
        let top = usable.count > 0 ? usable[usable.count - 1].upperBound : 0
        let gigabyte: Word = 1 << 30
        let end = max(WindowLayout.initialSize, (top + gigabyte - 1) & ~(gigabyte - 1))
        var address = WindowLayout.initialSize
        while address < end {
            let page = free.allocate(
                size: WindowLayout.pageSize, alignment: WindowLayout.pageSize,
                below: WindowLayout.initialSize)
            guard let page else { throw .notEnoughMemory }
            PhysicalAddress(page).clear(count: WindowLayout.pageSize)
            windowTable.store(UInt64(page) | present | writable, offset: 8 * (address >> 30))
            address += gigabyte
        }

        map(0..<end, uncached)
        for index in 0..<usable.count { map(usable[index], 0) }
        map(0..<WindowLayout.largePageSize, 0)
        protectImage()
        physical(address_of_kernel_pml4()).store(UInt64(0))
        // Turning global pages on flushes every translation, old global ones too.
        cpu_write_cr4(cpu_read_cr4() & ~(1 << 7))
        cpu_write_cr4(cpu_read_cr4() | 1 << 7)
        return end
    }

    /// The root table that maps all that the kernel sees, and nothing else.
    static var kernelRoot: PhysicalAddress { physical(address_of_kernel_pml4()) }

    /// The root table that new address spaces copy their upper half from.
    static var commonRoot: PhysicalAddress { Split.root ?? kernelRoot }

    /// Copies the entry for an address from the common root table into another.
    static func copyEntry(at address: Word, to root: PhysicalAddress) {
        let offset = (address >> 39 & 511) << 3
        root.store(commonRoot.load(UInt64.self, offset: offset), offset: offset)
    }

    /// The kernel image and its storage.
    static var image: Range<Word> {
        WindowLayout.lowMemoryEnd..<physical(address_of_kernel_end()).rawValue
    }

    /// Maps the large pages that `range` touches.
    private static func map(_ range: Range<Word>, _ caching: UInt64) {
        var address = range.lowerBound & ~(WindowLayout.largePageSize - 1)
        while address < range.upperBound {
            let directory = windowTable.load(UInt64.self, offset: 8 * (address >> 30))
            let entry = UInt64(address) | present | writable | large | global | noExecute | caching
            PhysicalAddress(Word(directory) & ~0xFFF).store(
                entry, offset: 8 * (address >> 21 & 511))
            address += WindowLayout.largePageSize
        }
    }

    /// Code cannot be written, the rest cannot be run, and below the stack there is nothing.
    private static func protectImage() {
        let table = physical(address_of_image_table())
        var page = address_of_kernel_text()
        while page < address_of_kernel_end() {
            let entry = physical(page).rawValue
            let access: UInt64? =
                if page < address_of_kernel_rodata() { 0 } else if page < address_of_kernel_data() {
                    noExecute
                } else if page == address_of_kernel_stack_guard() { nil } else {
                    noExecute | writable
                }
            if let access {
                table.store(UInt64(entry) | present | global | access, offset: 8 * (entry >> 12))
            }
            page += 4096
        }
        physical(address_of_image_directory())
            .store(UInt64(table.rawValue) | present | writable)
    }

    private static var windowTable: PhysicalAddress { physical(address_of_window_pdpt()) }

    /// Where something of the image lies in memory.
    static func physical(_ address: UInt64) -> PhysicalAddress {
        PhysicalAddress(Word(address &- imageOffset))
    }
}
