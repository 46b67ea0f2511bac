import NTABI

/// What shows characters in cells, counted row after row. A cell is a character of code page 437 and above it the
/// VGA's attribute.
protocol CellScreen: AnyObject {
    func show(_ cell: UInt16, at place: Int)
    /// Shows the cursor. The cell where it stood is shown again before that.
    func showCursor(at place: Int)
}

/// The text console of NtDisplayString: 80 columns, 25 rows, scrolling.
///
/// It knows what the screen shows, which is slow to read and slow to write: only cells that change are shown again.
struct Display {
    static let columns = 80
    static let rows = 25
    static let size = columns * rows
    private static let blank: UInt16 = 0x0720  // grey on black, a space

    private let screen: any CellScreen
    private var cells: [UInt16]
    private(set) var column = 0
    private(set) var row = 0
    private var shownCursor = 0

    init(_ screen: any CellScreen) {
        self.screen = screen
        cells = Array(repeating: Self.blank, count: Self.size)
        for place in cells.indices { screen.show(Self.blank, at: place) }
        screen.showCursor(at: 0)
    }

    /// Where the cursor stands. Behind the last column it waits for more to come.
    var cursor: Int { row * Self.columns + column }

    /// Shows text, and the cursor behind it.
    mutating func write(_ text: UnicodeString) {
        for unit in text.units { write(unit) }
        screen.show(cells[shownCursor], at: shownCursor)
        shownCursor = min(cursor, Self.size - 1)
        screen.showCursor(at: shownCursor)
    }

    private mutating func set(_ place: Int, _ cell: UInt16) {
        guard cells[place] != cell else { return }
        cells[place] = cell
        screen.show(cell, at: place)
    }

    private mutating func clear() {
        for place in cells.indices { set(place, Self.blank) }
        (column, row) = (0, 0)
    }

    /// Shows one UTF-16 unit, or obeys it: BS, TAB, LF, FF, CR. Other control characters show nothing.
    ///
    /// A line that is full wraps when the next character comes, so that a text of 80 columns and its
    /// line end leave no blank line.
    private mutating func write(_ unit: UInt16) {
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
        set(cursor, Self.blank & 0xFF00 | UInt16(character))
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
        for place in cells.indices {
            let below = place + Self.columns
            set(place, below < Self.size ? cells[below] : Self.blank)
        }
    }
}
