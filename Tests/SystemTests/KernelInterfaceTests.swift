import NeptuneTool
import SystemPackage
import Testing

/// kerneltest.elf as the root task, instead of the executive: one check a fact of the kernel's interface.
@Suite(.serialized) struct KernelInterfaceTests {
    /// With everything a processor has, and on one without XSAVE, FSGSBASE and x2APIC.
    @Test(.timeLimit(.minutes(5)), arguments: ["max", "qemu64"])
    func theKernelKeepsThePromisesOfItsInterface(processor: String) async throws {
        let build = SystemUnderTest.build
        var options = MachineOptions(.direct(kernel: build.kernel, module: build.kernelTest))
        options.processor = processor
        // Then a run is the same each time, however busy the host is.
        options.pace = .counted
        try await Machine.run(options) { machine in
            let log = try await machine.wait(
                on: .log, within: .seconds(240), for: "the closing line of kerneltest"
            ) { $0.contains("kerneltest: ") && $0.contains(" failed") }
            let lines = log.split(whereSeparator: \.isNewline)
            let closing = try #require(lines.last { $0.hasPrefix("kerneltest: ") })
            #expect(closing.hasSuffix(" passed, 0 failed"), "\(log)")
            let passed = try #require(closing.split(separator: " ").dropFirst().first.flatMap { Int($0) })
            #expect(passed >= 300)
        }
    }
}
