import Foundation
import NeptuneTool
import SystemPackage
import Testing

/// What cannot boot says so in one line on the console, and does not hang in silence.
@Suite(.serialized) struct BadBootTests {
    static func boot(
        _ change: (inout [UInt8]) -> Void, memoryMB: Int = 128, expecting words: String
    ) async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let executive = folder.appending("executive.elf")
        var bytes = try Files.read(SystemUnderTest.build.executive)
        change(&bytes)
        try Files.write(bytes, to: executive)
        var options = MachineOptions(
            .direct(kernel: SystemUnderTest.build.kernel, module: executive))
        options.memoryMB = memoryMB
        try await SystemUnderTest.machine(options) { machine in
            _ = try await machine.wait(
                on: .screen, within: .seconds(60), for: "a line with '\(words)'"
            ) { $0.lowercased().contains(words) }
            // The same line, and no other of the kernel's, is on the serial port.
            let log = try await machine.wait(on: .log, within: .seconds(10), for: "the line in the log") {
                $0.lowercased().contains(words)
            }
            #expect(log.lowercased().components(separatedBy: words).count == 2, "\(log)")
        }
    }

    /// A number at an offset of the ELF header or of the first program header, and what is said of it.
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var offset: Int
        var value: UInt64
        var size = 8
        var words: String
    }

    static let damages = [
        Damage(testDescription: "another machine", offset: 18, value: 183, size: 2, words: "not a 64-bit x86"),
        Damage(testDescription: "no program headers", offset: 56, value: 0, size: 2, words: "damaged"),
        Damage(testDescription: "headers outside of the file", offset: 32, value: 1 << 60, words: "damaged"),
        Damage(testDescription: "an entry in the kernel", offset: 24, value: 0xFFFF_FFFF_8010_0000, words: "damaged"),
        Damage(testDescription: "bytes outside of the file", offset: 64 + 8, value: 1 << 40, words: "damaged"),
        Damage(testDescription: "over the kernel", offset: 64 + 16, value: 0xFFFF_FFFF_8000_0000, words: "damaged"),
        Damage(testDescription: "of 1 TB", offset: 64 + 40, value: 1 << 40, words: "the root task"),
    ]

    @Test(arguments: damages) func aWildRootTaskIsReported(damage: Damage) async throws {
        try await Self.boot(
            { bytes in
                for index in 0..<damage.size {
                    bytes[damage.offset + index] = UInt8(truncatingIfNeeded: damage.value >> UInt64(8 * index))
                }
            }, expecting: damage.words)
    }

    @Test func aDamagedArchiveIsReported() async throws {
        try await Self.boot({ $0[$0.count - 5000] ^= 0xFF }, expecting: "archive")
    }

    @Test func aCutExecutiveIsReported() async throws {
        try await Self.boot({ $0.removeLast($0.count / 2) }, expecting: "damaged")
    }

    @Test func anExecutiveThatIsNoELFIsReported() async throws {
        try await Self.boot({ $0[0] = 0 }, expecting: "elf")
    }

    @Test(arguments: [4, 5])
    func tooLittleMemoryIsReported(megabytes: Int) async throws {
        try await Self.boot({ _ in }, memoryMB: megabytes, expecting: "memory")
    }

    @Test func aKernelWithoutAnyModuleSaysSo() async throws {
        let options = MachineOptions(.direct(kernel: SystemUnderTest.build.kernel, module: nil))
        try await SystemUnderTest.machine(options) { machine in
            try await machine.wait(
                on: .screen, within: .seconds(60), for: "a line about the missing module"
            ) { $0.lowercased().contains("module") }
        }
    }
}
