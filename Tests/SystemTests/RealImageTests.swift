import NTABI
import NeptuneTool
import PEImage
import SystemPackage
import Testing

/// The system's own images, read on this machine: whole, and with wrong bytes.
@Suite struct RealImageTests {
    static let names = PEImageDescription.all.map(\.name)

    static func bytes(of name: String) throws -> [UInt8] {
        let image = try #require(PEImageDescription.all.first { $0.name == name })
        return try Files.read(SystemUnderTest.build.file(of: image))
    }

    /// Reads every table to its end.
    static func readEverything(_ bytes: UnsafeRawBufferPointer) throws {
        let image = try PEImage(bytes, layout: .file)
        if let exports = try image.exports() {
            for ordinal: UInt32 in 0..<8 { _ = try image.export(in: exports, ordinal: ordinal) }
            _ = try image.export(in: exports, hint: 0) { name in
                name.count == 0 ? -1 : Int(image.character(0, of: name)) - 0x4B
            }
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

    @Test(arguments: names)
    func itsTablesAreSound(name: String) throws {
        let bytes = try Self.bytes(of: name)
        try bytes.withUnsafeBytes { bytes in
            try Self.readEverything(bytes)
            let image = try PEImage(bytes, layout: .file)
            let description = try #require(PEImageDescription.all.first { $0.name == name })
            #expect(image.header.imageBase == description.base)
            #expect(image.header.isLibrary == (description.kind == .library))
        }
    }

    /// The bytes that are turned look random and are the same every time: half of them in the headers, half anywhere.
    @Test(arguments: ["smss.exe", "true.exe", "hal.dll", "null.sys", "i8042prt.sys"])
    func wrongBytesLeadNoReadOutOfIt(name: String) throws {
        var bytes = try Self.bytes(of: name)
        var state = UInt64(2026)
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var accepted = 0
        for _ in 0..<20_000 {
            let turned = (0...random(below: 3)).map { _ in
                (place: random(below: random(below: 2) == 0 ? 0x300 : bytes.count), bits: UInt8(1 + random(below: 255)))
            }
            for change in turned { bytes[change.place] ^= change.bits }
            if (try? bytes.withUnsafeBytes(Self.readEverything)) != nil { accepted += 1 }
            for change in turned.reversed() { bytes[change.place] ^= change.bits }
        }
        #expect(accepted > 100 && accepted < 19_900, "\(accepted) accepted")
        #expect(try bytes == Self.bytes(of: name))
    }
}
