import Testing

@testable import Executive

@Suite struct PixelScreenTests {
    /// A boot record, and memory for what it describes with a little behind it that nobody may touch.
    final class Buffer {
        let framebuffer: Framebuffer
        let memory: UnsafeMutableRawBufferPointer
        private static let guardSize = 4096

        init?(width: Int, height: Int, bits: Int, gap: Int = 0) {
            let pitch = width * bits / 8 + gap
            let record = PixelScreenTests.record(pitch: pitch, width: width, height: height, bits: bits)
            guard let framebuffer = Framebuffer(record: record) else { return nil }
            self.framebuffer = framebuffer
            memory = .allocate(byteCount: Int(framebuffer.size) + Self.guardSize, alignment: 64)
            for index in memory.indices { memory[index] = 0x5A }
        }

        deinit { memory.deallocate() }

        var screen: PixelScreen? { memory.baseAddress.map { PixelScreen(pixels: $0, framebuffer) } }
        var isIntactBehind: Bool { memory[Int(framebuffer.size)...].allSatisfy { $0 == 0x5A } }

        func isLit(_ x: Int, _ y: Int) -> Bool {
            memory[y * framebuffer.pitch + x * framebuffer.bytesPerPixel] != 0
        }

        /// A line of the font's pixels of a cell.
        func line(_ line: Int, of place: Int) -> String {
            let scale = framebuffer.scale
            let y = framebuffer.top + (place / 80 * 16 + line) * scale
            let x = framebuffer.left + place % 80 * 8 * scale
            return String((0..<8).map { isLit(x + $0 * scale, y) ? "#" : "." })
        }
    }

    static func record(
        address: UInt64 = 0x8000_0000, pitch: Int, width: Int, height: Int, bits: Int, type: UInt8 = 1
    ) -> [UInt8] {
        func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(value >> (8 * UInt64($0)) & 0xFF) }
        }
        return bytes(address, 8) + bytes(UInt64(pitch), 4) + bytes(UInt64(width), 4) + bytes(UInt64(height), 4)
            + [UInt8(bits), type]
    }

    @Test(arguments: [(640, 400, 1), (800, 600, 1), (1280, 800, 2), (1920, 1080, 2), (3840, 2160, 5)])
    func textIsAsBigAsFitsAndInTheMiddle(width: Int, height: Int, scale: Int) throws {
        let record = Self.record(pitch: width * 4, width: width, height: height, bits: 32)
        let buffer = try #require(Framebuffer(record: record))
        #expect(buffer.scale == scale)
        #expect(buffer.left == (width - 640 * scale) / 2 && buffer.top == (height - 400 * scale) / 2)
    }

    @Test func whatTextCannotBeDrawnOnIsNoFramebuffer() {
        let sound = Self.record(pitch: 2560, width: 640, height: 400, bits: 32)
        #expect(Framebuffer(record: sound) != nil)
        #expect(Framebuffer(record: []) == nil)
        #expect(Framebuffer(record: Array(sound.dropLast())) == nil)
        for record in [
            Self.record(pitch: 160, width: 80, height: 25, bits: 16, type: 2),
            Self.record(pitch: 2560, width: 640, height: 400, bits: 32, type: 0),
            Self.record(pitch: 2560, width: 639, height: 400, bits: 32),
            Self.record(pitch: 2560, width: 640, height: 399, bits: 32),
            Self.record(pitch: 2559, width: 640, height: 400, bits: 32),
            Self.record(pitch: 640, width: 640, height: 400, bits: 8),
            Self.record(pitch: 2560, width: 0xFFFF_FFFF, height: 0xFFFF_FFFF, bits: 32),
            Self.record(pitch: 0xFFFF_FFFF, width: 640, height: 400, bits: 32),
            Self.record(address: 0, pitch: 2560, width: 640, height: 400, bits: 32),
            Self.record(address: .max, pitch: 2560, width: 640, height: 400, bits: 32),
        ] { #expect(Framebuffer(record: record) == nil, "\(record)") }
    }

    @Test(arguments: [(640, 400, 32, 0), (801, 600, 24, 5), (1280, 800, 16, 64), (1300, 830, 32, 16)])
    func charactersLookAsTheFontDrawsThem(width: Int, height: Int, bits: Int, gap: Int) throws {
        let buffer = try #require(Buffer(width: width, height: height, bits: bits, gap: gap))
        let screen = try #require(buffer.screen)
        for place in [0, 79, 80 * 12 + 40, Display.size - 1] {
            screen.show(0x0700 | UInt16(UInt8(ascii: "L")), at: place)
            #expect(buffer.line(0, of: place) == ".##.....")
            #expect(buffer.line(13, of: place) == ".######.")
            #expect(buffer.line(14, of: place) == "........")
            screen.showCursor(at: place)
            #expect(buffer.line(14, of: place) == "########" && buffer.line(15, of: place) == "########")
            screen.show(0x0720, at: place)
            #expect((0..<16).allSatisfy { buffer.line($0, of: place) == "........" })
        }
        #expect(buffer.isIntactBehind)
    }

    @Test func everyCharacterHasAShapeOfItsOwn() {
        let font = Font()
        let shapes = (0x20...0x7E).map { font.glyph($0).rows }
        #expect(Set(shapes).count == 95)
        #expect(shapes[0] == 0)
        #expect(font.glyph(0xC4).rows == font.glyph(0x01).rows)
    }
}
