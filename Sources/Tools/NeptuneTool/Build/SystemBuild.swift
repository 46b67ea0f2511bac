import Foundation
import SystemPackage

/// Builds the whole system, or a part of it, doing again only what a change asks for.
///
/// Compiling is SwiftPM's business (`CrossBuild`), linking and packing is done here. Results are left in
/// `build/CONFIGURATION/`; logs and images with symbols in `obj/` below it.
public struct SystemBuild: Sendable {
    public enum Part: String, Sendable, CaseIterable {
        case kernel
        /// The kernel, and the root task that checks its interface.
        case kerneltest
        /// The executive without its boot archive.
        case executive
        /// The PE files.
        case images
        /// Kernel and executive, ready to run.
        case boot
        /// All that, and the boot disk.
        case system
    }

    public let workspace: Workspace
    public let configuration: BuildConfiguration
    /// Whether to link what can be linked when an image does not build, and complain at the end.
    public var keepsGoing = false

    let memory: StepMemory
    public let results: FilePath
    let intermediates: FilePath

    public init(_ workspace: Workspace, _ configuration: BuildConfiguration) {
        self.workspace = workspace
        self.configuration = configuration
        results = workspace.results(configuration)
        intermediates = workspace.intermediates(configuration)
        memory = StepMemory(folder: intermediates)
    }

    /// The kernel, as QEMU's `-kernel` takes it.
    public var kernel: FilePath { results.appending("kernel.elf") }
    /// The executive with the boot archive inside, as QEMU's `-initrd` takes it.
    public var executive: FilePath { results.appending("executive.elf") }
    /// A root task that checks the kernel's interface and prints what fails.
    public var kernelTest: FilePath { results.appending("kerneltest.elf") }
    public var floppy: FilePath { results.appending("floppy.img") }
    /// Every file that is inside the boot archive.
    public var files: FilePath { results.appending("files") }

    /// Builds `part` and what it needs. Only one build works on a checkout at a time; others wait.
    public func build(_ part: Part = .system) async throws {
        try Files.createFolder(intermediates)
        let lock = try FileLock(workspace.path("build/.lock"))
        defer { lock.release() }
        try GeneratedSources(workspace).update()
        switch part {
        case .kernel: try await buildKernel()
        case .kerneltest:
            try await buildKernel()
            try await linkKernelTest()
        case .executive: try await linkExecutive()
        case .images: try await buildImages()
        case .boot: try await buildBootable()
        case .system:
            try await buildBootable()
            try await buildFloppy()
        }
    }

    private func buildBootable() async throws {
        try await buildKernel()
        try await linkExecutive()
        try await buildImages()
        try await packExecutive()
    }

    /// Compiles one of the package's builds if its sources changed.
    func compile(_ build: CrossBuild, product: String? = nil, what: String) async throws {
        let command = build.command(workspace, configuration, product: product)
        let name = "compile-\(build.rawValue)" + (product.map { "-\($0)" } ?? "")
        let log = intermediates.appending("\(name).log")
        let outputs = product.map { [build.library($0, workspace, configuration)] } ?? []
        try await memory.perform(name, build.fingerprint(workspace, command), outputs: outputs) {
            build.removeLibraries(product, workspace, configuration)
            try await Console.step("compiling \(what)") {
                _ = try await command.succeed("\(what) does not compile", log: log)
            }
        }
    }

    /// Runs one linker or converter command if its inputs changed. What `accepts` finds wrong in its
    /// output makes it fail.
    func link(
        _ output: FilePath, inputs: [FilePath], _ command: Command,
        accepts complaint: (String) -> String? = { _ in nil }
    ) async throws {
        let name = output.lastComponent?.string ?? "link"
        let fingerprint = Fingerprint(
            inputs: inputs, extra: [command.executable] + command.arguments)
        let log = intermediates.appending("\(name).log")
        try await memory.perform("link-\(name)", fingerprint, outputs: [output]) {
            let output = try await command.succeed("\(name) does not link", log: log)
            if let complaint = complaint(output) {
                throw ToolError("\(name) does not link\n  \(complaint)", log: log.string)
            }
        }
    }
}
