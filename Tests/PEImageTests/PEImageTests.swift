import NTABI
import PEImage
import Testing

/// Hands the sample to `body` as a file.
func withImage<R>(_ sample: SampleImage, _ body: (PEImage) throws -> R) throws -> R {
    try unsafe sample.bytes.withUnsafeBytes { try body(try unsafe PEImage($0, layout: .file)) }
}

/// Reads every table to its end.
func readEverything(_ image: PEImage) throws {
    if let exports = try image.exports() {
        for name in ["Alpha", "Beta", "Zeta"] {
            _ = try image.export(in: exports, hint: 1) { order($0, name, image) }
        }
        for ordinal: UInt32 in 0..<10 { _ = try image.export(in: exports, ordinal: ordinal) }
    }
    var module = 0
    while let imported = try image.importModule(module) {
        var symbol = 0
        while try image.importSymbol(symbol, of: imported) != nil { symbol += 1 }
        module += 1
    }
    try image.forEachRelocation { _ in }
    _ = try image.threadLocalStorage(base: image.header.imageBase)
}

func text(_ name: PEName, _ image: PEImage) -> String {
    String(decoding: (0..<name.count).map { image.character($0, of: name) }, as: UTF8.self)
}

func order(_ name: PEName, _ wanted: String, _ image: PEImage) -> Int {
    let found = text(name, image)
    return found == wanted ? 0 : found < wanted ? -1 : 1
}

@Suite struct PEImageTests {
    @Test func `headers are read as they are written`() throws {
        try withImage(SampleImage()) { image in
            #expect(image.header.imageBase == SampleImage.base)
            #expect(image.header.entryPoint == 0x1000)
            #expect(image.header.sizeOfImage == 0x3000)
            #expect(image.header.isLibrary)
            #expect(!image.header.isFixed)
            #expect(image.section(0).isExecutable && !image.section(0).isWritable)
            #expect(image.section(1).isWritable && image.section(1).fileOffset == 0x600)
        }
    }

    @Test func `exports are found by name and by ordinal`() throws {
        try withImage(SampleImage()) { image in
            let exports = try #require(try image.exports())
            for hint in [0, 1, 99] {
                let alpha = try image.export(in: exports, hint: hint) { order($0, "Alpha", image) }
                #expect(alpha == .address(0x1010))
            }
            guard
                case .forward(let target)? = try image.export(
                    in: exports, hint: 0, order: { order($0, "Beta", image) })
            else { return #expect(Bool(false), "Beta is a forward") }
            #expect(text(target, image) == "other.Gamma")
            #expect(try image.export(in: exports, hint: 0) { order($0, "Zeta", image) } == nil)
            #expect(try image.export(in: exports, ordinal: 8) == .address(0x1020))
            #expect(try image.export(in: exports, ordinal: 7) == nil)
            #expect(try image.export(in: exports, ordinal: 4) == nil)
            #expect(try image.export(in: exports, ordinal: 9) == nil)
        }
    }

    @Test func `imports are read by name and by ordinal`() throws {
        try withImage(SampleImage()) { image in
            let module = try #require(try image.importModule(0))
            #expect(text(module.name, image) == "ntdll.dll")
            #expect(module.addressTable == 0x2160)
            guard case .name(let hint, let name)? = try image.importSymbol(0, of: module)
            else { return #expect(Bool(false), "the first import has a name") }
            #expect(hint == 3 && text(name, image) == "NtClose")
            #expect(try image.importSymbol(1, of: module) == .ordinal(7))
            #expect(try image.importSymbol(2, of: module) == nil)
            #expect(try image.importModule(1) == nil)
        }
    }

    @Test func `relocations are the places of 64-bit addresses`() throws {
        try withImage(SampleImage()) { image in
            var places: [Int] = []
            try image.forEachRelocation { places.append($0) }
            #expect(places == [0x2300])
        }
    }

    @Test func `thread-local storage counts from where the image lies`() throws {
        try withImage(SampleImage()) { image in
            let storage = try #require(try image.threadLocalStorage(base: SampleImage.base))
            #expect(storage.template.start == 0x22C0 && storage.template.count == 16)
            #expect(storage.zeroFill == 32 && storage.index == 0x22E0 && storage.alignment == 32)
            #expect(storage.callbacks == nil)
            #expect(throws: NTStatus.invalidImageFormat) {
                try image.threadLocalStorage(base: SampleImage.base + 0x1_0000_0000)
            }
        }
    }

    /// Pages without any right, and none at all where no section is, fault when a loader reads them.
    @Test func ofAMappedImageOnlyWhatCanBeReadIsRead() throws {
        func isRefused(_ address: Int, _ change: (inout SampleImage) -> Void) throws -> Bool {
            var sample = SampleImage()
            change(&sample)
            var memory = Array(sample.bytes[..<0x400]) + [UInt8](repeating: 0, count: 0x3C00)
            memory.replaceSubrange(0x2000..<0x2400, with: sample.bytes[SampleImage.dataInFile...])
            return try memory.withUnsafeBytes { bytes in
                let image = try PEImage(bytes, layout: .mapped)
                return (try? image.load(UInt32.self, at: address)) == nil
            }
        }
        let characteristics = SampleImage.sectionTable + 40 + 36
        #expect(try !isRefused(0x2000) { _ in })
        #expect(try isRefused(0x2000) { $0.put32(characteristics, 0x40) })
        #expect(try !isRefused(0x1000) { $0.put32(characteristics, 0x40) })
        #expect(try !isRefused(0x10) { $0.put32(characteristics, 0x40) })
        #expect(try isRefused(0x3000) { $0.put32(SampleImage.optionalHeader + 56, 0x4000) })
        #expect(try isRefused(0x2FFE) { $0.put32(SampleImage.optionalHeader + 56, 0x4000) })
        #expect(try !isRefused(0x2FFC) { $0.put32(SampleImage.optionalHeader + 56, 0x4000) })
    }
}
