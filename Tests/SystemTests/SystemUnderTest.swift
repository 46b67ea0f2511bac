import NeptuneTool
import Testing

/// The system as `neptune test` has built it, and the ways tests start it.
enum SystemUnderTest {
    static let workspace = Workspace()
    static let build = SystemBuild(workspace, BuildConfiguration())

    static var directBoot: MachineOptions.Boot {
        .direct(kernel: build.kernel, module: build.executive)
    }

    /// Boots to the prompt and hands over the machine.
    @discardableResult
    static func atPrompt<Result: Sendable>(
        _ change: (inout MachineOptions) -> Void = { _ in },
        _ body: @Sendable (Machine) async throws -> Result
    ) async throws -> Result {
        var options = MachineOptions(directBoot)
        change(&options)
        return try await Machine.run(options) { machine in
            try await machine.waitForPrompt()
            return try await body(machine)
        }
    }

    /// Runs a program that checks itself: status 0 and no failed check.
    static func expectSuccess(
        _ run: ProgramRun, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ProgramRun.Outcome {
        let outcome = try await run.run(build)
        #expect(
            outcome.ending == .status(0), "it displayed:\n\(outcome.output)\nlog:\n\(outcome.log)",
            sourceLocation: sourceLocation)
        #expect(!outcome.output.contains("FAIL"), sourceLocation: sourceLocation)
        return outcome
    }
}

extension Machine {
    /// Types a command and expects that the screen then shows `text`, in whatever case.
    func expect(
        _ line: String, shows text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let screen = try await command(line)
        #expect(screen.lowercased().contains(text.lowercased()), sourceLocation: sourceLocation)
    }

    /// Types a command and expects that the screen then does not show `text`.
    func expect(
        _ line: String, hides text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let screen = try await command(line)
        #expect(!screen.lowercased().contains(text.lowercased()), sourceLocation: sourceLocation)
    }
}
