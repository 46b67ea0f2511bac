import ArgumentParser
import Foundation
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

    static func main() async {
        CleanUp.watch()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            CleanUp.finish()
        } catch {
            CleanUp.finish()
            let isOrdinary = ToolError.exitStatus == ExitCode.failure.rawValue
            if isOrdinary || error is ExitCode || exitCode(for: error) == .success { exit(withError: error) }
            Console.say(fullMessage(for: error))
            Foundation.exit(ToolError.exitStatus)
        }
    }
}
