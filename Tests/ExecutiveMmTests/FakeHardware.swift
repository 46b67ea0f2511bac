import NTABI
import SeL4
import SeL4ABI

@testable import Executive

#if canImport(Glibc)
    import Glibc
#endif

/// A kernel for memory management: frames are pages of this process, mapped where the executive would have them.
///
/// The window is one for the whole process, so whoever uses this runs alone: the suites are serialized.
final class FakeHardware: MemoryHardware {
    private(set) var pool: PagePool
    private var pages = FakePages()
    private var nextSlot: UInt32 = 0x100_0000
    /// Copies of capabilities that exist.
    private(set) var copies = Set<UInt32>()
    /// What each capability maps: root, address, whether writable.
    private(set) var mappings: [UInt32: Mapping] = [:]
    private(set) var spaces = 0

    struct Mapping: Equatable {
        let root: UInt
        let address: UInt
        let isWritable: Bool
        let isExecutable: Bool
    }

    init(pages: Int = 4096) {
        FakePages.prepare()
        pool = PagePool(count: pages)
    }

    override var pageCount: Int { pool.count }
    override var freePages: Int { pool.free }
    override var programFrames: Int { pool.framesInUse }
    override func allocateFrame() throws(NTStatus) -> Frame { try pool.allocate(from: &pages) }
    override func release(_ frame: Frame) { pool.release(frame) }
    override func slot(of frame: Frame) -> UInt32 { UInt32(frame.page) }

    override func takeMapping(of frame: Frame) throws(NTStatus) -> UInt32? {
        try pool.takeMapping(of: frame, from: &pages) ? 0x80_0000 + UInt32(frame.page) : nil
    }

    override func returnMapping(_ slot: UInt32, of frame: Frame) -> Bool {
        guard frame.isPooled, slot == 0x80_0000 + UInt32(frame.page) else { return false }
        pool.returnMapping(of: frame)
        mappings[slot] = nil
        return true
    }

    override func makeSpace() throws(NTStatus) -> TranslationTree {
        spaces += 1
        nextSlot += 1
        return TranslationTree(root: PML4(CapabilityPointer(UInt(nextSlot - 1))))
    }

    override func recycle(_ space: consuming TranslationTree) { spaces -= 1 }

    override func copyCapability(_ slot: UInt32) throws(NTStatus) -> UInt32 {
        defer { nextSlot += 1 }
        copies.insert(nextSlot)
        return nextSlot
    }

    override func deleteCapability(_ slot: UInt32) {
        precondition(copies.remove(slot) != nil, "only copies are deleted")
        mappings[slot] = nil
    }

    override func map(
        _ slot: UInt32, in space: inout TranslationTree, at address: UInt, isWritable: Bool,
        attributes: VMAttributes
    ) throws(NTStatus) {
        let root = space.root.pointer.rawValue
        if let old = mappings[slot] {
            precondition(old.root == root && old.address == address, "one mapping a capability")
        }
        mappings[slot] = Mapping(
            root: root, address: address, isWritable: isWritable, isExecutable: !attributes.contains(.executeNever))
    }

    override func unmap(_ slot: UInt32) { mappings[slot] = nil }

    /// What a program in `space` finds mapped at `address`.
    func mapping(at address: UInt, in space: AddressSpace) -> Mapping? {
        let root = space.root.pointer.rawValue
        return mappings.values.first {
            $0.root == root && $0.address == address & ~4095
        }
    }
}

/// Pages that only have numbers, and frames where the executive would have them.
struct FakePages: PageSource {
    /// What each page is.
    private(set) var frames = Set<Int>()
    private(set) var made = 0

    /// The parts of the executive's layout that the tests need, made once.
    static func prepare() { _ = regions }

    private static let regions: Bool = {
        for (address, size) in [
            (ExecutiveLayout.pageTable, 1 << 20), (ExecutiveLayout.window, 64 << 20),
            (ExecutiveLayout.largeHeapTable, 1 << 20), (ExecutiveLayout.largeHeap, 64 << 20),
        ] {
            let pointer = mmap(
                UnsafeMutableRawPointer(bitPattern: address), size, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | Int32(MAP_NORESERVE), -1, 0)
            precondition(UInt(bitPattern: pointer) == address, "the executive's layout is free here")
        }
        return true
    }()

    mutating func makePages(from first: Int, upTo count: Int) throws(NTStatus) -> Int {
        precondition(first == made, "pages are made in order")
        made += count
        return count
    }

    mutating func makeFrame(of page: Int) throws(NTStatus) {
        precondition(frames.insert(page).inserted, "a page is one thing at a time")
        memset(Frame(page: page).contents, 0, 4096)
    }

    mutating func makeMapping(of page: Int) throws(NTStatus) {}
    mutating func dissolve(_ page: Int) { frames.remove(page) }
}

/// A memory manager over the fake kernel, with what tests say about it.
struct Machine {
    let hardware: FakeHardware
    let memory: MemoryManager

    init(pages: Int = 4096) throws {
        hardware = FakeHardware(pages: pages)
        memory = try MemoryManager(
            hardware, devices: DeviceMemory(), imageBase: Machine.archive,
            imageFirstSlot: 0x10000)
    }

    func space() throws -> AddressSpace { try AddressSpace(memory, hardware.makeSpace()) }

    /// Two pages outside the window that stand for a file of the boot archive.
    static let archive: UInt = {
        let address: UInt = 0x3F_0000_0000
        let pointer = mmap(
            UnsafeMutableRawPointer(bitPattern: address), 0x10000, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
        precondition(UInt(bitPattern: pointer) == address, "the executive's layout is free here")
        return address
    }()
}

extension AddressSpace {
    func load(_ address: UInt) throws -> UInt8 {
        try resolve(address, forWriting: false).load(as: UInt8.self)
    }

    func store(_ value: UInt8, at address: UInt) throws {
        try resolve(address, forWriting: true).storeBytes(of: value, as: UInt8.self)
    }
}
