import ArgumentParser
import NeptuneTool

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Checks the sources' format and length, and that generated files are up to date.")

    @Flag(help: "First write the sources in the house's format.")
    var fix = false

    func run() async throws {
        let lint = Lint(Workspace())
        if fix { try await lint.fix() }
        let findings = try await lint.findings()
        for finding in findings { print(finding) }
        guard findings.isEmpty else {
            Console.say("\(findings.count) findings")
            throw ExitCode.failure
        }
    }
}
