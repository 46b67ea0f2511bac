import NTABI
import PEImage
import Testing

/// One way to spoil the sample, and what must be said about it.
struct Malformation: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let status: NTStatus
    let spoil: @Sendable (inout SampleImage) -> Void

    init(
        _ name: String, _ status: NTStatus = .invalidImageFormat,
        _ spoil: @escaping @Sendable (inout SampleImage) -> Void
    ) {
        testDescription = name
        self.status = status
        self.spoil = spoil
    }
}

private let optional = SampleImage.optionalHeader
private let sections = SampleImage.sectionTable
private let data = SampleImage.dataInFile

private let malformedHeaders = [
    Malformation("empty file", .invalidFileForSection) { $0.bytes = [] },
    Malformation("shorter than a DOS header", .invalidImageNotMZ) { $0.bytes.removeLast(0xA00 - 63) },
    Malformation("no MZ", .invalidImageNotMZ) { $0.put16(0, 0x5A4E) },
    Malformation("new header behind the end", .invalidImageProtect) { $0.put32(60, 0xA00) },
    Malformation("new header at 4 GB", .invalidImageProtect) { $0.put32(60, 0xFFFF_FFF0) },
    Malformation("no PE signature", .invalidImageProtect) { $0.put32(0x80, 0x4551) },
    Malformation("a 16-bit NE program", .invalidImageNEFormat) { $0.put16(0x80, 0x454E) },
    Malformation("an LE program", .invalidImageLEFormat) { $0.put16(0x80, 0x454C) },
    Malformation("machine i386") { $0.put16(0x84, 0x014C) },
    Malformation("machine ARM64") { $0.put16(0x84, 0xAA64) },
    Malformation("no sections") { $0.put16(0x86, 0) },
    Malformation("97 sections") { $0.put16(0x86, 97) },
    Malformation("65535 sections") { $0.put16(0x86, 0xFFFF) },
    Malformation("a section table that starts behind the headers") { $0.put16(0x94, 0xFFF8) },
    Malformation("new header not on 4 bytes") {
        $0.put32(60, 0x81)
        $0.bytes.replaceSubrange(0x81..<0x3C1, with: $0.bytes[0x80..<0x3C0])
    },
    Malformation("new header cut off by the end") {
        $0.put32(60, 0xA00 - 4)
        $0.put32(0xA00 - 4, 0x4550)
    },
    Malformation("not executable") { $0.put16(0x96, 0x20) },
    Malformation("a 32-bit optional header") { $0.put16(optional, 0x10B) },
    Malformation("optional header too small") { $0.put16(0x94, 111) },
    Malformation("optional header behind the end") { $0.bytes.removeLast(0xA00 - 0x100) },
    Malformation("headers cut off") { $0.bytes.removeLast(0xA00 - 0x3FF) },
    Malformation("section alignment below a page") { $0.put32(optional + 32, 0x200) },
    Malformation("section alignment no power of two") { $0.put32(optional + 32, 0x3000) },
    Malformation("file alignment zero") { $0.put32(optional + 36, 0) },
    Malformation("file alignment above section alignment") { $0.put32(optional + 36, 0x2000) },
    Malformation("image base not on 64 KB") { $0.put64(optional + 24, 0x1_4000_1000) },
    Malformation("image base in the kernel's half") { $0.put64(optional + 24, 0xFFFF_8000_0000_0000) },
    Malformation("size of image zero") { $0.put32(optional + 56, 0) },
    Malformation("size of image 4 GB") { $0.put32(optional + 56, 0xFFFF_FFFF) },
    Malformation("entry point outside the image") { $0.put32(optional + 16, 0x3000) },
    Malformation("entry point at 4 GB") { $0.put32(optional + 16, 0xFFFF_FFFF) },
    Malformation("headers smaller than the section table") { $0.put32(optional + 60, 0x100) },
    Malformation("headers larger than the file") { $0.put32(optional + 60, 0x2000) },
    Malformation("section not on its alignment") { $0.put32(sections + 12, 0x1010) },
    Malformation("section inside the headers") { $0.put32(sections + 12, 0) },
    Malformation("sections overlap") { $0.put32(sections + 8, 0x1001) },
    Malformation("sections in falling order") { $0.put32(sections + 40 + 12, 0x1000) },
    Malformation("section outside the image") { $0.put32(sections + 40 + 8, 0x1001) },
    Malformation("section of 4 GB") { $0.put32(sections + 40 + 8, 0xFFFF_FFFF) },
    Malformation("section at 4 GB") { $0.put32(sections + 40 + 12, 0xFFFF_F000) },
    Malformation("section's contents at 4 GB") { $0.put32(sections + 40 + 20, 0xFFFF_FE00) },
    Malformation("section with 4 GB of contents, in a file that ends before its pages do") {
        $0.put32(sections + 40 + 16, 0xFFFF_FFFF)
    },
    Malformation("section without size") {
        $0.put32(sections + 8, 0)
        $0.put32(sections + 16, 0)
    },
    Malformation("section's contents behind the end") { $0.put32(sections + 40 + 20, 0x800) },
    Malformation("file cut off in the last section") { $0.bytes.removeLast() },
]

private let malformedTables = [
    Malformation("import directory outside the image") { $0.directory(1, 0x2FF0, 40) },
    Malformation("import directory in the last bytes") { $0.directory(1, 0x2FF8, 8) },
    Malformation("import name outside the image") { $0.put32(data + 0x10C, 0xFFFF_0000) },
    Malformation("import without a name") { $0.put32(data + 0x10C, 0x2200 + 11) },
    Malformation("import lookup table outside the image") { $0.put32(data + 0x100, 0x7000_0000) },
    Malformation("import address table outside the image") { $0.put32(data + 0x110, 0x2FF8 + 8) },
    Malformation("import address table misaligned") { $0.put32(data + 0x110, 0x2164) },
    Malformation("import lookup table misaligned") { $0.put32(data + 0x100, 0x2144) },
    Malformation("import descriptors without an end") {
        $0.directory(1, 0x2FEC, 20)
        $0.put32(optional + 56, 0x3000)
    },
    Malformation("import name without an end") {
        $0.put32(data + 0x10C, 0x23F8)
        $0.put64(data + 0x3F8, 0x4141_4141_4141_4141)
    },
    Malformation("imported name in a hole between sections") { $0.put64(data + 0x140, 0x1100) },
    Malformation("imported name outside the image") { $0.put64(data + 0x140, 0x7FFF_FFFF) },
    Malformation("imported name beyond 4 GB") { $0.put64(data + 0x140, 0x1_0000_2190) },
    Malformation("export directory outside the image") { $0.directory(0, 0xFFFF_F000, 0x100) },
    Malformation("export names outside the image") { $0.put32(data + 32, 0x0FFF_FFFC) },
    Malformation("export directory cut off by the image's end") { $0.directory(0, 0x2FF0, 0x10) },
    Malformation("export name outside the image") { $0.put32(data + 0x3C, 0xFFFF_FFFF) },
    Malformation("export name without an end") {
        $0.put32(data + 0x3C, 0x23FE)
        $0.put16(data + 0x3FE, 0x4141)
    },
    Malformation("more export names than the image holds") { $0.put32(data + 24, 0xFFFF_FFFF) },
    Malformation("export ordinals outside the image") { $0.put32(data + 36, 0xFFFF_FFFE) },
    Malformation("more exported addresses than the image holds") {
        $0.put32(data + 16, 0)
        $0.put32(data + 20, 0xFFFF_FFFF)
        $0.put32(data + 28, 0x23FC)
    },
    Malformation("export functions outside the image") { $0.put32(data + 28, 0x3000) },
    Malformation("exported address outside the image") { $0.put32(data + 0x28, 0x3000) },
    Malformation("relocation block of zero bytes") { $0.put32(data + 0x204, 0) },
    Malformation("relocation block larger than the table") { $0.put32(data + 0x204, 14) },
    Malformation("relocation table outside the image") { $0.directory(5, 0x2FFC, 12) },
    Malformation("relocation block of an odd size") { $0.put32(data + 0x204, 11) },
    Malformation("relocation block of 4 GB") { $0.put32(data + 0x204, 0xFFFF_FFFE) },
    Malformation("relocation at 4 GB") { $0.put32(data + 0x200, 0xFFFF_F000) },
    Malformation("relocation over the image's last bytes") {
        $0.put32(data + 0x200, 0x2000)
        $0.put16(data + 0x208, 0xAFF9)
    },
    Malformation("relocation of a 32-bit address") { $0.put16(data + 0x208, 0x3300) },
    Malformation("relocation of an unknown kind") { $0.put16(data + 0x208, 0x5300) },
    Malformation("relocation outside the image") { $0.put32(data + 0x200, 0x3000) },
    Malformation("thread-local template outside the image") { $0.put64(data + 0x288, 0) },
    Malformation("thread-local directory outside the image") { $0.directory(9, 0x2FE0, 40) },
    Malformation("thread-local template below the image") { $0.put64(data + 0x280, 1) },
    Malformation("thread-local callbacks outside the image") { $0.put64(data + 0x298, .max) },
    Malformation("thread-local zeros of 4 GB") { $0.put32(data + 0x2A0, 0xFFFF_FFFF) },
    Malformation("thread-local template backwards") {
        $0.put64(data + 0x288, SampleImage.base + 0x2200)
    },
    Malformation("thread-local index outside the image") {
        $0.put64(data + 0x290, SampleImage.base + 0x2FFE)
    },
]

@Suite struct MalformedImageTests {
    @Test("An image with a malformed header is refused", arguments: malformedHeaders)
    func header(_ malformation: Malformation) {
        var sample = SampleImage()
        malformation.spoil(&sample)
        #expect(throws: malformation.status) { try withImage(sample) { _ in } }
    }

    @Test("An image with a malformed table is refused when the table is read", arguments: malformedTables)
    func table(_ malformation: Malformation) {
        var sample = SampleImage()
        malformation.spoil(&sample)
        #expect(throws: malformation.status) { try withImage(sample, readEverything) }
    }

    @Test("A file cut off anywhere is refused")
    func cut() {
        let whole = SampleImage()
        for length in whole.bytes.indices {
            var sample = whole
            sample.bytes.removeLast(whole.bytes.count - length)
            #expect(throws: NTStatus.self, "\(length) bytes") { try withImage(sample) { _ in } }
        }
    }

    @Test("No single wrong byte makes a read leave the image")
    func singleBytes() {
        for offset in SampleImage().bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var sample = SampleImage()
                sample.bytes[offset] = value
                try? withImage(sample, readEverything)
            }
        }
    }

    @Test("No mixture of wrong numbers makes a read leave the image", arguments: 1...8 as ClosedRange<UInt64>)
    func mixtures(seed: UInt64) {
        var random = SplitMix(state: seed)
        let whole = SampleImage()
        var accepted = 0
        for _ in 0..<25_000 {
            var sample = whole
            for _ in 0...random.next(below: 4) { random.damage(&sample) }
            if (try? withImage(sample, readEverything)) != nil { accepted += 1 }
        }
        // Both ways out are taken, or the mixtures would prove nothing.
        #expect(accepted > 100 && accepted < 24_900, "\(accepted) images accepted")
    }
}

/// Numbers that look random and are the same every time.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Puts a number that loaders get wrong, or any, where headers and tables have theirs.
    mutating func damage(_ sample: inout SampleImage) {
        let places = [0..<0x80, 0x80..<0x98, optional..<sections, sections..<sections + 80, data..<data + 0x2C0]
        let range = places[next(below: places.count)]
        let size = [1, 2, 4, 8][next(below: 4)]
        let offset = range.lowerBound + next(below: range.count / size) * size
        let edges: [UInt64] = [
            0, 1, 7, 0x1000, 0x2000, 0x2100, 0x2FF8, 0x3000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_F000, 0xFFFF_FFFF,
            .max, 1 << 63, SampleImage.base, SampleImage.base + 0x2FFF,
        ]
        sample.put(next(below: 3) == 0 ? next() : edges[next(below: edges.count)], size, offset)
    }
}
