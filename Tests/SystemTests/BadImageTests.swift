import NeptuneTool
import Testing

/// Files that are no sound PE images are refused with the status NT has for it.
@Suite(.serialized) struct BadImageTests {
    /// A change to a sound image, by the offsets of its headers.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statuses: [UInt32]
        let apply: @Sendable (inout Image) -> Void

        init(
            _ description: String, _ statuses: UInt32...,
            apply: @escaping @Sendable (inout Image) -> Void
        ) {
            testDescription = description
            self.statuses = statuses
            self.apply = apply
        }
    }

    /// A PE image's bytes, with the places that are worth damaging.
    struct Image: Sendable {
        var bytes: [UInt8]

        var header: Int { Int(number(0x3C, 4)) }
        var optionalHeader: Int { header + 24 }
        var sections: Int { optionalHeader + Int(number(header + 20, 2)) }

        func number(_ offset: Int, _ size: Int) -> UInt64 {
            (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
        }

        mutating func put(_ value: UInt64, _ size: Int, at offset: Int) {
            for index in 0..<size {
                bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
            }
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
        Damage("imports at a wild address", invalidImageFormat) {
            $0.put(0x7FFF_F000, 4, at: $0.optionalHeader + 112 + 8)
        },
    ]

    @Test(arguments: damages) func aDamagedImageIsRefused(damage: Damage) async throws {
        let sound = try await NativeProgram("exitcode", SystemUnderTest.workspace).program()
        var image = Image(bytes: sound.contents)
        damage.apply(&image)
        let outcome = try await SystemUnderTest.outcome(
            ProgramRun(ArchiveInput(path: "damaged.exe", contents: image.bytes)))
        switch outcome.ending {
        case .couldNotStart(let status), .status(let status):
            #expect(damage.statuses.contains(status), "status \(String(status, radix: 16))")
        case .machineStopped, .systemFailed, .timedOut:
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
