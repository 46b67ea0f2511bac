import NeptuneTool
import SystemPackage
import Testing

/// A kernel one of whose own checks fails, which no program can bring about: a copy is changed so that its next system
/// call runs into a check's trap.
@Suite struct KernelTrapTests {
    @Test func aKernelWithoutSymbolsNamesTheLineOfItsCheckThatFailed() async throws {
        let build = SystemUnderTest.build
        let code = try await Command("llvm-objdump", ["-d", "--no-show-raw-insn", build.kernelSymbols.string]).outcome()
        let lines = code.output.split(separator: "\n")
        let check = try #require(lines.last { $0.hasSuffix("\tud2") }?.split(separator: ":").first)
        let entry = try #require(lines.first { $0.hasSuffix("<kernel_system_call>:") }?.split(separator: " ").first)

        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let kernel = folder.appending("kernel.elf")
        let image = try Files.read(build.kernel)
        try Files.write(
            try #require(Self.jumping(image, at: UInt64(entry, radix: 16), to: UInt64(check, radix: 16))), to: kernel)
        let options = MachineOptions(.direct(kernel: kernel, module: build.executive))
        let trap = try #require(
            await #expect(throws: KernelTrap.self) {
                try await SystemUnderTest.machine(options) { try await $0.waitForPrompt() }
            })

        #expect(trap.places.isEmpty, "nothing but the kernel itself has said where it was")
        let report = try #require(trap.lines.first)
        #expect(report.contains(" kernel trap 0x0000000000000006 at 0x\(check) "))
        let named = try #require(report.split(separator: " in ").dropFirst().first)
        let places = await trap.located(in: build.kernelSymbols).places
        #expect(places.contains { $0.hasSuffix("/\(named)") }, "\(named) is none of \(places)")
    }

    /// A 32-bit ELF image with a jump from one address to another, both of the same code.
    private static func jumping(_ image: [UInt8], at start: UInt64?, to end: UInt64?) -> [UInt8]? {
        func word(_ offset: Int) -> Int { (0..<4).reversed().reduce(0) { $0 << 8 | Int(image[offset + $1]) } }
        guard let start, let end else { return nil }
        let address = Int(start & 0xFFFF_FFFF)
        let (headers, count) = (word(28), Int(image[44]))
        for header in stride(from: headers, to: headers + 32 * count, by: 32) {
            let (offset, first, size) = (word(header + 4), word(header + 8), word(header + 16))
            guard first..<first + size ~= address else { continue }
            let distance = UInt32(truncatingIfNeeded: end &- start &- 5)
            let jump = [0xE9] + (0..<4).map { UInt8(truncatingIfNeeded: distance >> (8 * $0)) }
            var changed = image
            changed.replaceSubrange(offset + address - first..<offset + address - first + 5, with: jump)
            return changed
        }
        return nil
    }
}
