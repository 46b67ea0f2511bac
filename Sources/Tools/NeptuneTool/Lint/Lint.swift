import Foundation
import SystemPackage

/// The rules of the house that a program can check.
public struct Lint: Sendable {
    /// A file longer than this is asked to be split.
    static let longestFile = 400

    private let workspace: Workspace

    public init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Writes the sources in the house's format.
    public func fix() async throws {
        let outcome = try await swiftFormat("format", ["--in-place"])
        guard outcome.status == 0 else { throw ToolError("swift format fails\n\(outcome.output)") }
    }

    /// Everything that breaks a rule, one line each.
    public func findings() async throws -> [String] {
        try await format() + lengths() + generated() + forgottenTests()
    }

    private var sources: [FilePath] {
        ["Sources", "Tests"].flatMap { Files.files(under: workspace.path($0)) }.filter {
            !$0.string.contains("/Generated/")
        }
    }

    private func format() async throws -> [String] {
        try await swiftFormat("lint", ["--strict"]).output.split(separator: "\n").filter {
            $0.contains(": error: ") || $0.contains(": warning: ")
        }.map { String($0.replacing(workspace.root.string + "/", with: "")) }
    }

    private func swiftFormat(_ verb: String, _ options: [String]) async throws -> Command.Outcome {
        let swift = sources.filter { $0.extension == "swift" } + [workspace.path("Package.swift")]
        let style = workspace.path(".swift-format").string
        return try await Command(
            "swift", ["format", verb, "--configuration", style] + options + swift.map(\.string)
        ).outcome()
    }

    private func lengths() throws -> [String] {
        let code = sources.filter { ["swift", "S", "h"].contains($0.extension ?? "") }
        return try code.compactMap { file in
            let lines = try Files.text(file).split(
                separator: "\n", omittingEmptySubsequences: false
            ).count
            guard lines > Self.longestFile else { return nil }
            return "\(file): \(lines) lines: one concept a file, \(Self.longestFile) at most"
        }
    }

    /// Folders of tests that no build knows.
    private func forgottenTests() throws -> [String] {
        let package = try Files.text(workspace.path("Package.swift"))
        let folders = try FileManager.default.contentsOfDirectory(atPath: workspace.path("Tests").string)
        return folders.sorted().filter { $0.hasSuffix("Tests") && !package.contains("\"\($0)\"") }.map {
            "Tests/\($0): not in Package.swift, so that nothing runs it"
        }
    }

    private func generated() throws -> [String] {
        try GeneratedSources(workspace).check().map {
            "\($0): not what Interfaces/ says; run ./neptune generate"
        }
    }
}
