import Microkernel
import SeL4ABI

/// What the processor may have kept of its page tables: every translation that was there since it was last told to
/// forget it. User code may have touched any page, so all of them are kept.
struct Translations {
    struct Page: Equatable {
        let sizeBits: Int
        /// The page-table entry.
        let word: Word
        /// Whether user code can use it: it can only if all the tables above say so too.
        let isUser: Bool
        let canWrite: Bool

        var physical: Word { word & 0x000f_ffff_ffff_f000 & ~(1 << Word(sizeBits) - 1) }
    }

    private var pages: [Word: Page] = [:]

    mutating func forgetAll() { pages.removeAll(keepingCapacity: true) }

    mutating func forget(_ address: Word) {
        for (start, page) in pages where address >> Word(page.sizeBits) == start >> Word(page.sizeBits) {
            pages[start] = nil
        }
    }

    /// The processor goes on with these page tables: a translation kept must be one of them. False: it is stale.
    mutating func isCurrent(in found: [Word: Page]) -> Bool {
        for (start, page) in pages where found[start] != page { return false }
        pages = found
        return true
    }

    /// Walks page tables in memory as the processor does: every page below the kernel's half, by its first address.
    static func walk(_ root: Word) -> [Word: Page] {
        var found: [Word: Page] = [:]
        walk(root, level: 39, entries: 256, start: 0, isUser: true, canWrite: true, &found)
        return found
    }

    private static func walk(
        _ table: Word, level: Word, entries: Int, start: Word, isUser: Bool, canWrite: Bool, _ found: inout [Word: Page]
    ) {
        let words = UnsafeRawBufferPointer(start: SimulatedMachine.memory + Int(table), count: entries * 8)
            .bindMemory(to: Word.self)
        for index in words.indices where words[index] & 1 != 0 {
            let word = words[index]
            let address = start | Word(index) << level
            let (isUser, canWrite) = (isUser && word & 4 != 0, canWrite && word & 2 != 0)
            if level == 12 || level < 39 && word & 0x80 != 0 {
                found[address] = Page(sizeBits: Int(level), word: word, isUser: isUser, canWrite: canWrite)
            } else {
                walk(
                    word & 0x000f_ffff_ffff_f000, level: level - 9, entries: 512, start: address, isUser: isUser,
                    canWrite: canWrite, &found)
            }
        }
    }
}
