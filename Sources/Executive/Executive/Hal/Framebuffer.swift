/// A screen of pixels that the boot loader set up, as multiboot 2 describes it, and where text goes on it.
struct Framebuffer: Equatable {
    let address: UInt
    /// Bytes from one line to the next.
    let pitch: Int
    let width, height: Int
    /// 2 (5, 6 and 5 bits of a colour), 3 or 4.
    let bytesPerPixel: Int

    /// Reads the boot information's record; nil if it says that there is none, that it is in text mode, or nothing that
    /// text can be drawn on.
    init?(record: [UInt8]) {
        guard record.count >= 22, record[21] == 1 else { return nil }
        let bits = record[20]
        let (pitch, width, height) = (
            Int(record.integer(at: 8, bytes: 4)), Int(record.integer(at: 12, bytes: 4)),
            Int(record.integer(at: 16, bytes: 4))
        )
        let address = record.integer(at: 0, bytes: 8)
        guard [16, 24, 32].contains(bits), 1...16384 ~= width, 1...16384 ~= height,
            width * Int(bits) / 8...1 << 17 ~= pitch, address > 0, address < 1 << 45
        else { return nil }
        self.address = UInt(address)
        self.pitch = pitch
        self.width = width
        self.height = height
        bytesPerPixel = Int(bits) / 8
        guard scale > 0 else { return nil }
    }

    /// Its bytes.
    var size: UInt { UInt(pitch * height) }

    /// How many of its pixels, across and down, make one of the font's. 0 where not even one does.
    var scale: Int {
        min(width / (Display.columns * Font.cellWidth), height / (Display.rows * Font.cellHeight))
    }
    /// The first pixel and the first line of the text.
    var left: Int { (width - Display.columns * Font.cellWidth * scale) / 2 }
    var top: Int { (height - Display.rows * Font.cellHeight * scale) / 2 }
}
