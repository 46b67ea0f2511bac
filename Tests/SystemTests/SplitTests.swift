import NeptuneTool
import SystemPackage
import Testing

/// What an address space has of the kernel, seen from outside: by the page tables that the processor uses at a moment.
@Suite(.serialized) struct SplitTests {
    /// Programs find code and constants, and the three pages of the entry code: descriptor tables and stacks.
    @Test(arguments: [("Nehalem", ""), ("IvyBridge", ""), ("max", "split=on")])
    func whereTheProcessorNeedsItAProgramHasNoneOfTheKernelsMemory(processor: String, words: String) async throws {
        let mappings = try await Self.kernelHalf(processor, words, inUserMode: true)
        #expect(mappings.map(\.access) == ["-r-", "-rw"])
        #expect(mappings.allSatisfy { $0.start >= Self.image })
        #expect(mappings.last?.size == 3 << 12)
    }

    @Test(arguments: [("max", ""), ("qemu64", "split=maybe"), ("Nehalem", "split=off")])
    func elsewhereItIsMappedForTheKernelAlone(processor: String, words: String) async throws {
        let mappings = try await Self.kernelHalf(processor, words, inUserMode: true)
        #expect(mappings.first?.start == Self.window)
        #expect(mappings.allSatisfy { $0.access.hasPrefix("-") })
    }

    @Test func withASplitTheKernelItselfSeesAllMemory() async throws {
        let mappings = try await Self.kernelHalf("Nehalem", "", inUserMode: false)
        #expect(mappings.first?.start == Self.window)
    }

    private static let window: UInt64 = 0xFFFF_8000_0000_0000
    private static let image: UInt64 = 0xFFFF_FFFF_8000_0000

    /// A line of `info mem`: `start-end size access`, where access is u, r and w, each or a dash.
    private struct Mapping: Sendable {
        let start: UInt64
        let size: UInt64
        let access: String

        init?(_ line: Substring) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 3, let start = UInt64(words[0].prefix(16), radix: 16),
                let size = UInt64(words[1], radix: 16)
            else { return nil }
            (self.start, self.size, access) = (start, size, String(words[2]))
        }
    }

    /// Stops the machine where it runs a program, or waits in the kernel, and says what is mapped in the upper half.
    private static func kernelHalf(
        _ processor: String, _ words: String, inUserMode: Bool
    ) async throws -> [Mapping] {
        try await SystemUnderTest.atPrompt {
            $0.processor = processor
            $0.kernelWords = words
        } _: { machine in
            // At the prompt the kernel mostly waits; starting programs is mostly done by programs.
            if inUserMode { try await machine.type("nttest\n") }
            for _ in 0..<2000 {
                try await machine.monitor("stop")
                let registers = try await machine.monitor("info registers")
                if registers.contains(inUserMode ? "CPL=3" : "CPL=0") {
                    return try await machine.monitor("info mem").split(separator: "\r\n")
                        .compactMap(Mapping.init).filter { $0.start >> 63 != 0 }
                }
                try await machine.monitor("cont")
                try await Task.sleep(for: .milliseconds(2))
            }
            throw ToolError("the processor was never found in the mode asked for")
        }
    }
}
