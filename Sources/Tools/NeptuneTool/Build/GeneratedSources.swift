import Generator
import SystemPackage

/// The files that are written from the tables of Interfaces/. They are kept in the repository, so that
/// a reader finds them, and are brought up to date by every build.
public struct GeneratedSources: Sendable {
    private let workspace: Workspace

    public init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Writes what is not up to date and returns its names.
    @discardableResult
    public func update() throws -> [String] {
        let stale = try stale()
        for output in stale { try Files.write(output.contents, to: workspace.path(output.path)) }
        return stale.map(\.path)
    }

    /// The names of the files that are not what the tables say.
    public func check() throws -> [String] {
        try stale().map(\.path)
    }

    private func stale() throws -> [Generator.Output] {
        let table = try Files.text(workspace.path(Generator.tablePath))
        let sources = Files.files(under: workspace.path(Generator.implementationPath)).filter {
            $0.extension == "swift" && !$0.string.contains("/Generated/")
        }
        let implementation = try sources.map(Files.text)
        do {
            return try Generator.outputs(table: table, implementation: implementation).filter {
                (try? Files.text(workspace.path($0.path))) != $0.contents
            }
        } catch {
            throw ToolError("\(Generator.tablePath) cannot be understood: \(error)")
        }
    }
}
