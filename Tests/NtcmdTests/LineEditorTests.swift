import Testing

@testable import Ntcmd

/// A terminal of one endless line that understands what the editor draws.
struct Terminal {
    var cells: [UInt16] = []
    var cursor = 0

    mutating func show(_ units: [UInt16]) {
        for unit in units {
            if unit == 8 {
                cursor -= 1
            } else {
                if cursor == cells.count { cells.append(unit) } else { cells[cursor] = unit }
                cursor += 1
            }
        }
    }

    var text: String {
        var text = String(decoding: cells, as: UTF16.self)
        while text.last == " " { text.removeLast() }
        return text
    }
}

@Suite("ntcmd's line editor")
struct LineEditorTests {
    /// Types `keys` and checks after each that the terminal shows the line with the cursor in its place.
    func type(_ keys: [Key], into editor: inout LineEditor, _ terminal: inout Terminal) {
        for key in keys {
            guard case .draw(let units) = editor.handle(key) else { continue }
            terminal.show(units)
            #expect(terminal.cursor == editor.cursor)
            #expect(terminal.text == String(decoding: editor.line, as: UTF16.self))
        }
    }

    func keys(_ text: String) -> [Key] { text.utf16.map { Key.character($0) } }

    @Test("typing, moving, inserting and erasing keep line and screen alike")
    func editing() {
        var editor = LineEditor()
        var terminal = Terminal()
        editor.begin()
        type(keys("helo"), into: &editor, &terminal)
        type([.left] + keys("l") + [.home, .delete, .end, .backspace], into: &editor, &terminal)
        #expect(terminal.text == "ell")
        type([.home] + keys("b") + [.right, .right, .delete, .left, .backspace], into: &editor, &terminal)
        #expect(terminal.text == "bl")
        type([.escape], into: &editor, &terminal)
        #expect(terminal.text.isEmpty)
    }

    @Test("keys at either end of the line draw nothing")
    func ends() {
        var editor = LineEditor()
        editor.begin()
        for key in [Key.left, .right, .home, .end, .delete, .backspace, .up, .down] {
            #expect(editor.handle(key) == .draw([]))
        }
    }

    @Test("Up and Down walk the history and come back to what was being typed")
    func history() {
        var editor = LineEditor()
        for line in ["one", "a longer one", "a longer one"] {
            editor.begin()
            for key in keys(line) { _ = editor.handle(key) }
            #expect(editor.handle(.enter) == .done(Array(line.utf16)))
        }
        var terminal = Terminal()
        editor.begin()
        type(keys("dr"), into: &editor, &terminal)
        type([.up], into: &editor, &terminal)
        #expect(terminal.text == "a longer one")
        type([.up], into: &editor, &terminal)
        #expect(terminal.text == "one")
        type([.up, .down, .down], into: &editor, &terminal)
        #expect(terminal.text == "dr")
        type([.down], into: &editor, &terminal)
        #expect(terminal.text == "dr")
    }

    @Test("a full line takes no more")
    func full() {
        var editor = LineEditor()
        editor.begin()
        for _ in 0..<LineEditor.maximumLength { _ = editor.handle(.character(0x61)) }
        #expect(editor.handle(.character(0x62)) == .draw([]))
        #expect(editor.line.count == LineEditor.maximumLength)
    }

    @Test("Ctrl-C, Tab and Enter are the shell's business")
    func outcomes() {
        var editor = LineEditor()
        editor.begin()
        #expect(editor.handle(.control(UInt16(ascii: "C"))) == .cancelled)
        #expect(editor.handle(.tab) == .complete)
    }
}
