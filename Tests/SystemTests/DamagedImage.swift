/// A PE image's bytes, with the places that are worth damaging.
struct DamagedImage: Sendable {
    var bytes: [UInt8]

    /// Offsets in the file.
    var header: Int { Int(number(0x3C, 4)) }
    var optionalHeader: Int { header + 24 }
    var sections: Int { optionalHeader + Int(number(header + 20, 2)) }

    private var sectionEntries: [Int] {
        (0..<Int(number(header + 6, 2))).map { sections + $0 * 40 }
    }

    /// Where the import descriptors lie in the file.
    var imports: Int {
        let address = number(optionalHeader + 112 + 8, 4)
        let section = sectionEntries.last { number($0 + 12, 4) <= address }
        return section.map { Int(address - number($0 + 12, 4) + number($0 + 20, 4)) } ?? 0
    }

    /// Headers, and the sections that are tables: a program whose code is damaged says nothing about loaders.
    var places: [Range<Int>] {
        let headers = [0x3C..<0x40, header..<optionalHeader, optionalHeader..<sections]
        let tables = sectionEntries.compactMap { entry -> Range<Int>? in
            let isCode = number(entry + 36, 4) & 0x20 != 0
            let start = Int(number(entry + 20, 4))
            let size = Int(min(number(entry + 8, 4), number(entry + 16, 4)))
            return isCode || start == 0 || size < 8 ? nil : start..<start + size
        }
        return headers + [sections..<sections + sectionEntries.count * 40] + tables
    }

    func number(_ offset: Int, _ size: Int) -> UInt64 {
        (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
    }

    mutating func put(_ value: UInt64, _ size: Int, at offset: Int) {
        for index in 0..<size {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }
}
