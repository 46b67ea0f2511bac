// Unsafe in one way: pixels are written through a pointer. Its maker vouches that the whole framebuffer lies behind it
// for as long as the value is used; `Framebuffer` vouches that the text with its margins fits into that.

/// A text screen drawn on a framebuffer, as big as fits and in the middle. Text is grey on black whatever its colours:
/// a grey is the same bytes in any order of red, green and blue.
@safe
final class PixelScreen: CellScreen {
    private let pixels: UnsafeMutableRawPointer
    private let buffer: Framebuffer
    private let font = Font()

    /// Makes all of it black.
    init(pixels: UnsafeMutableRawPointer, _ buffer: Framebuffer) {
        unsafe self.pixels = pixels
        self.buffer = buffer
        for line in 0..<buffer.height { fill(line, from: 0, count: buffer.width, isLit: false) }
    }

    func show(_ cell: UInt16, at place: Int) {
        let glyph = font.glyph(UInt8(truncatingIfNeeded: cell))
        for line in 0..<Font.cellHeight { draw(glyph.row(line), line: line, of: place) }
    }

    /// Underlines the cell.
    func showCursor(at place: Int) {
        for line in Font.cellHeight - 2..<Font.cellHeight { draw(0xFF, line: line, of: place) }
    }

    /// Draws one line of a cell; the pixel at the left is the bit of weight 0x80.
    private func draw(_ bits: UInt8, line: Int, of place: Int) {
        precondition(0..<Display.size ~= place, "a cell outside the screen")
        let scale = buffer.scale
        let x = buffer.left + place % Display.columns * Font.cellWidth * scale
        let y = buffer.top + (place / Display.columns * Font.cellHeight + line) * scale
        for repeated in 0..<scale {
            for column in 0..<Font.cellWidth {
                let isLit = bits & 0x80 >> UInt8(column) != 0
                fill(y + repeated, from: x + column * scale, count: scale, isLit: isLit)
            }
        }
    }

    /// Sets pixels of one line of the framebuffer.
    private func fill(_ line: Int, from start: Int, count: Int, isLit: Bool) {
        let first = line * buffer.pitch + start * buffer.bytesPerPixel
        if buffer.bytesPerPixel == 4 {
            let pixel: UInt32 = isLit ? 0x00AA_AAAA : 0
            for offset in stride(from: first, to: first + count * 4, by: 4) {
                unsafe pixels.storeBytes(of: pixel, toByteOffset: offset, as: UInt32.self)
            }
        } else {
            for offset in first..<first + count * buffer.bytesPerPixel {
                let byte: UInt8 = buffer.bytesPerPixel == 3 ? 0xAA : (offset - first) % 2 == 0 ? 0x55 : 0xAD
                unsafe pixels.storeBytes(of: isLit ? byte : 0, toByteOffset: offset, as: UInt8.self)
            }
        }
    }
}
