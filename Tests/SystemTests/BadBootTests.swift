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
        }
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
