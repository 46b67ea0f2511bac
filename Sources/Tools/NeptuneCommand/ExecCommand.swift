import ArgumentParser
import NeptuneTool
import SystemPackage

struct ExecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Runs a Windows native program of this machine inside the system.",
        discussion: """
            Boots headless with the program (and drivers) added, copies what it displays to standard \
            output and powers off. Exit status: 0 for STATUS_SUCCESS, the program's status if that is 1 \
            to 125, 125 for any other status, 126 when it could not be started, 124 when it took too long. Any \
            status but 0 is printed.
            """)

    @Option(help: ArgumentHelp("Give up after this time.", valueName: "SECONDS"))
    var timeout = 60.0

    @Option(
        help: ArgumentHelp("Load a driver first. May be given more than once.", valueName: "X.sys"))
    var driver: [String] = []

    @Option(
        help: ArgumentHelp(
            "Add a file, as \\SystemRoot\\NAME, or as FILE=PATH says.", valueName: "FILE"))
    var add: [String] = []

    @OptionGroup var machine: MachineArguments

    @Option(help: "amd64-release or amd64-debug.")
    var configuration = "amd64-release"

    @Flag(name: .customLong("no-build"), help: "Take what was built before.")
    var skipBuild = false

    @Argument(help: ArgumentHelp("The program, a PE file.", valueName: "PROGRAM.exe"))
    var program: String

    @Argument(parsing: .captureForPassthrough, help: "The program's arguments.")
    var arguments: [String] = []

    func validate() throws {
        // A day is for ever, and no number of seconds is too large for a clock.
        guard timeout > 0, timeout <= 86_400 else {
            throw ValidationError("--timeout wants a number of seconds, 86400 at most.")
        }
    }

    func run() async throws {
        let words = configuration.split(separator: "-").map(String.init)
        let build = SystemBuild(Workspace(), try BuildConfiguration(words: words))
        var run = ProgramRun(try AddedFile(file: program).contents())
        run.arguments = arguments
        run.drivers = try driver.map { try AddedFile(file: $0).contents() }
        run.files = try add.map { try AddedFile($0).contents() }
        run.timeLimit = .seconds(timeout)
        run.memoryMB = machine.memory
        run.kernelWords = machine.append
        run.kernel = machine.kernel.map { FilePath($0) }
        if !skipBuild { try await build.build(.boot) }

        let outcome = try await run.run(build) { text in
            Console.write(text)
        }
        try report(outcome, log: build.results.appending("exec.log"))
    }

    /// Says on standard error what the exit status alone does not.
    private func report(_ outcome: ProgramRun.Outcome, log: FilePath) throws {
        // What the program did does not hang on whether its log can be kept.
        do { try Files.write(outcome.log, to: log) } catch { Console.say("\(error)") }
        switch outcome.ending {
        case .status(0): break
        case .status(let status): Console.say("\(program) ended with status \(hex(status))")
        case .couldNotStart(let status):
            Console.say("\(program) could not be started: status \(hex(status)); log: \(log)")
        case .machineStopped:
            Console.say("the machine stopped before \(program) was started; log: \(log)")
        case .systemFailed(let line): Console.say("the system failed: \(line); log: \(log)")
        case .kernelTrapped(let report): Console.say("the kernel trapped; log: \(log)\n\(report)")
        case .timedOut: Console.say("\(program) did not end within \(timeout) s; log: \(log)")
        }
        if outcome.ending.exitStatus != 0 { throw ExitCode(outcome.ending.exitStatus) }
    }

    private func hex(_ status: UInt32) -> String {
        let digits = String(status, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
