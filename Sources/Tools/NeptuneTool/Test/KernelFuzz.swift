import Foundation
import SystemPackage

/// The microkernel beside its model, on this machine (Tests/KernelModel).
public struct KernelFuzz {
    private let workspace: Workspace

    public init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Performs random operations, on every processor core at once; what went wrong, as test cases.
    public func run(operations: Int, seed: UInt64) async throws -> [String] {
        let program = try await build("KernelFuzz", scratch: ".build-fuzz", sanitizer: nil)
        let workers = max(ProcessInfo.processInfo.activeProcessorCount, 1)
        let share = (operations + workers - 1) / workers
        return try await Console.step("\(operations) operations of kernel and model, seed \(seed)") {
            try await withThrowingTaskGroup(of: String?.self) { group in
                for worker in 0..<workers {
                    group.addTask {
                        let seed = seed &+ UInt64(worker) << 32
                        let outcome = try await Command(program.string, ["\(share)", "\(seed)"]).outcome()
                        return outcome.status == 0 ? nil : "\(outcome.output)\n(status \(outcome.status))"
                    }
                }
                return try await group.reduce(into: []) { failures, output in
                    if let output { failures.append(output) }
                }
            }
        }
    }

    /// Lets libFuzzer look for inputs that reach new code, for so many seconds; true: nothing went wrong. What it finds
    /// it keeps in build/fuzz, and starts from there the next time.
    public func runCoverageGuided(seconds: Int) async throws -> Bool {
        let program = try await build("KernelFuzzer", scratch: ".build-fuzzer", sanitizer: "fuzzer")
        let corpus = workspace.path("build/fuzz/corpus")
        try Files.createFolder(corpus)
        try plant(in: corpus)
        let artifacts = workspace.path("build/fuzz").string + "/"
        let arguments = [
            "-max_total_time=\(seconds)", "-max_len=4096", "-len_control=0", "-use_value_profile=1",
            "-print_final_stats=1",
            "-artifact_prefix=\(artifacts)", corpus.string,
        ]
        let status = try await Command(program.string, arguments).follow(log: workspace.path("build/fuzz.log")) {
            Console.print($0)
        }
        return status == 0
    }

    /// Inputs to start from, long enough for some hundred operations each: libFuzzer by itself grows them from nothing,
    /// byte by byte.
    private func plant(in corpus: FilePath) throws {
        var state: UInt64 = 1
        for seed in 0..<16 {
            let bytes = (0..<4096).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            try Files.write(bytes, to: corpus.appending("seed-\(seed)"))
        }
    }

    private func build(_ product: String, scratch: String, sanitizer: String?) async throws -> FilePath {
        let folder = workspace.path(scratch)
        let arguments =
            ["build", "-c", "release", "--package-path", workspace.root.string, "--scratch-path", folder.string]
            + ["--product", product] + (sanitizer.map { ["--sanitize", $0] } ?? [])
        try await Console.step("\(product)") {
            _ = try await Command("swift", arguments, environment: ["NEPTUNE_TARGET": "fuzz"]).succeed(
                "\(product) does not build", log: workspace.path("build/\(product).log"))
        }
        return folder.pushing(FilePath("release/\(product)"))
    }
}
