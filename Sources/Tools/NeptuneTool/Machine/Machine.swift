import Foundation
import Subprocess
import SystemPackage

/// A virtual PC under the tool's control: it sees the screen and the serial ports, and types.
///
/// A machine lives as long as the closure it is given to. QEMU never outlives that: it is killed by its
/// process number, whatever the closure does and however the tool ends.
public actor Machine {
    public nonisolated let folder: FilePath
    private let channel: ControlChannel
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant

    /// Starts a machine, hands it to `body`, and ends it.
    ///
    /// Throws the kernel's trap if there was one, whatever `body` made of it.
    @discardableResult
    public static func run<Result: Sendable>(
        _ options: MachineOptions, _ body: @Sendable (Machine) async throws -> Result
    ) async throws -> Result {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let control = folder.appending("qmp")
        let errors = folder.appending("qemu.log")
        let arguments =
            options.hardware() + [
                "-display", "none", "-monitor", "none", "-no-shutdown",
                "-serial", "file:\(folder.appending("com1"))",
                "-serial", "file:\(folder.appending("com2"))",
                "-qmp", "unix:\(control),server=on,wait=off",
            ]
        let errorFile = try FileDescriptor.open(
            errors, .writeOnly, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
        let started = ContinuousClock().now
        do {
            let outcome = try await Subprocess.run(
                .name("qemu-system-x86_64"), arguments: Arguments(arguments), input: .none,
                output: .discarded,
                error: .fileDescriptor(errorFile, closeAfterSpawningProcess: true)
            ) { execution in
                let pid = execution.processIdentifier.value
                defer { kill(pid, SIGKILL) }
                let guardian = try Guardian(of: pid)
                defer { guardian.end() }
                let channel = try await connect(control, pid: pid, errors: errors)
                let machine = Machine(folder, channel, started)
                let outcome: Swift.Result<Result, any Error>
                do { outcome = .success(try await body(machine)) } catch { outcome = .failure(error) }
                if let trap = KernelTrap(in: machine.log) { throw await trap.located(in: options.kernelSymbols) }
                let result = try outcome.get()
                await machine.quit()
                return result
            }
            return outcome.closureResult
        } catch let error as SubprocessError {
            throw ToolError.noQEMU(error)
        }
    }

    private init(
        _ folder: FilePath, _ channel: sending ControlChannel, _ started: ContinuousClock.Instant
    ) {
        self.folder = folder
        self.channel = channel
        self.started = started
    }

    /// Time since QEMU was started.
    public var age: Duration { clock.now - started }

    /// What has come on COM1, the system's log.
    public nonisolated var log: String { serial("com1") }
    /// What has come on COM2, where the system mirrors what programs display.
    public nonisolated var mirror: String { serial("com2") }

    /// What the screen shows now.
    public func screen() throws -> Screen {
        let dump = folder.appending("screen")
        try channel.command(
            "pmemsave", ["val": 0xB8000, "size": Screen.memorySize, "filename": dump.string])
        return Screen(memory: try Files.read(dump))
    }

    /// Gives QEMU's own monitor a line and returns what it prints.
    @discardableResult
    public func monitor(_ line: String) throws -> String {
        try channel.command("human-monitor-command", ["command-line": line]) as? String ?? ""
    }

    /// Takes a picture of the screen.
    public func picture(to file: FilePath) throws {
        try channel.command("screendump", ["filename": file.string, "format": "png"])
    }

    /// Presses keys together and lets them go, as a person would: some 40 times a second. A key that switches the machine
    /// off is not let go.
    public func press(_ keys: [String]) async throws {
        for (down, order) in [(true, keys), (false, keys.reversed())] {
            let events = order.map { key in
                ["type": "key", "data": ["down": down, "key": ["type": "qcode", "data": key]]]
                    as [String: Any]
            }
            do { try channel.command("input-send-event", ["events": events]) } catch {
                if !down, try ending() != nil { return }
                throw error
            }
            try await Task.sleep(for: .milliseconds(12))
        }
    }

    /// Types text on the machine's keyboard; a newline is Enter.
    public func type(_ text: String) async throws {
        for character in text { try await press(Keyboard.keys(for: character)) }
    }

    /// How the machine ended, if it did. Throws if its kernel trapped.
    public func ending() throws -> Ending? {
        if let trap = KernelTrap(in: log) { throw trap }
        try channel.command("query-status")
        return channel.events.compactMap { event in
            switch (event.name, event.reason) {
            case ("SHUTDOWN", "guest-shutdown"): Ending.poweredOff
            case ("SHUTDOWN", "guest-reset"), ("RESET", "guest-reset"): .reset
            case ("SHUTDOWN", _): .stopped
            default: nil
            }
        }.first
    }

    /// How a machine can end by itself.
    public enum Ending: Sendable { case poweredOff, reset, stopped }

    private func quit() async {
        _ = try? channel.command("quit")
        channel.close()
        // QEMU completes a sound recording while it quits.
        try? await Task.sleep(for: .milliseconds(100))
    }

    private nonisolated func serial(_ name: String) -> String {
        String(decoding: (try? Files.read(folder.appending(name))) ?? [], as: UTF8.self)
    }

    private static func connect(
        _ control: FilePath, pid: pid_t, errors: FilePath
    ) async throws -> sending ControlChannel {
        for _ in 0..<500 {
            if let channel = try ControlChannel(control) { return channel }
            let complaint = (try? Files.text(errors)) ?? ""
            if complaint.contains("qemu-system-x86_64: ") && !complaint.contains("warning:") {
                throw ToolError("QEMU refuses: \(complaint.trimmingCharacters(in: .newlines))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw ToolError("QEMU does not open its control socket within 10 s")
    }
}

extension ToolError {
    static func noQEMU(_ error: SubprocessError) -> ToolError {
        ToolError(
            "QEMU cannot be started: \(error)", advice: "apt-get install --no-install-recommends qemu-system-x86")
    }
}
