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

    /// Counts one check that is no test of Swift's: it passes if it finds nothing.
    public mutating func check(_ what: String, _ findings: [String]) {
        if findings.isEmpty {
            passed += 1
            Console.print("ok   \(what)")
            return
        }
        failed += 1
        Console.print("FAIL \(what)")
        for finding in findings { Console.print("     \(finding)") }
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
            for message in count.read(line) { Console.print(message) }
        }
        passed += count.passed
        failed += count.failed
        if status != 0 && count.failed == 0 {
            failed += 1
            Console.print("FAIL \(what): swift test ended with status \(status); log: \(log)")
            for line in Command.complaints(of: (try? Files.text(log)) ?? "") { Console.print("     \(line)") }
        }
        Console.say("\(what): \(count.passed) passed, \(count.failed) failed")
    }
}
