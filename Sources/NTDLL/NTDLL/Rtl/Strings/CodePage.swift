import NTABI

/// The ANSI code page of the system: 1252, one byte a character.
enum CodePage {
    /// What the bytes 0x80 to 0x9F stand for; everything else stands for itself. Undefined ones do, too.
    private static let specials: InlineArray<32, UInt16> = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
        0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A,
        0x153, 0x9D, 0x17E, 0x178,
    ]

    static func character(of byte: UInt8) -> UInt16 {
        0x80...0x9F ~= byte ? specials[Int(byte - 0x80)] : UInt16(byte)
    }

    /// A question mark for what the code page lacks.
    static func byte(of character: UInt16) -> UInt8 {
        if character < 0x80 || 0xA0...0xFF ~= character { return UInt8(character) }
        for index in 0..<32 where specials[index] == character { return UInt8(0x80 + index) }
        return 0x3F
    }
}
