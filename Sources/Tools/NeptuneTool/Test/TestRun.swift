import Foundation
import SystemPackage

/// Runs tests and counts them, whoever runs them in the end.
public struct TestRun {
    public private(set) var passed = 0
    public private(set) var failed = 0
    private let workspace: Workspace

    public init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// The closing line.
    public var summary: String { "\(passed) passed, \(failed) failed" }

    /// Runs one package build's tests with `swift test`, showing each test that fails as it does.
    public mutating func swiftTests(
        _ what: String, build: String?, scratch: String, arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        let log = workspace.path("build/test-\(scratch.drop { $0 == "." }).log")
        var environment = environment
        if let build { environment["NEPTUNE_TARGET"] = build }
        let command = Command(
            "swift",
            ["test", "--package-path", workspace.root.string, "--scratch-path"]
                + [workspace.path(scratch).string] + arguments, environment: environment)
        Console.say("\(what): building and running; log: \(log)")
        var count = TestOutput()
        let status = try await command.follow(log: log) { line in
            for message in count.read(line) { print(message) }
        }
        passed += count.passed
        failed += count.failed
        if status != 0 && count.failed == 0 {
            failed += 1
            print("FAIL \(what): swift test ended with status \(status); log: \(log)")
        }
        Console.say("\(what): \(count.passed) passed, \(count.failed) failed")
    }
}

/// Understands what `swift test` prints about Swift Testing's tests.
struct TestOutput {
    private(set) var passed = 0
    private(set) var failed = 0

    /// Takes one line; returns what is worth showing at once.
    mutating func read(_ line: String) -> [String] {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 3, words[1] == "Test", words[2] != "run" else { return [] }
        switch words[0] {
        case "✔" where words.contains("passed"):
            passed += 1
            return ["ok   \(words[2])"]
        case "✘" where words.contains("failed"):
            failed += 1
            return ["FAIL \(words[2])"]
        case "✘":
            return ["     " + words.dropFirst(2).joined(separator: " ")]
        default: return []
        }
    }
}
