import Foundation
import Subprocess
import SystemPackage

/// A program of the host, run to its end.
public struct Command: Sendable {
    public let executable: String
    public let arguments: [String]
    public var environment: [String: String] = [:]
    public var workingDirectory: FilePath?

    public init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        workingDirectory: FilePath? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
    }

    /// What a finished program left.
    public struct Outcome: Sendable {
        /// The exit status; a program ended by a signal counts as 128 and the signal's number.
        public let status: Int
        /// Standard output and standard error as they came, mixed.
        public let output: String
    }

    /// Runs the program; any exit status is an outcome. Throws if it cannot be started.
    public func outcome() async throws -> Outcome {
        do {
            let result = try await run(
                program, arguments: Arguments(arguments), environment: inherited,
                workingDirectory: workingDirectory, output: .string(limit: 1 << 26),
                error: .combinedWithOutput)
            return Outcome(
                status: Self.status(result.terminationStatus), output: result.standardOutput)
        } catch let error as SubprocessError {
            throw ToolError(
                "cannot run \(executable): \(error)", advice: "install it, or put it on PATH")
        }
    }

    /// Runs the program, handing on its lines as they come and keeping them in `log`. Any exit status is
    /// an outcome.
    public func follow(log: FilePath, _ line: (String) -> Void) async throws -> Int {
        try Files.createFolder(log.removingLastComponent())
        let file = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        defer { try? file.close() }
        let result = try await run(
            program, arguments: Arguments(arguments), environment: inherited,
            workingDirectory: workingDirectory, input: .none, output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            for try await text in execution.standardOutput.strings() {
                // Lines come with or without their ends, as the library's version has it.
                let text = text.trimmingCharacters(in: .newlines)
                try file.writeAll(Array((text + "\n").utf8))
                line(text)
            }
        }
        return Self.status(result.terminationStatus)
    }

    /// Runs the program, keeping what it prints in `log`; an exit status other than 0 is an error that
    /// quotes the lines that say `error`.
    @discardableResult
    public func succeed(_ what: String, log: FilePath) async throws -> String {
        let outcome = try await outcome()
        try Files.write(outcome.output, to: log)
        guard outcome.status == 0 else {
            let reasons =
                outcome.status > 128
                ? ["\(executable) was ended by signal \(outcome.status - 128)"]
                : Self.complaints(of: outcome.output)
            // A file that is written through memory meets a full disk as this.
            let advice = outcome.status == 128 + Int(SIGBUS) ? "look whether the disk is full" : nil
            throw ToolError(([what] + reasons).joined(separator: "\n  "), log: log.string, advice: advice)
        }
        return outcome.output
    }

    /// A bare name is looked up in PATH, as a shell does.
    private var program: Executable {
        executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
    }

    private static func status(_ status: TerminationStatus) -> Int {
        switch status {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }

    private var inherited: Environment {
        .inherit.updating(
            Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) }))
    }

    /// The first lines that say `error`, each once; the last lines where none does.
    static func complaints(of output: String) -> [String] {
        var seen: Set<Substring> = []
        let all = output.split(separator: "\n")
        let lines = all.filter { $0.contains("error:") && !$0.contains("- error:") }
        guard !lines.isEmpty else { return all.suffix(3).map(String.init) }
        return lines.filter { seen.insert($0).inserted }.prefix(10).map(String.init)
    }
}
