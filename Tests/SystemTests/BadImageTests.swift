import NeptuneTool
import Testing

/// Files that are no sound PE images are refused with the status NT has for it.
@Suite(.serialized) struct BadImageTests {
    /// A change to a sound image, by the offsets of its headers.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statuses: [UInt32]
        let apply: @Sendable (inout DamagedImage) -> Void

        init(
            _ description: String, _ statuses: UInt32...,
            apply: @escaping @Sendable (inout DamagedImage) -> Void
        ) {
            testDescription = description
            self.statuses = statuses
            self.apply = apply
        }
    }

    static let invalidImageFormat: UInt32 = 0xC000_007B
    static let invalidImageNotMZ: UInt32 = 0xC000_012F
    static let invalidFileForSection: UInt32 = 0xC000_0020
    static let invalidImageProtect: UInt32 = 0xC000_0130
    static let conflictingAddresses: UInt32 = 0xC000_0018

    static let damages = [
        Damage("empty file", invalidFileForSection) { $0.bytes = [] },
        Damage("no MZ", invalidImageNotMZ) { $0.bytes[0] = 0 },
        Damage("text file", invalidImageNotMZ) { $0.bytes = Array("hello\n".utf8) },
        Damage("header beyond the end", invalidImageProtect, invalidImageFormat) {
            $0.put(0x7FFF_FFF0, 4, at: 0x3C)
        },
        Damage("no PE signature", invalidImageProtect, invalidImageFormat) {
            $0.bytes[$0.header] = 0x58
        },
        Damage("cut in the headers", invalidImageFormat) {
            $0.bytes.removeLast($0.bytes.count - 300)
        },
        Damage("cut in the sections", invalidImageFormat) {
            $0.bytes.removeLast($0.bytes.count / 2)
        },
        Damage("machine of 32 bits", invalidImageFormat) { $0.put(0x14C, 2, at: $0.header + 4) },
        Damage("machine ARM64", invalidImageFormat) { $0.put(0xAA64, 2, at: $0.header + 4) },
        Damage("optional header of PE32", invalidImageFormat) {
            $0.put(0x10B, 2, at: $0.optionalHeader)
        },
        Damage("overlapping sections", invalidImageFormat) {
            $0.put($0.number($0.sections + 12, 4), 4, at: $0.sections + 40 + 12)
        },
        Damage("section beyond the image", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.sections + 12)
        },
        Damage("section data beyond the file", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.sections + 20)
        },
        Damage("65535 sections", invalidImageFormat) { $0.put(0xFFFF, 2, at: $0.header + 6) },
        Damage("image size zero", invalidImageFormat) { $0.put(0, 4, at: $0.optionalHeader + 56) },
        Damage("section alignment zero", invalidImageFormat) {
            $0.put(0, 4, at: $0.optionalHeader + 32)
        },
        Damage("no sections", invalidImageFormat) { $0.put(0, 2, at: $0.header + 6) },
        Damage("image size of 4 GB", invalidImageFormat) { $0.put(0xFFFF_FFFF, 4, at: $0.optionalHeader + 56) },
        Damage("image size of one page", invalidImageFormat) { $0.put(0x1000, 4, at: $0.optionalHeader + 56) },
        Damage("entry point outside the image", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.optionalHeader + 16)
        },
        Damage("image base not on 64 KB", invalidImageFormat) {
            $0.put(0x1_4000_1000, 8, at: $0.optionalHeader + 24)
        },
        Damage("section not on its alignment", invalidImageFormat) {
            $0.put($0.number($0.sections + 12, 4) + 0x10, 4, at: $0.sections + 12)
        },
        Damage("imports at a wild address", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.optionalHeader + 112 + 8)
        },
        Damage("name of an imported module at a wild address", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.imports + 12)
        },
        Damage("list of imports at a wild address", invalidImageFormat) { $0.put(0x7FFF_F000, 4, at: $0.imports) },
        Damage("address table at a wild address", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.imports + 16)
        },
        Damage("relocations at a wild address, moved from where it must lie", invalidImageFormat) {
            // The address of ntdll, which is taken.
            $0.put(0x7FFC_0000_0000, 8, at: $0.optionalHeader + 24)
            $0.put($0.number($0.header + 22, 2) & ~1, 2, at: $0.header + 22)
            $0.put(0x7FFF_F000, 4, at: $0.optionalHeader + 112 + 5 * 8)
            $0.put(12, 4, at: $0.optionalHeader + 116 + 5 * 8)
        },
        Damage("an image that must lie where another does", conflictingAddresses) {
            $0.put(0x7FFC_0000_0000, 8, at: $0.optionalHeader + 24)
            $0.put($0.number($0.header + 22, 2) | 1, 2, at: $0.header + 22)
        },
        Damage("thread-local storage at a wild address", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.optionalHeader + 112 + 9 * 8)
            $0.put(40, 4, at: $0.optionalHeader + 116 + 9 * 8)
        },
        Damage("thread-local storage whose addresses are wild", invalidImageFormat) {
            $0.put($0.number($0.sections + 12, 4), 4, at: $0.optionalHeader + 112 + 9 * 8)
            $0.put(40, 4, at: $0.optionalHeader + 116 + 9 * 8)
        },
    ]

    /// `bad\000.exe` and so on: copies of a sound image with wrong numbers anywhere in headers and tables. The numbers look
    /// random and are the same every time.
    static func damagedCopies(of sound: ArchiveInput, count: Int, extension suffix: String) -> [ArchiveInput] {
        var state: UInt64 = 2026
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let edges: [UInt64] = [0, 1, 8, 0x1000, 0x2000, 0x7FFF_F000, 0x8000_0000, 0xFFFF_F000, 0xFFFF_FFFF]
        return (0..<count).map { number in
            var image = DamagedImage(bytes: sound.contents)
            let places = image.places
            for _ in 0...random(below: 3) {
                let place = places[random(below: places.count)]
                let size = [1, 2, 4, 8][random(below: 4)]
                let offset = place.lowerBound + random(below: max(1, place.count / size)) * size
                let value = random(below: 3) == 0 ? UInt64(random(below: 1 << 31)) : edges[random(below: edges.count)]
                image.put(value, size, at: offset)
            }
            let digits = String(repeating: "0", count: 3 - String(number).count) + "\(number)"
            return ArchiveInput(path: "bad\\\(digits).\(suffix)", contents: image.bytes)
        }
    }

    /// Each is refused, runs or dies, and nothing else does.
    @Test func imagesWithWrongNumbersHarmNobody() async throws {
        let sound = try await NativeProgram("exitcode", SystemUnderTest.workspace).program()
        var run = ProgramRun(try await NativeProgram("tryimages", SystemUnderTest.workspace).program())
        run.files = Self.damagedCopies(of: sound, count: 250, extension: "exe")
        run.timeLimit = .seconds(120)
        let outcome = try await SystemUnderTest.expectSuccess(run)
        let lines = outcome.output.split(separator: "\n").filter {
            $0.contains(".exe refused ") || $0.contains(".exe ends ")
        }
        #expect(lines.count == 250, "it displayed:\n\(outcome.output)")
        #expect(lines.contains { $0.hasSuffix(" refused 0xC000007B") })
        #expect(lines.contains { $0.hasSuffix(" ends 0x0000002A") })
    }

    @Test func driversWithWrongNumbersHarmNobody() async throws {
        let sound = try await NativeProgram("cnulldrv", SystemUnderTest.workspace).driver()
        var run = ProgramRun(try await NativeProgram("trydrivers", SystemUnderTest.workspace).program())
        run.files = Self.damagedCopies(of: sound, count: 150, extension: "sys")
        run.timeLimit = .seconds(120)
        let outcome = try await SystemUnderTest.expectSuccess(run)
        let lines = outcome.output.split(separator: "\n").filter { $0.contains(".sys loads ") }
        #expect(lines.count == 150, "it displayed:\n\(outcome.output)")
        #expect(lines.contains { $0.hasSuffix(" 0xC000007B") })
        #expect(lines.contains { $0.hasSuffix(" 0x00000000") })
    }

    @Test(arguments: damages) func aDamagedImageIsRefused(damage: Damage) async throws {
        let sound = try await NativeProgram("exitcode", SystemUnderTest.workspace).program()
        var image = DamagedImage(bytes: sound.contents)
        damage.apply(&image)
        let outcome = try await SystemUnderTest.outcome(
            ProgramRun(ArchiveInput(path: "damaged.exe", contents: image.bytes)))
        switch outcome.ending {
        case .couldNotStart(let status), .status(let status):
            #expect(damage.statuses.contains(status), "status \(String(status, radix: 16))")
        case .machineStopped, .systemFailed, .timedOut, .kernelTrapped:
            Issue.record("no status: \(outcome.ending)\n\(outcome.log)")
        }
    }

    @Test func aMissingDLLIsNamed() async throws {
        var program = try await NativeProgram("exitcode", SystemUnderTest.workspace).program()
        let name = Array("ntdll.dll".utf8)
        var contents = program.contents
        let found = contents.indices.first { contents[$0...].starts(with: name) }
        contents[try #require(found)] = UInt8(ascii: "x")
        program = ArchiveInput(path: program.path, contents: contents)
        let outcome = try await SystemUnderTest.outcome(ProgramRun(program))
        #expect(outcome.ending == .status(0xC000_0135))
        #expect((outcome.output + outcome.log).contains("xtdll.dll"))
    }
}
