import Microkernel
import SeL4ABI

/// What the boot loader told, in one form for both multiboot versions, copied out of its memory
/// before anything is overwritten.
public struct BootRecord: ~Copyable {
    /// Usable memory from 1 MB up, in whole pages.
    public var usable = RegionList()
    /// The first module's file.
    public var rootTask: Range<Word>?
    /// The pages of all modules: nothing may be allocated from one before it was read.
    public var modules = RegionList()
    public var memoryMap = MemoryMap()
    /// A copy of the ACPI root pointer, if the loader gave one (multiboot 2).
    public var rootPointer: RootPointer?
    public var framebuffer: Framebuffer?
    var videoBIOS: VideoBIOS?
    public var options = BootOptions()

    public init() {}

    /// The firmware's memory map, as it is passed on to the root task.
    public struct MemoryMap {
        public static let capacity = 50
        public struct Entry: BitwiseCopyable {
            public var base: UInt64 = 0
            public var length: UInt64 = 0
            public var type: UInt32 = 0
            static let usable: UInt32 = 1
            /// ACPI's tables, and memory again for those who have read them.
            static let tables: UInt32 = 3
        }
        public private(set) var entries: [50 of Entry] = .init(repeating: Entry())
        public private(set) var count = 0

        mutating func append(_ entry: Entry) {
            guard count < Self.capacity else { return }
            entries[count] = entry
            count += 1
        }
    }

    /// A linear framebuffer that the loader set up, as multiboot 2 describes it.
    public struct Framebuffer {
        public var address: UInt64
        public var pitch: UInt32
        public var width: UInt32
        public var height: UInt32
        public var bitsPerPixel: UInt8
        public var type: UInt8
    }

    /// The ACPI root pointer's 36 bytes, as words.
    public typealias RootPointer = [9 of UInt32]

    /// Notes one entry of the memory map.
    mutating func note(_ entry: MemoryMap.Entry) {
        memoryMap.append(entry)
        guard entry.type == MemoryMap.Entry.usable else { return }
        let (end, wraps) = entry.base.addingReportingOverflow(entry.length)
        noteUsable(Word(entry.base)..<(wraps ? Word.max : max(Word(end), Word(entry.base))))
    }

    /// Notes usable memory: whole pages of it, from 1 MB up to what the window can show.
    mutating func noteUsable(_ region: Range<Word>) {
        let start = max(region.lowerBound, WindowLayout.lowMemoryEnd)
        let end = min(region.upperBound, WindowLayout.size) & ~(WindowLayout.pageSize - 1)
        let firstPage = (min(start, end) + WindowLayout.pageSize - 1) & ~(WindowLayout.pageSize - 1)
        if firstPage < end { usable.insert(firstPage..<end) }
    }

    /// Notes a module, in the order of the loader's list.
    mutating func noteModule(_ module: Range<Word>) {
        if rootTask == nil { rootTask = module }
        let mask = WindowLayout.pageSize - 1
        modules.insert(module.lowerBound & ~mask..<(module.upperBound + mask) & ~mask)
    }
}

/// The shape of the kernel's view of physical memory.
public enum WindowLayout {
    public static let pageSize: Word = 4096
    public static let largePageSize: Word = 2 << 20
    /// Below this lie firmware data, ROMs and the VGA: device memory to us.
    public static let lowMemoryEnd: Word = 1 << 20
    /// One PML4 entry.
    public static let size: Word = 512 << 30
    /// Mapped by the entry code.
    public static let initialSize: Word = 4 << 30
}
