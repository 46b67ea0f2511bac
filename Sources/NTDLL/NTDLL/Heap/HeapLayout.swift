import CNT

/// The unit in which blocks are counted; every block starts on a multiple of it.
let heapUnit = 16

/// What stands at the start of a heap: RtlCreateHeap's handle is its address.
struct HeapHeader: BitwiseCopyable {
    static let signature: UInt32 = 0x5041_4548  // HEAP

    var signature: UInt32
    var flags: UInt32
    /// Mixed into every block's check, so that one heap's blocks are no other's.
    var cookie: UInt64
    var lock: RTL_CRITICAL_SECTION
    /// The newest segment; older ones follow its `next`.
    var segments: UInt
    /// The newest large block.
    var largeBlocks: UInt
    /// Bit n: bin n holds a block.
    var occupied: (UInt64, UInt64)
    /// First free block of each size class.
    var bins: InlineArray<128, UInt>

    static let size = (MemoryLayout<HeapHeader>.size + heapUnit - 1) & ~(heapUnit - 1)
}

/// A run of reserved memory, committed from its start. Blocks fill the committed part without gaps;
/// behind the last one stands a header of size 0.
struct HeapSegment: BitwiseCopyable {
    var next: UInt
    var base: UInt
    var committedEnd: UInt
    var reservedEnd: UInt
}

/// A block too large for segments, with memory of its own.
struct LargeBlock: BitwiseCopyable {
    var next: UInt
    var previous: UInt
    /// Bytes the owner asked for.
    var size: Int
    var reserved: UInt

    /// From the start of the memory to the bytes of the owner; the block header stands right before these.
    static let overhead = 64
}

/// What stands before every block.
struct BlockHeader: BitwiseCopyable {
    enum State {
        static let free: UInt8 = 0xF5
        static let busy: UInt8 = 0xA7
        static let large: UInt8 = 0x1B
        static let end: UInt8 = 0xE2
    }

    /// Units, this header included.
    var size: UInt32
    /// Units of the block before; 0 at the start of a segment.
    var previousSize: UInt32
    /// Bytes at the end of a busy block that its owner did not ask for.
    var slack: UInt16
    var state: UInt8
    var reserved: UInt8
    var check: UInt32

    init(size: Int, previousSize: Int, slack: Int, state: UInt8) {
        self.size = UInt32(truncatingIfNeeded: size)
        self.previousSize = UInt32(truncatingIfNeeded: previousSize)
        self.slack = UInt16(truncatingIfNeeded: slack)
        self.state = state
        reserved = 0
        check = 0
    }

    /// What `check` must be for a header at this address of a heap with this cookie. Any overrun of the
    /// block before changes a field and with all but one chance in four billion the sum.
    func expectedCheck(at address: UInt, cookie: UInt64) -> UInt32 {
        var mix = cookie ^ UInt64(address)
        mix = (mix ^ UInt64(size) ^ UInt64(previousSize) << 32) &* 0x9E37_79B9_7F4A_7C15
        mix = (mix ^ UInt64(slack) ^ UInt64(state) << 16 ^ mix >> 32) &* 0xBF58_476D_1CE4_E5B9
        return UInt32(truncatingIfNeeded: mix >> 32)
    }
}

/// The links of a free block, in its first bytes.
struct FreeLinks: BitwiseCopyable {
    var next: UInt
    var previous: UInt
}

/// Size classes: one for every size below 64 units, then four for every power of two.
enum SizeClass {
    static let count = 128

    /// The bin that a free block of this size stands in.
    static func bin(of units: Int) -> Int {
        guard units >= 64 else { return units }
        let exponent = Int.bitWidth - 1 - units.leadingZeroBitCount
        let quarter = units >> (exponent - 2) & 3
        return min(64 + (exponent - 6) * 4 + quarter, count - 1)
    }
}
