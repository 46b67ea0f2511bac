import SystemPackage

/// Measures the built system: calls from inside, boot time, memory and sizes from outside.
public struct Benchmark: Sendable {
    private let build: SystemBuild

    public init(_ build: SystemBuild) {
        self.build = build
    }

    /// Everything there is to measure. Takes about a minute.
    public func run() async throws -> [Measurement] {
        var results = try await kernelCalls() + (try await calls())
        results.append(
            try await Console.step("time from power-on to the prompt") { try await bootTime() })
        results.append(
            try await Console.step("smallest memory that boots") { try await smallestMemory() })
        return results + (try await sizes())
    }

    /// What kerneltest measures of the kernel alone, with exact time.
    private func kernelCalls() async throws -> [Measurement] {
        var options = MachineOptions(.direct(kernel: build.kernel, module: build.kernelTest))
        options.pace = .counted
        // Behind the hole below 4 GB there is a whole gigabyte, for the figure that needs one.
        options.memoryMB = 3072
        return try await Console.step("instructions a call of the kernel") {
            try await Machine.run(options) { machine in
                let log = try await machine.wait(on: .log, within: .seconds(300), for: "the end of kerneltest") {
                    $0.contains("kerneltest: ") && $0.contains(" failed")
                }
                return Measurement.read(log).map { name, value in
                    var result = Measurement(name)
                    result.instructions = value
                    return result
                }
            }
        }
    }

    /// Runs bench.exe twice: once with exact time, where a nanosecond is an instruction, and once as
    /// fast as the host can.
    private func calls() async throws -> [Measurement] {
        let counted = try await Console.step("instructions a call") { try await program(.counted) }
        let timed = try await Console.step("time a call") { try await program(.free) }
        return counted.map { name, value in
            var result = Measurement(name)
            result.instructions = value
            result.nanoseconds = timed.first { $0.name == name }?.value
            return result
        }
    }

    private func program(
        _ pace: MachineOptions.Pace
    ) async throws -> [(name: String, value: Double)] {
        guard let image = PEImageDescription.all.first(where: { $0.name == "bench.exe" }) else {
            throw ToolError("the image table has no bench.exe")
        }
        let contents = try Files.read(build.file(of: image))
        var run = ProgramRun(ArchiveInput(path: image.path, contents: contents))
        run.pace = pace
        run.timeLimit = .seconds(300)
        let outcome = try await run.run(build)
        guard outcome.ending == .status(0) else {
            let log = build.results.appending("bench.log")
            try Files.write(outcome.log + "\n" + outcome.output, to: log)
            throw ToolError("bench.exe did not end well: \(outcome.ending)", log: log.string)
        }
        return Measurement.read(outcome.output)
    }

    /// The best of three, as time of the host.
    private func bootTime() async throws -> Measurement {
        var best: Duration?
        for _ in 0..<3 {
            let time = try await boot(memoryMB: 128, within: .seconds(60))
            best = min(best ?? time, time)
        }
        guard let best else { return Measurement("boot to prompt") }
        let (seconds, attoseconds) = best.components
        return Measurement(
            "boot to prompt", amount: Double(seconds) + Double(attoseconds) / 1e18, unit: "s")
    }

    /// Searches between what cannot work and what must.
    private func smallestMemory() async throws -> Measurement {
        var tooSmall = 4
        var enough = 128
        while enough - tooSmall > 1 {
            let middle = (tooSmall + enough) / 2
            if (try? await boot(memoryMB: middle, within: .seconds(10))) != nil {
                enough = middle
            } else {
                tooSmall = middle
            }
        }
        return Measurement("smallest memory", amount: Double(enough), unit: "MB")
    }

    private func boot(memoryMB: Int, within limit: Duration) async throws -> Duration {
        var options = MachineOptions(.direct(kernel: build.kernel, module: build.executive))
        options.memoryMB = memoryMB
        return try await Machine.run(options) { machine in
            try await machine.waitForPrompt(within: limit)
            return await machine.age
        }
    }

    private func compressedSize(_ file: FilePath) async throws -> Int {
        let outcome = try await Command("sh", ["-c", "gzip -9 -n <\"$1\" | wc -c", "gzip", file.string]).outcome()
        guard let size = Int(outcome.output.filter(\.isNumber)), size > 0 else {
            throw ToolError("gzip does not work")
        }
        return size
    }

    private func sizes() async throws -> [Measurement] {
        func kilobytes(_ name: String, _ bytes: Int) -> Measurement {
            Measurement(name, amount: Double(bytes) / 1024, unit: "KB")
        }
        return [
            kilobytes("kernel.elf", try Files.size(build.kernel)),
            kilobytes("executive.elf", try Files.size(build.executive)),
            kilobytes("kernel.elf, gzipped", try await compressedSize(build.kernel)),
            kilobytes("executive.elf, gzipped", try await compressedSize(build.executive)),
            kilobytes("free on the floppy", try await build.floppyFree()),
        ]
    }
}
