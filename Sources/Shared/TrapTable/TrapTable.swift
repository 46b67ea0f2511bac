/// In which line of the source each of the compiler's own checks stands, for a kernel that one of them stops: it has no
/// symbols.
///
/// The bytes are, for each source file: its name without folder and `.swift`, a zero, a word of 32 bits for each check in
/// it, a word of zero. An empty name ends them. A check's word has the address of its trap in the upper 20 bits, as many
/// of them as tell apart what is in the same MB, and its line in the lower 12. `neptune build` writes the table
/// (TrapTableWriter), and the kernel looks into it when it traps.
public struct TrapTable: ~Escapable {
    public let bytes: Span<UInt8>

    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    private static let lineBits: UInt32 = 12

    /// A check as the table has it.
    public static func word(address: UInt64, line: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: address) << lineBits | line & (1 << lineBits - 1)
    }

    /// A line of the source; the file's name is some of the table's bytes.
    public struct Line: Equatable, Sendable {
        public let name: Range<Int>
        public let number: UInt32
    }

    /// The line of the check whose trap is at an address.
    public func line(of address: UInt64) -> Line? {
        var position = 0
        while true {
            let start = position
            while position < bytes.count, bytes[position] != 0 { position += 1 }
            let name = start..<position
            if name.isEmpty { return nil }
            position += 1
            while let word = word(at: position) {
                position += 4
                if word == 0 { break }
                let number = Self.word(address: 0, line: word)
                if word == Self.word(address: address, line: number) { return Line(name: name, number: number) }
            }
        }
    }

    /// Nil behind the end: a table that is cut short has no more.
    private func word(at position: Int) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var word: UInt32 = 0
        for index in 0..<4 { word |= UInt32(bytes[position + index]) << UInt32(8 * index) }
        return word
    }
}
