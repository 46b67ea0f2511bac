import ArgumentParser
import NeptuneTool

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes the sources that follow from the tables in Interfaces/.",
        discussion: "Every build does this too.")

    @Flag(help: "Only say what is not up to date; exit status 1 if anything is.")
    var check = false

    func run() async throws {
        let sources = GeneratedSources(Workspace())
        let names = try check ? sources.check() : sources.update()
        for name in names { print(check ? "not up to date: \(name)" : "written: \(name)") }
        if check && !names.isEmpty { throw ExitCode.failure }
    }
}
