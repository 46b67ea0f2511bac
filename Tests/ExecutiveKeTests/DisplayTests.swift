import Testing

@testable import Executive

@Suite struct DisplayTests {
    /// A display on ordinary memory, and what stands in a row of it.
    final class Screen {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
        var display: Display

        init() {
            display = Display(memory: VideoMemory(page: memory, count: 2000))
        }

        deinit { memory.deallocate() }

        func write(_ text: String) { for unit in text.utf16 { display.write(unit) } }

        func row(_ index: Int) -> String {
            let cells = UnsafeRawBufferPointer(start: memory + index * 160, count: 160)
            let bytes = stride(from: 0, to: 160, by: 2).map { cells[$0] }
            return String(decoding: bytes, as: UTF8.self).trimmingSuffix(" ")
        }
    }

    @Test func textGoesWhereTheCursorStands() {
        let screen = Screen()
        screen.write("one\r\ntwo")
        #expect(screen.row(0) == "one")
        #expect(screen.row(1) == "two")
        #expect(screen.display.cursor == 83)
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
        #expect(screen.display.cursor == 16)
        #expect(screen.row(0) == "a       b")
    }

    @Test func aFormFeedClears() {
        let screen = Screen()
        screen.write("text\u{C}x")
        #expect(screen.row(0) == "x")
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
