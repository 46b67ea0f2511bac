/// The lines entered before, newest last, and the place Up and Down have reached in them.
struct History {
    private var lines: [[UInt16]] = []
    /// `lines.count` while the line being typed is shown.
    private var place = 0
    /// The line that was being typed when Up was pressed first.
    private var draft: [UInt16] = []

    static let capacity = 100

    /// Remembers a line, unless it is blank or repeats the newest.
    mutating func add(_ line: [UInt16]) {
        guard line.contains(where: { $0 != 0x20 }), lines.last != line else { return }
        if lines.count == Self.capacity { lines.removeFirst() }
        lines.append(line)
    }

    /// A new line is being typed.
    mutating func rewind() {
        place = lines.count
        draft = []
    }

    /// One line back; `nil` at the oldest.
    mutating func previous(replacing line: [UInt16]) -> [UInt16]? {
        guard place > 0 else { return nil }
        if place == lines.count { draft = line }
        place -= 1
        return lines[place]
    }

    /// One line forward; behind the newest stands what was being typed.
    mutating func next() -> [UInt16]? {
        guard place < lines.count else { return nil }
        place += 1
        return place == lines.count ? draft : lines[place]
    }
}
