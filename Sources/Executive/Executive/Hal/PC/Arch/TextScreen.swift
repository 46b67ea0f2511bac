// Unsafe in one way: cells are written through a pointer. Its maker vouches that a page lies behind it for as long as
// the value is used; a page has room for every place of a display.

import SeL4

/// The VGA in text mode: one 16-bit cell a character in its memory, row after row; the hardware draws the font.
@safe
final class TextScreen: CellScreen {
    private let cells: UnsafeMutablePointer<UInt16>
    /// The ports of the controller that moves the cursor, if they are to be had.
    private let ports: IOPort?
    private var cursor = -1

    /// Ports of the controller: index, data.
    static let ports: ClosedRange<UInt16> = 0x3D4...0x3D5

    init(page: UnsafeMutableRawPointer, ports: IOPort?) {
        unsafe cells = page.bindMemory(to: UInt16.self, capacity: Display.size)
        self.ports = ports
    }

    func show(_ cell: UInt16, at place: Int) {
        precondition(0..<Display.size ~= place, "a cell outside the screen")
        unsafe cells[place] = cell
    }

    func showCursor(at place: Int) {
        guard let ports, place != cursor else { return }
        cursor = place
        // Registers 14 and 15 are the cursor's place.
        try? ports.out8(0x3D4, 14)
        try? ports.out8(0x3D5, UInt8(truncatingIfNeeded: place >> 8))
        try? ports.out8(0x3D4, 15)
        try? ports.out8(0x3D5, UInt8(truncatingIfNeeded: place))
    }
}
