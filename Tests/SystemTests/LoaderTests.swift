import NeptuneTool
import SystemPackage
import Testing

/// Whoever loads it, and however much memory there is, the kernel keeps its promises: kerneltest finds all that the
/// boot information tells to be so.
@Suite(.serialized) struct LoaderTests {
    enum Firmware: CaseIterable, Sendable {
        case bios, uefi

        var file: FilePath? { self == .uefi ? FilePath("/usr/share/ovmf/OVMF.fd") : nil }
    }

    private func boot(
        _ disc: GRUBDisc, _ firmware: Firmware, _ body: @Sendable (Machine) async throws -> Void
    ) async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        try await SystemUnderTest.machine(try await options(disc, firmware, in: folder), body)
    }

    /// Boots kerneltest and returns the names of the checks that passed.
    private func checks(_ disc: GRUBDisc, _ firmware: Firmware) async throws -> [String] {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        return try await KernelInterfaceTests.passedChecks(on: try await options(disc, firmware, in: folder))
    }

    private func options(
        _ disc: GRUBDisc, _ firmware: Firmware, in folder: FilePath
    ) async throws -> MachineOptions {
        var options = MachineOptions(.disc(try await disc.write(in: folder)))
        options.firmware = firmware.file
        options.memoryMB = 256
        return options
    }

    @Test(.timeLimit(.minutes(5)), arguments: [1, 2], Firmware.allCases)
    func theKernelBootsByGRUB(protocolVersion: Int, firmware: Firmware) async throws {
        let disc = GRUBDisc(protocolVersion: protocolVersion, task: SystemUnderTest.build.kernelTest)
        let checks = try await checks(disc, firmware)
        let findsFramebuffer = checks.contains("boot information: the framebuffer's memory holds what is written")
        #expect(findsFramebuffer)
        // UEFI firmware has pixels; a BIOS begins with text, and only version 2 of the protocol asks for something else.
        let hasPixels = checks.contains("boot information: the framebuffer has a pixel for each of its points")
        #expect(hasPixels == (firmware == .uefi || protocolVersion == 2))
        // A video BIOS is a BIOS's.
        #expect(checks.contains("boot information: the VBE record is 800 bytes long") == (firmware == .bios))
    }

    @Test(.timeLimit(.minutes(5))) func thePromptAppearsByGRUBInTextMode() async throws {
        try await boot(GRUBDisc(keepsText: true, task: SystemUnderTest.build.executive), .bios) { machine in
            try await machine.waitForPrompt(within: .seconds(180))
            try await machine.expect("ver", shows: "Neptune OS")
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Firmware.allCases)
    func thePromptAppearsAndAnswersInPixels(firmware: Firmware) async throws {
        try await boot(GRUBDisc(task: SystemUnderTest.build.executive), firmware) { machine in
            try await Self.wait(for: "the prompt", on: machine) { $0.last { !$0.isEmpty }?.hasPrefix("ntcmd") == true }
            try await machine.type("ver\n")
            try await Self.wait(for: "the answer", on: machine) { lines in
                lines.drop { !$0.hasSuffix(" ver") }.dropFirst().contains { $0.hasPrefix("Neptune OS") }
            }
        }
    }

    /// Waits until the screen of pixels shows what is asked for.
    private static func wait(
        for what: String, on machine: Machine, _ isThere: ([String]) -> Bool
    ) async throws {
        let greeting = "Neptune OS native command prompt. Type 'help' for the commands."
        let deadline = await machine.age + .seconds(180)
        while true {
            let lines = try await PixelScreen(of: machine).lines(knowing: greeting) ?? []
            if isThere(lines) { return }
            try #require(await machine.age < deadline, "\(what) did not come: \(lines)")
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: [16, 3072, 65536])
    func theKernelKeepsItsPromisesInLittleMemoryAndInMuch(megabytes: Int) async throws {
        var options = MachineOptions(
            .direct(kernel: SystemUnderTest.build.kernel, module: SystemUnderTest.build.kernelTest))
        options.memoryMB = megabytes
        options.pace = .counted
        _ = try await KernelInterfaceTests.passedChecks(on: options)
    }
}
