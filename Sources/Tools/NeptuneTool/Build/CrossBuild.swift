import SystemPackage

/// One of the package's three cross builds: the same sources, compiled for a part of the system.
public enum CrossBuild: String, Sendable, CaseIterable {
    case kernel, executive, pe

    /// Folders whose change asks for this build again.
    var sources: [String] {
        switch self {
        case .kernel: ["Sources/Shared", "Sources/Kernel", "Tests/KernelTest"]
        case .executive: ["Sources/Shared", "Sources/SeL4", "Sources/Executive"]
        case .pe:
            [
                "Sources/Shared", "Sources/SeL4", "Sources/Runtime", "Sources/NTDLL",
                "Sources/DriverRuntime", "Sources/Drivers", "Sources/Programs",
            ]
        }
    }

    func scratch(_ workspace: Workspace, _ configuration: BuildConfiguration) -> FilePath {
        workspace.path(".build-\(rawValue)\(configuration.flavor == .debug ? "-debug" : "")")
    }

    /// Where SwiftPM leaves a static library product.
    func library(
        _ product: String, _ workspace: Workspace, _ configuration: BuildConfiguration
    ) -> FilePath {
        scratch(workspace, configuration).pushing(
            FilePath("x86_64-unknown-none-elf/release/lib\(product).a"))
    }

    /// Takes away the product's library of an earlier build, or all. SwiftPM only adds to them, and would leave what a source
    /// file that is no more was compiled to.
    func removeLibraries(_ product: String?, _ workspace: Workspace, _ configuration: BuildConfiguration) {
        if let product { return Files.remove(library(product, workspace, configuration)) }
        for file in Files.files(under: library("", workspace, configuration).removingLastComponent())
        where file.extension == "a" {
            Files.remove(file)
        }
    }

    /// The compiler's command line. `product` nil means everything this build sees.
    func command(
        _ workspace: Workspace, _ configuration: BuildConfiguration, product: String? = nil
    ) -> Command {
        var arguments = [
            "build", "-c", "release", "--triple", "x86_64-unknown-none-elf",
            "--package-path", workspace.root.string,
            "--scratch-path", scratch(workspace, configuration).string,
        ]
        switch self {
        case .kernel, .executive: arguments += ["--experimental-lto-mode", "full"]
        case .pe:
            arguments += [
                "--experimental-lto-mode", "full", "-Xcc", "--target=x86_64-pc-windows-cygnus",
                "-Xcc", "-mcmodel=small",
            ]
        }
        if configuration.flavor == .debug {
            arguments += ["-Xswiftc", "-assert-config", "-Xswiftc", "Debug"]
            if self == .kernel { arguments += ["-Xswiftc", "-DKERNEL_DEBUG"] }
        }
        if let product { arguments += ["--product", product] }
        return Command("swift", arguments, environment: ["NEPTUNE_TARGET": rawValue])
    }

    /// What the build depends on: its sources and how they are compiled.
    func fingerprint(_ workspace: Workspace, _ command: Command) -> Fingerprint {
        let files = sources.flatMap { Files.files(under: workspace.path($0)) }
        return Fingerprint(
            inputs: files + [workspace.path("Package.swift")], extra: command.arguments)
    }
}
