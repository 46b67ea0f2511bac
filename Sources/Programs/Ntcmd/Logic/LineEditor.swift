/// The line being typed, and how the screen is brought up to date after each key.
///
/// The terminal below understands three things: printable characters, `\b` (one place to the left, over the
/// line's edge too, erasing nothing) and `\n`. Everything that is drawn is made of these.
struct LineEditor {
    /// The characters typed so far.
    private(set) var line: [UInt16] = []
    /// Where the next character goes: 0…line.count.
    private(set) var cursor = 0
    private var history = History()

    /// The longest line that is taken; the rest is ignored, as a full buffer on any console.
    static let maximumLength = 1000

    /// What a key did.
    enum Outcome: Equatable {
        /// The screen should show these characters; the line goes on.
        case draw([UInt16])
        /// Enter: the line is done.
        case done([UInt16])
        /// Ctrl-C: the line is given up.
        case cancelled
        /// Tab: the shell should complete the word before the cursor.
        case complete
    }

    private static let back: UInt16 = 0x08
    private static let space: UInt16 = 0x20

    /// Starts an empty line.
    mutating func begin() {
        line = []
        cursor = 0
        history.rewind()
    }

    mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .character(let unit): return .draw(insert([unit]))
        case .enter:
            let finished = line
            history.add(finished)
            return .done(finished)
        case .control(UInt16(ascii: "C")): return .cancelled
        case .control(UInt16(ascii: "H")), .backspace: return .draw(eraseBeforeCursor())
        case .tab: return .complete
        case .delete: return .draw(eraseAtCursor())
        case .escape, .control(UInt16(ascii: "U")): return .draw(replace(with: []))
        case .left: return .draw(move(to: cursor - 1))
        case .right: return .draw(move(to: cursor + 1))
        case .home, .control(UInt16(ascii: "A")): return .draw(move(to: 0))
        case .end, .control(UInt16(ascii: "E")): return .draw(move(to: line.count))
        case .up: return .draw(recall(history.previous(replacing: line)))
        case .down: return .draw(recall(history.next()))
        case .control: return .draw([])
        }
    }

    /// Puts `units` in at the cursor and returns what to draw.
    mutating func insert(_ units: [UInt16]) -> [UInt16] {
        guard line.count + units.count <= Self.maximumLength else { return [] }
        line.insert(contentsOf: units, at: cursor)
        let tail = Array(line[cursor...])
        cursor += units.count
        return tail + backs(line.count - cursor)
    }

    /// What stands behind the cursor: drawn before the screen goes on below the line, so that nothing of it is
    /// written over.
    var tail: [UInt16] { Array(line[cursor...]) }

    /// The whole line again with the cursor where it is: for after something else was printed.
    func redraw() -> [UInt16] { line + backs(line.count - cursor) }

    private mutating func eraseBeforeCursor() -> [UInt16] {
        guard cursor > 0 else { return [] }
        cursor -= 1
        return [Self.back] + eraseAtCursor()
    }

    private mutating func eraseAtCursor() -> [UInt16] {
        guard cursor < line.count else { return [] }
        line.remove(at: cursor)
        return Array(line[cursor...]) + [Self.space] + backs(line.count - cursor + 1)
    }

    private mutating func move(to place: Int) -> [UInt16] {
        let target = max(0, min(line.count, place))
        defer { cursor = target }
        return target < cursor ? backs(cursor - target) : Array(line[cursor..<target])
    }

    private mutating func recall(_ entry: [UInt16]?) -> [UInt16] {
        guard let entry else { return [] }
        return replace(with: entry)
    }

    private mutating func replace(with text: [UInt16]) -> [UInt16] {
        let surplus = max(0, line.count - text.count)
        let drawn =
            backs(cursor) + text + Array(repeating: Self.space, count: surplus) + backs(surplus)
        line = text
        cursor = text.count
        return drawn
    }

    private func backs(_ count: Int) -> [UInt16] { Array(repeating: Self.back, count: count) }
}
