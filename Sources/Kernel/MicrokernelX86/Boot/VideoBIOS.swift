import Microkernel
import SeL4ABI

/// What the video BIOS told the boot loader (VESA BIOS Extensions, functions 0, 1 and 10): its controller, the mode that
/// is set, and where its protected-mode interface lies. The kernel passes it on and uses none of it.
struct VideoBIOS {
    static let controllerSize: Word = 512
    static let modeSize: Word = 256
    /// The blocks one behind the other.
    private(set) var blocks: [96 of UInt64] = .init(repeating: 0)
    /// Number of the mode; segment, offset and length of the interface.
    private(set) var numbers: [4 of UInt16] = .init(repeating: 0)

    /// Reads the two blocks and, from a third place, the four numbers.
    init(controller: PhysicalAddress, mode: PhysicalAddress, numbers place: PhysicalAddress) {
        let controllerWords = Int(Self.controllerSize / 8)
        for index in blocks.indices {
            blocks[index] =
                index < controllerWords
                ? controller.load(UInt64.self, offset: Word(8 * index))
                : mode.load(UInt64.self, offset: Word(8 * (index - controllerWords)))
        }
        for index in numbers.indices { numbers[index] = place.load(UInt16.self, offset: Word(2 * index)) }
    }
}
