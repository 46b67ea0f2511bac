import Foundation
import SystemPackage

/// Runs one program of the host inside the system, headless, and says how it ended.
///
/// The program travels in the boot archive, together with a registry file that tells smss what to do:
/// load drivers, run the program, power off.
public struct ProgramRun: Sendable {
    public var program: ArchiveInput
    public var arguments: [String] = []
    /// Drivers to load first, by their names in the archive.
    public var drivers: [ArchiveInput] = []
    /// Further files to add.
    public var files: [ArchiveInput] = []
    public var timeLimit = Duration.seconds(60)
    public var memoryMB = 128
    public var kernel: FilePath?
    /// Words for the kernel's command line.
    public var kernelWords = ""
    public var pace = MachineOptions.Pace.free

    /// How a program ended.
    public enum Ending: Sendable, Equatable {
        case status(UInt32)
        /// The system refused to start it, or a driver.
        case couldNotStart(UInt32)
        /// The machine stopped before anything was said about the program.
        case machineStopped
        /// There is no system to run it in, or none any more: what kernel or executive said of that.
        case systemFailed(String)
        case timedOut
        /// The kernel trapped: its report.
        case kernelTrapped(String)
    }

    public struct Outcome: Sendable {
        public let ending: Ending
        /// What programs displayed.
        public let output: String
        /// The system's log.
        public let log: String
    }

    /// The exit status of `neptune exec` when there is none of the program's.
    public static let couldNotStart: Int32 = 126

    public init(_ program: ArchiveInput) {
        self.program = program
    }

    /// The archive's additions: program, drivers, and what smss is to do with them.
    var additions: [ArchiveInput] {
        let script = ArchiveInput(path: "System32\\config\\run.reg", contents: Array(registry.utf8))
        return files + drivers + [program, script]
    }

    var registry: String {
        var script = RegistryScript()
        script.key(#"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager"#)
        let words = (["\\SystemRoot\\" + program.path] + arguments).map(Self.quoted)
        script.value("Execute", words.joined(separator: " "))
        if !drivers.isEmpty {
            script.value(
                "Drivers", drivers.map { "\\SystemRoot\\" + $0.path }.joined(separator: ";"))
        }
        script.value("MirrorDisplay", 1)
        script.value("PowerOffWhenDone", 1)
        return script.text
    }

    /// Boots, waits for the program's end, and hands on what it displays as it comes.
    public func run(
        _ build: SystemBuild, display: @Sendable (String) -> Void = { _ in }
    ) async throws -> Outcome {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let files = try await BootFiles(build, kernel: kernel, adding: additions, in: folder)
        var options = MachineOptions(.direct(kernel: files.kernel, module: files.executive))
        options.memoryMB = memoryMB
        options.kernelWords = kernelWords
        options.pace = pace
        do {
            return try await Machine.run(options) { machine in
                let ending = try await follow(machine, display)
                return Outcome(ending: ending, output: machine.displayed, log: machine.log)
            }
        } catch let trap as KernelTrap {
            return Outcome(ending: .kernelTrapped(trap.text), output: "", log: trap.text)
        }
    }

    /// Watches both serial lines until the machine is off. The ending was logged before that.
    private func follow(
        _ machine: Machine, _ display: @Sendable (String) -> Void
    ) async throws -> Ending {
        var shown = 0
        while true {
            let ended = try await machine.ending() != nil
            let text = machine.displayed
            if text.count > shown {
                display(String(text.dropFirst(shown)))
                shown = text.count
            }
            if ended { return Self.ending(in: machine.log) ?? .machineStopped }
            if let failure = SystemFailure.line(in: machine.log) { return .systemFailed(failure) }
            if await machine.age > timeLimit {
                return Self.ending(in: machine.log) ?? .timedOut
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What smss said about the program's end, after all that the program may have written there itself.
    static func ending(in log: String) -> Ending? {
        for line in log.split(whereSeparator: \.isNewline).reversed() {
            if let status = status(after: "neptune: program ended with status 0x", in: line) {
                return .status(status)
            }
            if let status = status(
                after: "neptune: program could not be started, status 0x", in: line)
            {
                return .couldNotStart(status)
            }
        }
        return nil
    }

    private static func status(after words: String, in line: Substring) -> UInt32? {
        guard let range = line.range(of: words) else { return nil }
        return UInt32(line[range.upperBound...].prefix { $0.isHexDigit }, radix: 16)
    }

    /// An argument as Windows programs take command lines apart.
    static func quoted(_ argument: String) -> String {
        guard argument.isEmpty || argument.contains(where: { " \t\"".contains($0) }) else {
            return argument
        }
        var result = "\""
        var backslashes = 0
        for character in argument {
            if character == "\\" {
                backslashes += 1
                continue
            }
            let doubled = character == "\"" ? backslashes * 2 + 1 : backslashes
            result += String(repeating: "\\", count: doubled) + String(character)
            backslashes = 0
        }
        return result + String(repeating: "\\", count: backslashes * 2) + "\""
    }
}

extension ProgramRun.Ending {
    /// The exit status of `neptune exec`.
    public var exitStatus: Int32 {
        switch self {
        case .status(0): 0
        case .status(let status) where (1...125).contains(status): Int32(status)
        case .status: 125
        case .couldNotStart, .machineStopped, .systemFailed, .kernelTrapped: ProgramRun.couldNotStart
        case .timedOut: 124
        }
    }
}

extension Machine {
    /// What programs displayed so far, with the line ends of the host.
    nonisolated var displayed: String { mirror.replacing("\r\n", with: "\n") }
}
