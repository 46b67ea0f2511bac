import NeptuneTool
import SystemPackage
import Testing

/// The system as `neptune test` has built it, and the ways tests start it.
///
/// Suites run side by side, but no more machines at a time than a small host has processors for.
enum SystemUnderTest {
    static let workspace = Workspace()
    static let build = SystemBuild(workspace, BuildConfiguration())
    private static let places = Places(2)

    static var directBoot: MachineOptions.Boot {
        .direct(kernel: build.kernel, module: build.executive)
    }

    /// Starts a machine and hands it over, when there is a place for it.
    @discardableResult
    static func machine<Result: Sendable>(
        _ options: MachineOptions, _ body: @Sendable (Machine) async throws -> Result
    ) async throws -> Result {
        try await places.withPlace { try await Machine.run(options, body) }
    }

    /// Boots to the prompt and hands over the machine.
    @discardableResult
    static func atPrompt<Result: Sendable>(
        adding files: [ArchiveInput] = [], _ change: (inout MachineOptions) -> Void = { _ in },
        _ body: @Sendable (Machine) async throws -> Result
    ) async throws -> Result {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let boot = try await BootFiles(build, adding: files, in: folder)
        var options = MachineOptions(.direct(kernel: boot.kernel, module: boot.executive))
        change(&options)
        return try await machine(options) { machine in
            try await machine.waitForPrompt()
            return try await body(machine)
        }
    }

    /// Runs a program of the host inside.
    static func outcome(_ run: ProgramRun, of build: SystemBuild = build) async throws -> ProgramRun.Outcome {
        try await places.withPlace { try await run.run(build) }
    }

    /// Runs a program that checks itself: status 0 and no failed check.
    static func expectSuccess(
        _ run: ProgramRun, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ProgramRun.Outcome {
        let outcome = try await outcome(run)
        #expect(
            outcome.ending == .status(0), "it displayed:\n\(outcome.output)\nlog:\n\(outcome.log)",
            sourceLocation: sourceLocation)
        #expect(!outcome.output.contains("FAIL"), sourceLocation: sourceLocation)
        return outcome
    }
}

extension Machine {
    /// Types a command on an empty screen and expects that the screen then shows `text`, in whatever case.
    @discardableResult
    func expect(
        _ line: String, shows text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let screen = try await alone(line)
        #expect(
            screen.lowercased().contains(text.lowercased()), "it shows:\n\(screen)",
            sourceLocation: sourceLocation)
        return screen
    }

    /// Types a command on an empty screen and expects that the screen then does not show `text`.
    func expect(
        _ line: String, hides text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let screen = try await alone(line)
        #expect(
            !screen.lowercased().contains(text.lowercased()), "it shows:\n\(screen)",
            sourceLocation: sourceLocation)
    }

    /// Types a command on an empty screen; returns the screen with the next prompt.
    @discardableResult
    func alone(_ line: String) async throws -> String {
        try await command("cls")
        return try await command(line)
    }

    /// What a command prints on an empty screen: the lines between its own and the next prompt.
    func answer(to line: String) async throws -> [String] {
        try await alone(line).split(separator: "\n").map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }.dropFirst().dropLast()
    }
}
