import ArgumentParser
import NeptuneTool

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures calls, boot time, memory and sizes.",
        discussion: """
            Instructions are counted by QEMU and are the same on every machine; times are those of this \
            machine, in QEMU.
            """)

    @OptionGroup var target: ConfigurationArguments

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    @Flag(name: .customLong("no-build"), help: "Measure what was built before.")
    var skipBuild = false

    func run() async throws {
        let build = SystemBuild(Workspace(), try target.parsed())
        if !skipBuild {
            try await build.build()
            try await build.build(.kerneltest)
        }
        let report = BenchmarkReport(try await Benchmark(build).run())
        print(json ? try report.json() : report.table)
    }
}
