import NeptuneTool
import Testing

/// One machine at the prompt for all tests of a suite, which use it one after the other.
struct SharedMachine: SuiteTrait, TestScoping {
    @TaskLocal private static var current: Machine?

    /// C programs of Tests/Native that are in its archive.
    let programs: [String]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        var files: [ArchiveInput] = []
        for name in programs {
            files.append(try await NativeProgram(name, SystemUnderTest.workspace).program())
        }
        try await SystemUnderTest.atPrompt(adding: files) { machine in
            try await Self.$current.withValue(machine) { try await function() }
        }
    }

    /// Hands over the machine at an empty prompt, whatever the test before it left there.
    static func use(_ body: @Sendable (Machine) async throws -> Void) async throws {
        let machine = try #require(current, "the suite has no machine")
        try await machine.press(["ctrl", "c"])
        try await machine.command("cls")
        try await body(machine)
    }
}

extension Trait where Self == SharedMachine {
    static func sharedMachine(running programs: String...) -> Self { SharedMachine(programs: programs) }
}
