import ArgumentParser
import NeptuneTool

@main
struct Neptune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "./neptune",
        abstract:
            "Builds, runs and tests Neptune OS: Windows NT on the seL4 kernel interface, in Swift.",
        subcommands: [
            RunCommand.self, ExecCommand.self, TestCommand.self, BuildCommand.self,
            BenchCommand.self, ImageCommand.self, LintCommand.self, GenerateCommand.self,
            FuzzCommand.self,
        ])
}
