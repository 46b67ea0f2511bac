import ArgumentParser
import NeptuneTool

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs every test, and closes with 'N passed, N failed'.",
        discussion: """
            Five kinds, which can be asked for by name: lint (format and length of the sources), unit (the \
            modules, on this machine), model (ten million operations of the microkernel beside its model), tool \
            (this command), system (the whole system in QEMU: the kernel's interface, conformance, C programs \
            and drivers, a person at the keyboard).
            """)

    enum Kind: String, CaseIterable, ExpressibleByArgument { case lint, unit, model, tool, system }

    @Argument(help: "Only these kinds: lint, unit, model, tool, system.")
    var kinds: [Kind] = Kind.allCases

    @Option(help: "Only tests whose names match this regular expression.")
    var filter: String?

    @Flag(help: "Print which part of the portable kernel's lines the unit tests run.")
    var coverage = false

    @Flag(name: .customLong("no-build"), help: "Test the system that was built before.")
    var skipBuild = false

    func run() async throws {
        let workspace = Workspace()
        var tests = TestRun(workspace)
        if kinds.contains(.lint) && filter == nil {
            tests.check("the sources are as ./neptune lint wants them", try await Lint(workspace).findings())
        }
        if kinds.contains(.unit) {
            try await tests.swiftTests(
                "unit tests", build: nil, scratch: ".build-test",
                arguments: (filter.map { ["--filter", $0] } ?? []) + (coverage ? ["--enable-code-coverage"] : []))
            if coverage { try KernelCoverage(workspace, scratch: ".build-test").print() }
        }
        // A filter picks tests by name, and the model's run has none.
        if kinds.contains(.model) && filter == nil {
            tests.check(
                "the microkernel agrees with its model",
                try await KernelFuzz(workspace).run(operations: 10_000_000, seed: 1))
        }
        if kinds.contains(.tool) {
            try await tests.swiftTests(
                "tests of the tool", build: "tool", scratch: ".build-tool",
                arguments: ["--skip", "SystemTests"] + (filter.map { ["--filter", $0] } ?? []))
        }
        if kinds.contains(.system) {
            if !skipBuild {
                let build = SystemBuild(workspace, BuildConfiguration())
                try await build.build()
                try await build.build(.kerneltest)
                try await SystemBuild(workspace, BuildConfiguration(.amd64, .debug)).build(.boot)
            }
            try await tests.swiftTests(
                "system tests", build: "tool", scratch: ".build-tool",
                arguments: ["--filter", filter ?? "SystemTests", "--skip", "ToolTests", "--skip", "GeneratorTests"],
                environment: ["NEPTUNE_ROOT": "\(workspace.root)"])
        }
        Console.print(tests.summary)
        if tests.failed > 0 || tests.passed == 0 { throw ExitCode.failure }
    }
}
