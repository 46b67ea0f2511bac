import Microkernel
import SeL4ABI

/// The words on the command line that are for the kernel; it passes over all others.
public struct BootOptions {
    /// `debug`: the debug calls, and what the kernel has to say.
    public var debug = false
    /// `split=on` or `split=off`, whatever the processor needs.
    public var split: Bool?
    /// `avx512`: thread control blocks with room for AVX-512's registers.
    public var avx512 = false

    public init() {}

    private static let longestLine: Word = 1024

    /// Reads a line that ends with a zero. Words are separated by spaces; a loader puts the file's name first.
    init(at line: PhysicalAddress) {
        var start: Word = 0
        for end in 0..<Self.longestLine {
            let character = line.load(UInt8.self, offset: end)
            guard character == 0 || character == 0x20 else { continue }
            note(line + start, count: end - start)
            if character == 0 { return }
            start = end + 1
        }
    }

    private mutating func note(_ word: PhysicalAddress, count: Word) {
        if word.holds("debug", count: count) { debug = true }
        if word.holds("avx512", count: count) { avx512 = true }
        if word.holds("split=on", count: count) { split = true }
        if word.holds("split=off", count: count) { split = false }
    }
}
