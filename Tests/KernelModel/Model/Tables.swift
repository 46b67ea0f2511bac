import SeL4ABI

/// A page table of any level.
final class Table: KernelObject {
    enum Level: Int {
        case pageTable = 12
        case pageDirectory = 21
        case pdpt = 30
        case root = 39

        var below: Level? { Level(rawValue: rawValue - 9) }
        var above: Level? { Level(rawValue: rawValue + 9) }
    }

    enum Entry {
        case table(Table)
        case page(Frame)
    }

    let level: Level
    private(set) var entries: [Int: Entry] = [:]
    /// What the processor reads: 512 entries. The upper half of a root is the kernel's.
    private(set) var words = [Word](repeating: 0, count: 512)

    init(at address: Word, _ level: Level) {
        self.level = level
        super.init(at: address, sizeBits: ObjectSize.pageTableBits)
        guard level == .root else { return }
        for index in 256..<512 { words[index] = Table.kernelEntry(index) }
    }

    /// Made up: what the simulated kernel's own root has in its upper half.
    static func kernelEntry(_ index: Int) -> Word { 0xfeed_0000 | Word(index) }

    func index(of address: Word) -> Int { Int(address >> Word(level.rawValue) & 511) }

    func set(_ index: Int, _ entry: Entry?, _ word: Word) {
        entries[index] = entry
        words[index] = word
    }

    func clear() {
        entries = [:]
        words = Array(repeating: 0, count: 512)
    }
}

/// Identifiers of 512 address spaces.
final class ASIDPool: KernelObject {
    let index: Int
    var spaces = [Table?](repeating: nil, count: 512)

    init(at address: Word, index: Int) {
        self.index = index
        super.init(at: address, sizeBits: ObjectSize.asidPoolBits)
    }
}

/// Where a frame or table is mapped: in which address space, by its identifier, and from which address on.
struct Mapping: Equatable {
    let asid: Int
    let address: Word
}
