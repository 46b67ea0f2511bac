/// A small image made by hand: headers, `.text` with an entry point, and `.data` with every table that
/// `PEImage` reads. Tests bend single bytes of it.
struct SampleImage {
    static let optionalHeader = 0x80 + 24
    static let sectionTable = optionalHeader + 240
    /// RVA and file offset of `.data` differ, so that mixing them up shows.
    static let data = 0x2000
    static let dataInFile = 0x600
    static let base: UInt64 = 0x1_4000_0000

    var bytes = [UInt8](repeating: 0, count: 0xA00)

    init() {
        put16(0, 0x5A4D)
        put32(60, 0x80)
        put32(0x80, 0x4550)
        put16(0x84, 0x8664)
        put16(0x86, 2)
        put16(0x94, 240)
        put16(0x96, 0x2022)
        let optional = Self.optionalHeader
        put16(optional, 0x20B)
        put32(optional + 16, 0x1000)  // entry point
        put64(optional + 24, Self.base)
        put32(optional + 32, 0x1000)
        put32(optional + 36, 0x200)
        put32(optional + 56, 0x3000)  // size of image
        put32(optional + 60, 0x400)  // size of headers
        put16(optional + 68, 1)
        put64(optional + 72, 0x10_0000)
        put64(optional + 80, 0x1000)
        put32(optional + 108, 16)
        section(0, address: 0x1000, size: 0x100, offset: 0x400, characteristics: 0x6000_0020)
        section(1, address: 0x2000, size: 0x400, offset: 0x600, characteristics: 0xC000_0040)
        exports()
        imports()
        relocations()
        threadLocalStorage()
    }

    mutating func directory(_ index: Int, _ address: Int, _ size: Int) {
        put32(Self.optionalHeader + 112 + index * 8, UInt32(address))
        put32(Self.optionalHeader + 116 + index * 8, UInt32(size))
    }

    private mutating func section(
        _ index: Int, address: Int, size: Int, offset: Int, characteristics: UInt32
    ) {
        let entry = Self.sectionTable + index * 40
        put32(entry + 8, UInt32(size))
        put32(entry + 12, UInt32(address))
        put32(entry + 16, UInt32(offset == 0x400 ? 0x200 : 0x400))
        put32(entry + 20, UInt32(offset))
        put32(entry + 36, characteristics)
    }

    /// `Alpha` and `Beta` (a forward) by name, ordinals 5, 6, 8; 7 is a hole.
    private mutating func exports() {
        directory(0, 0x2000, 0x100)
        let directory = Self.dataInFile
        put32(directory + 16, 5)
        put32(directory + 20, 4)
        put32(directory + 24, 2)
        put32(directory + 28, 0x2028)
        put32(directory + 32, 0x2038)
        put32(directory + 36, 0x2040)
        put32(directory + 0x28, 0x1010)
        put32(directory + 0x2C, 0x2060)
        put32(directory + 0x34, 0x1020)
        put32(directory + 0x38, 0x2048)
        put32(directory + 0x3C, 0x2050)
        put16(directory + 0x40, 0)
        put16(directory + 0x42, 1)
        put("Alpha", directory + 0x48)
        put("Beta", directory + 0x50)
        put("other.Gamma", directory + 0x60)
    }

    private mutating func imports() {
        directory(1, 0x2100, 40)
        let descriptor = Self.dataInFile + 0x100
        put32(descriptor, 0x2140)
        put32(descriptor + 12, 0x2180)
        put32(descriptor + 16, 0x2160)
        put64(Self.dataInFile + 0x140, 0x2190)
        put64(Self.dataInFile + 0x148, 0x8000_0000_0000_0007)
        put("ntdll.dll", Self.dataInFile + 0x180)
        put16(Self.dataInFile + 0x190, 3)
        put("NtClose", Self.dataInFile + 0x192)
    }

    private mutating func relocations() {
        directory(5, 0x2200, 12)
        put32(Self.dataInFile + 0x200, 0x2000)
        put32(Self.dataInFile + 0x204, 12)
        put16(Self.dataInFile + 0x208, 0xA300)
        put16(Self.dataInFile + 0x20A, 0)
    }

    private mutating func threadLocalStorage() {
        directory(9, 0x2280, 40)
        put64(Self.dataInFile + 0x280, Self.base + 0x22C0)
        put64(Self.dataInFile + 0x288, Self.base + 0x22D0)
        put64(Self.dataInFile + 0x290, Self.base + 0x22E0)
        put32(Self.dataInFile + 0x2A0, 32)
        put32(Self.dataInFile + 0x2A4, 0x0060_0000)
    }

    mutating func put16(_ offset: Int, _ value: UInt16) { put(UInt64(value), 2, offset) }
    mutating func put32(_ offset: Int, _ value: UInt32) { put(UInt64(value), 4, offset) }
    mutating func put64(_ offset: Int, _ value: UInt64) { put(value, 8, offset) }

    mutating func put(_ value: UInt64, _ size: Int, _ offset: Int) {
        for byte in 0..<size { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (byte * 8)) }
    }

    private mutating func put(_ text: String, _ offset: Int) {
        for (index, byte) in text.utf8.enumerated() { bytes[offset + index] = byte }
    }
}
