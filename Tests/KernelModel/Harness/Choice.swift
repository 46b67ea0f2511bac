import SeL4ABI

/// Where a generator's choices come from: random numbers, or the bytes that a coverage-guided fuzzer tries.
protocol ChoiceSource {
    /// A number below `limit`.
    mutating func below(_ limit: Int) -> Int
    /// Any word.
    mutating func word() -> Word
    /// Nothing is left to choose from.
    var isExhausted: Bool { get }
}

/// SplitMix64: the same seed, the same choices, on every machine.
struct RandomChoices: ChoiceSource {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    var isExhausted: Bool { false }

    mutating func word() -> Word {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return Word(value ^ value >> 31)
    }

    mutating func below(_ limit: Int) -> Int {
        Int(bitPattern: UInt(truncatingIfNeeded: word().multipliedFullWidth(by: UInt(limit)).high))
    }
}

/// A fuzzer's bytes; behind their end everything is 0.
struct ByteChoices: ChoiceSource {
    private let bytes: [UInt8]
    private var position = 0
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isExhausted: Bool { position >= bytes.count }

    private mutating func byte() -> Word {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return Word(bytes[position])
    }

    mutating func below(_ limit: Int) -> Int {
        Int(limit <= 256 ? byte() : byte() << 8 | byte()) % limit
    }

    mutating func word() -> Word {
        (0..<8).reduce(0) { word, _ in word << 8 | byte() }
    }
}
