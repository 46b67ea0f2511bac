/// The text console of NtDisplayString: 80 columns, 25 rows, scrolling, on VGA text memory.
struct Display {
    static let columns = 80
    static let rows = 25
    private static let blank: UInt16 = 0x0720  // grey on black, a space

    private var memory: VideoMemory
    private(set) var column = 0
    private(set) var row = 0

    init(memory: VideoMemory) {
        self.memory = memory
        clear()
    }

    /// Where the cursor stands, as the controller counts.
    var cursor: UInt16 { UInt16(row * Self.columns + column) }

    mutating func clear() {
        memory.fill(0..<Self.rows * Self.columns, with: Self.blank)
        (column, row) = (0, 0)
    }

    /// Shows one UTF-16 unit, or obeys it: BS, TAB, LF, FF, CR. Other control characters show nothing.
    ///
    /// A line that is full wraps when the next character comes, so that a text of 80 columns and its
    /// line end leave no blank line.
    mutating func write(_ unit: UInt16) {
        switch unit {
        case 0x08: stepBack()
        case 0x09: tabulate()
        case 0x0A: newLine()
        case 0x0C: clear()
        case 0x0D: column = 0
        case ..<0x20, 0x7F: break
        default: put(CodePage437.byte(for: unit))
        }
    }

    private mutating func put(_ character: UInt8) {
        if column == Self.columns { newLine() }
        memory[row * Self.columns + column] = Self.blank & 0xFF00 | UInt16(character)
        column += 1
    }

    /// Moves left, onto the line above at the left edge, as an editor of a wrapped line expects; erases nothing.
    private mutating func stepBack() {
        if column > 0 {
            column -= 1
        } else if row > 0 {
            row -= 1
            column = Self.columns - 1
        }
    }

    private mutating func tabulate() {
        repeat { put(0x20) } while column % 8 != 0
    }

    private mutating func newLine() {
        column = 0
        row += 1
        guard row == Self.rows else { return }
        row -= 1
        memory.scrollUp(rows: Self.rows, columns: Self.columns, blank: Self.blank)
    }
}
