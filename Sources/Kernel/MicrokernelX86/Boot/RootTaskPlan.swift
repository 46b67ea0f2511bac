import ELFImage
import Microkernel
import SeL4ABI

/// Where everything of the root task goes: virtual addresses, slots and how much memory it takes.
/// Made before anything is allocated, so whatever can be refused is refused here.
struct RootTaskPlan {
    /// The root CNode has 2^13 slots.
    static let cnodeSizeBits = 13

    /// The image's pages; behind them one page for the IPC buffer, one for the boot information,
    /// then the extra records.
    let image: Range<Word>
    let entry: Word
    let extraPages: Word

    var ipcBuffer: Word { image.upperBound }
    var bootInfo: Word { ipcBuffer + WindowLayout.pageSize }
    var end: Word { bootInfo + (1 + extraPages) * WindowLayout.pageSize }

    var imagePages: Word { (image.upperBound - image.lowerBound) / WindowLayout.pageSize }
    /// All frames, in the order of their addresses.
    var framePages: Word { imagePages + 2 + extraPages }

    /// How many tables of a level map the whole: each covers `1 << spanBits` bytes.
    func tables(spanBits: Word) -> Word { (end - 1) >> spanBits - image.lowerBound >> spanBits + 1 }

    static let pdptSpanBits: Word = 39
    static let directorySpanBits: Word = 30
    static let tableSpanBits: Word = 21

    var tableCount: Word {
        tables(spanBits: Self.pdptSpanBits) + tables(spanBits: Self.directorySpanBits)
            + tables(spanBits: Self.tableSpanBits)
    }

    /// Errors, in this order: an ELF file that is none or is broken, addresses outside user space,
    /// more pages than the root CNode has slots.
    init(image elf: borrowing ELFImage, extraLength: Word) throws(BootError) {
        let mask = WindowLayout.pageSize - 1
        let start = Word(elf.addresses.lowerBound)
        let end = Word(elf.addresses.upperBound)
        guard start & mask == 0, end <= AddressSpaceLimit.userTop else { throw .rootTaskAddresses }
        image = start..<(end + mask) & ~mask
        entry = Word(elf.entry)
        extraPages = (extraLength + mask) / WindowLayout.pageSize
        guard self.end <= AddressSpaceLimit.userTop else { throw .rootTaskAddresses }
        let slots = InitialSlot.firstFree + tableCount + framePages
        let limit = Word(1) << Word(Self.cnodeSizeBits)
        guard slots + Word(BootInfoLayout.maximumUntypeds) <= limit else { throw .rootTaskTooLarge }
    }
}

extension BootError {
    init(_ error: ELFError) {
        self =
            switch error {
            case .notELF: .rootTaskNotELF
            case .wrongMachine, .notExecutable: .rootTaskWrongMachine
            case .truncated, .tooManySegments, .badSegment, .overlappingSegments, .noSegments, .entryOutsideImage:
                .rootTaskDamaged
            }
    }
}
