/// Makes UTF-16 of the bytes of a text file.
enum TextDecoder {
    /// Nil for bytes that are no text: an odd number of UTF-16, malformed UTF-8.
    static func units(of bytes: [UInt8]) -> [UInt16]? {
        if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE { return wide(bytes) }
        let mark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        return narrow(bytes, from: mark ? 3 : 0)
    }

    private static func wide(_ bytes: [UInt8]) -> [UInt16]? {
        guard bytes.count % 2 == 0 else { return nil }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 2, to: bytes.count, by: 2) {
            units.append(UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
        }
        return units
    }

    private static func narrow(_ bytes: [UInt8], from start: Int) -> [UInt16]? {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count)
        var index = start
        while index < bytes.count {
            let first = bytes[index]
            let length: Int
            var scalar: UInt32
            switch first {
            case 0x00...0x7F: (length, scalar) = (1, UInt32(first))
            case 0xC2...0xDF: (length, scalar) = (2, UInt32(first & 0x1F))
            case 0xE0...0xEF: (length, scalar) = (3, UInt32(first & 0x0F))
            case 0xF0...0xF4: (length, scalar) = (4, UInt32(first & 0x07))
            default: return nil
            }
            guard index + length <= bytes.count else { return nil }
            for next in index + 1..<index + length {
                guard bytes[next] & 0xC0 == 0x80 else { return nil }
                scalar = scalar << 6 | UInt32(bytes[next] & 0x3F)
            }
            guard let valid = Unicode.Scalar(scalar) else { return nil }
            if valid.value < 0x1_0000 {
                units.append(UInt16(valid.value))
            } else {
                units.append(UInt16(0xD800 + ((valid.value - 0x1_0000) >> 10)))
                units.append(UInt16(0xDC00 + ((valid.value - 0x1_0000) & 0x3FF)))
            }
            index += length
        }
        return units
    }
}
