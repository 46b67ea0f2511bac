import NeptuneTool
import SystemPackage

/// A screen of pixels with 25 rows of 80 characters on it, each 8 by 16 pixels or a multiple, in the middle.
///
/// It knows no font: what a character looks like it learns from a line that is known to be there.
struct PixelScreen {
    private static let (columns, rows) = (80, 25)
    private static let (cellWidth, cellHeight) = (8, 16)

    /// Which pixels are lit, row by row of the text.
    private typealias Cell = [UInt8]
    private let cells: [[Cell]]

    /// What the machine shows now.
    init(of machine: Machine) async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending("screen.ppm")
        try await machine.monitor("screendump \(file)")
        self.init(image: try Files.read(file))
    }

    /// Takes a portable pixmap: `P6`, width, height and 255 as text, then three bytes a pixel.
    init(image: [UInt8]) {
        let header = image.split(maxSplits: 4, omittingEmptySubsequences: false) { $0 == 0x20 || $0 == 0x0A }
        let numbers = header.dropFirst().prefix(2).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard header.count == 5, numbers.count == 2 else {
            cells = []
            return
        }
        let (width, height, pixels) = (numbers[0], numbers[1], header[4])
        let scale = min(width / (Self.columns * Self.cellWidth), height / (Self.rows * Self.cellHeight))
        let left = (width - Self.columns * Self.cellWidth * scale) / 2
        let top = (height - Self.rows * Self.cellHeight * scale) / 2
        func isLit(_ x: Int, _ y: Int) -> Bool {
            let place = pixels.startIndex + 3 * ((top + y * scale) * width + left + x * scale)
            return place + 3 <= pixels.endIndex && pixels[place..<place + 3].contains { $0 > 0x50 }
        }
        guard scale > 0 else {
            cells = []
            return
        }
        cells = (0..<Self.rows).map { row in
            (0..<Self.columns).map { column in
                (0..<Self.cellHeight).map { line in
                    (0..<Self.cellWidth).reduce(0) { bits, pixel in
                        let x = column * Self.cellWidth + pixel
                        return bits << 1 | (isLit(x, row * Self.cellHeight + line) ? 1 : 0)
                    }
                }
            }
        }
    }

    /// The rows as text, if one of them is `known`; what does not occur in that is shown as `?`.
    func lines(knowing known: String) -> [String]? {
        for row in cells {
            guard let characters = Self.characters(of: row, if: known) else { continue }
            return cells.map { cells in
                let text = String(cells.map { characters[$0] ?? "?" })
                return String(text.reversed().drop { $0 == " " }.reversed())
            }
        }
        return nil
    }

    /// What each character looks like, if a row can be this text: the same character always alike, and unlike all others.
    private static func characters(of row: [Cell], if text: String) -> [Cell: Character]? {
        var characters: [Cell: Character] = [:]
        var looks: [Character: Cell] = [:]
        let padded = text + String(repeating: " ", count: max(columns - text.count, 0))
        for (cell, character) in zip(row, padded) {
            if characters[cell, default: character] != character || looks[character, default: cell] != cell {
                return nil
            }
            characters[cell] = character
            looks[character] = cell
        }
        return characters
    }
}
