import ArgumentParser
import NeptuneTool

struct FuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract: "Tries the microkernel with made-up operations.",
        discussion: """
            The kernel runs on this machine beside a model of it, and after every operation both must be in \
            the same state. What goes wrong is shortened and printed as a test case.
            """)

    enum Subject: String, CaseIterable, ExpressibleByArgument { case kernel }

    @Argument(help: "What to try: kernel.")
    var subject: Subject

    @Option(help: "How many operations.")
    var operations = 10_000_000

    @Option(help: "Where the random numbers start; the same seed makes the same operations.")
    var seed: UInt64 = 1

    @Flag(help: "Let libFuzzer look for operations that reach new code.")
    var coverageGuided = false

    @Option(help: "How long libFuzzer looks.")
    var seconds = 60

    func validate() throws {
        guard operations > 0 && seconds > 0 else { throw ValidationError("operations and seconds are 1 or more") }
    }

    func run() async throws {
        let fuzz = KernelFuzz(Workspace())
        if coverageGuided {
            guard try await fuzz.runCoverageGuided(seconds: seconds) else { throw ExitCode.failure }
            return
        }
        let failures = try await fuzz.run(operations: operations, seed: seed)
        for failure in failures { Console.print(failure) }
        if !failures.isEmpty { throw ExitCode.failure }
    }
}
