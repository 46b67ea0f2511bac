import Foundation
import Subprocess
import SystemPackage

/// A machine for a person to work at: in a window, in the terminal, or only its log.
public struct InteractiveRun: Sendable {
    /// Where the machine's screen is shown.
    public enum Display: Sendable, Equatable {
        case window(String), terminal
        /// Nowhere: the serial log goes to standard output instead.
        case none
    }

    public var options: MachineOptions
    public var display: Display
    /// Where the serial log goes, unless it is shown.
    public var log: FilePath
    /// Whether to wait for GDB on port 1234 before the first instruction.
    public var waitsForDebugger = false

    public init(_ options: MachineOptions, display: Display, log: FilePath) {
        self.options = options
        self.display = display
        self.log = log
    }

    /// The best display there is: a window where there is a window system and QEMU can draw in it, else
    /// the terminal.
    public static func chooseDisplay() async throws -> Display {
        let environment = ProcessInfo.processInfo.environment
        if ["DISPLAY", "WAYLAND_DISPLAY"].contains(where: { environment[$0]?.isEmpty == false }) {
            let known = try await Command("qemu-system-x86_64", ["-display", "help"]).outcome()
                .output
            let kinds = known.split(separator: "\n").map(String.init)
            if let kind = ["gtk", "sdl"].first(where: kinds.contains) { return .window(kind) }
            Console.say("QEMU cannot show a window (package qemu-system-gui); the screen appears in this terminal")
        }
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw ToolError(
                "there is no display and no terminal to show the screen in",
                advice: "add --headless for the serial log")
        }
        return .terminal
    }

    /// QEMU's command line.
    var arguments: [String] {
        var arguments = options.hardware()
        switch display {
        case .window(let kind): arguments += ["-display", kind, "-serial", "file:\(log)"]
        case .terminal: arguments += ["-display", "curses", "-serial", "file:\(log)"]
        case .none: arguments += ["-display", "none", "-monitor", "none", "-serial", "stdio"]
        }
        if waitsForDebugger { arguments += ["-s", "-S"] }
        return arguments
    }

    /// Runs the machine until it is powered off or the user ends QEMU.
    public func run() async throws {
        if waitsForDebugger {
            Console.say("waiting for GDB on localhost:1234 (docs/debugging.md says how)")
        }
        let status: TerminationStatus
        do {
            status = display == .none ? try await followLog() : try await show()
        } catch let error as SubprocessError {
            throw ToolError.noQEMU(error)
        }
        if display != .none, let trap = KernelTrap(in: (try? Files.text(log)) ?? "") { try await fail(trap) }
        guard case .exited(0) = status else { throw ToolError("QEMU ended with \(status)") }
    }

    private func show() async throws -> TerminationStatus {
        try await Subprocess.run(
            .name("qemu-system-x86_64"), arguments: Arguments(arguments),
            input: .currentStandardInput, output: .currentStandardOutput,
            error: .currentStandardError
        ).terminationStatus
    }

    /// The kernel trapped: where that was, and no success.
    private func fail(_ trap: KernelTrap) async throws {
        let places = await trap.located(in: options.kernelSymbols).places
        throw ToolError(
            (["the kernel trapped"] + places).joined(separator: "\n"), log: display == .none ? nil : log.string)
    }

    /// Copies the serial log to standard output. A system that says that it failed is not waited for: nobody would
    /// see an end of it.
    private func followLog() async throws -> TerminationStatus {
        try await Subprocess.run(
            .name("qemu-system-x86_64"), arguments: Arguments(arguments), input: .none,
            output: .sequence, error: .currentStandardError
        ) { execution in
            let pid = execution.processIdentifier.value
            var report = ""
            for try await text in execution.standardOutput.strings() {
                let line = text.trimmingCharacters(in: .newlines)
                Console.print(line)
                if KernelTrap.begins(line) || !report.isEmpty { report += line + "\n" }
                if KernelTrap.ends(line), let trap = KernelTrap(in: report) {
                    kill(pid, SIGKILL)
                    try await fail(trap)
                }
                if SystemFailure.isOne(line) {
                    kill(pid, SIGKILL)
                    throw ToolError("the system failed")
                }
            }
        }.terminationStatus
    }
}
