import ArgumentParser
import NeptuneTool

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Checks the sources' format and length, and that generated files are up to date.")

    func run() async throws {
        let findings = try await Lint(Workspace()).findings()
        for finding in findings { print(finding) }
        guard findings.isEmpty else {
            Console.say("\(findings.count) findings")
            throw ExitCode.failure
        }
    }
}
