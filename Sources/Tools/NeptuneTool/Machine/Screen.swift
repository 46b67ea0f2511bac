/// A VGA text screen: 25 rows of 80 characters.
public struct Screen: Sendable, Equatable {
    public static let columns = 80
    public static let rows = 25
    static let memorySize = columns * rows * 2

    /// Characters in code page 437, row by row.
    public let characters: [UInt8]
    /// Colours of each character, in VGA's attribute byte.
    public let attributes: [UInt8]

    /// Takes a copy of the text memory: character and attribute in turn.
    public init(memory: [UInt8]) {
        let cells = stride(from: 0, to: min(memory.count, Self.memorySize) & ~1, by: 2)
        characters = cells.map { memory[$0] }
        attributes = cells.map { memory[$0 + 1] }
    }

    /// The rows as text, without blanks at their ends. What is not ASCII is shown as `?`.
    public var lines: [String] {
        stride(from: 0, to: characters.count, by: Self.columns).map { start in
            let row = characters[start..<min(start + Self.columns, characters.count)]
            let text = String(decoding: row.map(Self.readable), as: UTF8.self)
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    public var text: String { lines.joined(separator: "\n") }

    private static func readable(_ character: UInt8) -> UInt8 {
        switch character {
        case 0: 0x20
        case 0x20...0x7E: character
        default: 0x3F
        }
    }
}
