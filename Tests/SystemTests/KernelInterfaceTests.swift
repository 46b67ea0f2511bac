import NeptuneTool
import SystemPackage
import Testing

/// kerneltest.elf as the root task, instead of the executive: one check a fact of the kernel's interface.
@Suite(.serialized) struct KernelInterfaceTests {
    /// With everything a processor has; on one without XSAVE, AVX, FSGSBASE, x2APIC and no-execute pages; on one that needs the
    /// split between the kernel's memory and its programs'; with that on one that does not; and with room for the FPU
    /// states of AVX-512, which QEMU's processors do not have.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [("max", ""), ("qemu64,-nx", ""), ("Nehalem", ""), ("max", "split=on"), ("max", "avx512")])
    func theKernelKeepsThePromisesOfItsInterface(processor: String, words: String) async throws {
        let build = SystemUnderTest.build
        var options = MachineOptions(.direct(kernel: build.kernel, module: build.kernelTest))
        options.processor = processor
        options.kernelWords = words
        options.extra = ["-global", "hpet.msi=on"]
        // Then a run is the same each time, however busy the host is.
        options.pace = .counted
        let checks = try await Self.passedChecks(on: options)
        #expect(checks.count >= 1000)
        // What it only tries on a board that can do it.
        for check in ["device irq: once, though it stays high", "device irq: a message signals the badge"] {
            #expect(checks.contains(check))
        }
        var names: Set<String> = []
        let twins = checks.filter { !names.insert($0).inserted }
        #expect(twins.isEmpty, "each check has a name of its own")
        #expect(names.contains("size: a thread is 2^11 bytes") == (words != "avx512"))
        #expect(names.contains("size: a thread is 2^12 bytes where FPU states are large") == (words == "avx512"))
        #expect(names.contains("fpu: two threads keep all of their SSE registers"))
        #expect(names.contains("fpu: two threads keep all of their AVX registers") == (processor == "max"))
    }

    /// Boots kerneltest, expects that no check fails, and returns the names of those that passed.
    static func passedChecks(
        on options: MachineOptions, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let (log, listing) = try await SystemUnderTest.machine(options) { machine in
            let log = try await machine.wait(
                on: .log, within: .seconds(240), for: "the closing line of kerneltest"
            ) { $0.contains("kerneltest: ") && $0.contains(" failed") }
            return (log, machine.mirror)
        }
        let closing = log.split(whereSeparator: \.isNewline).last { $0.hasPrefix("kerneltest: ") } ?? ""
        #expect(closing.hasSuffix(" passed, 0 failed"), "\(log)", sourceLocation: sourceLocation)
        let mark = "ok   "
        return listing.split(whereSeparator: \.isNewline).filter { $0.hasPrefix(mark) }
            .map { String($0.dropFirst(mark.count)) }
    }
}
