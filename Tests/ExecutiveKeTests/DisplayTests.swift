import NTABI
import Testing

@testable import Executive

@Suite struct DisplayTests {
    /// What a screen was told to show.
    final class Cells: CellScreen {
        var cells = [UInt16](repeating: 0xFFFF, count: Display.size)
        var cursor = -1
        var changes = 0

        func show(_ cell: UInt16, at place: Int) {
            cells[place] = cell
            changes += 1
        }

        func showCursor(at place: Int) { cursor = place }
    }

    /// A display, and what stands in a row of its screen.
    final class Screen {
        let shown = Cells()
        var display: Display

        init() { display = Display(shown) }

        func write(_ text: String) { display.write(UnicodeString(Array(text.utf16))) }

        func row(_ index: Int) -> String {
            let row = shown.cells[index * Display.columns..<(index + 1) * Display.columns]
            return String(decoding: row.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self).trimmingSuffix(" ")
        }
    }

    @Test func textGoesWhereTheCursorStands() {
        let screen = Screen()
        screen.write("one\r\ntwo")
        #expect(screen.row(0) == "one")
        #expect(screen.row(1) == "two")
        #expect(screen.shown.cursor == 83)
    }

    @Test func aLineFeedStartsTheNextLineAtTheLeft() {
        let screen = Screen()
        screen.write("a\nb")
        #expect(screen.row(1) == "b")
    }

    @Test func aFullLineWrapsOnlyWhenMoreComes() {
        let screen = Screen()
        screen.write(String(repeating: "x", count: 80) + "\r\nnext")
        #expect(screen.row(1) == "next")
        screen.write("\r\n" + String(repeating: "y", count: 81))
        #expect(screen.row(3) == "y")
    }

    @Test func theLastLineScrolls() {
        let screen = Screen()
        for line in 0..<30 { screen.write("line \(line)\r\n") }
        #expect(screen.row(0) == "line 6")
        #expect(screen.row(23) == "line 29")
        #expect(screen.row(24) == "")
    }

    @Test func backspaceMovesAndErasesNothing() {
        let screen = Screen()
        screen.write("abc\u{8}\u{8}X")
        #expect(screen.row(0) == "aXc")
    }

    @Test func backspaceGoesOverTheLeftEdge() {
        let screen = Screen()
        screen.write(String(repeating: "x", count: 81) + "\u{8}\u{8} ")
        #expect(screen.row(0) == String(repeating: "x", count: 79))
    }

    @Test func tabsGoToEveryEighthColumn() {
        let screen = Screen()
        screen.write("a\tb\t")
        #expect(screen.shown.cursor == 16)
        #expect(screen.row(0) == "a       b")
    }

    @Test func aFormFeedClears() {
        let screen = Screen()
        screen.write("text\u{C}x")
        #expect(screen.row(0) == "x")
    }

    @Test func theCursorStaysOnTheScreen() {
        let screen = Screen()
        screen.write(String(repeating: "\r\n", count: 24) + String(repeating: "x", count: 80))
        #expect(screen.shown.cursor == Display.size - 1)
    }

    @Test func onlyWhatChangesIsShownAgain() {
        let screen = Screen()
        #expect(screen.shown.changes == Display.size)
        screen.write(String(repeating: "same\r\n", count: 24))
        screen.shown.changes = 0
        screen.write("same\r\n")
        // The last line's four letters come up a line, and the cell under the cursor.
        #expect(screen.shown.changes <= 4 + 4 + 4 + 1)
        #expect(screen.row(23) == "same" && screen.row(24) == "")
    }

    @Test func charactersBeyondTheFontShowAsQuestionMarks() {
        #expect(CodePage437.byte(for: 0x00E4) == 0x84)
        #expect(CodePage437.byte(for: 0x2500) == 0xC4)
        #expect(CodePage437.byte(for: 0x4E00) == UInt8(ascii: "?"))
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var rest = self[...]
        while rest.last == character { rest.removeLast() }
        return String(rest)
    }
}
