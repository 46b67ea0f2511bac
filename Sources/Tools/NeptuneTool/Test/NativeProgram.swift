import SystemPackage

/// Builds the C programs and drivers of Tests/Native with mingw-w64, as anybody would build theirs.
public struct NativeProgram: Sendable {
    public let name: String
    private let workspace: Workspace

    public init(_ name: String, _ workspace: Workspace) {
        self.name = name
        self.workspace = workspace
    }

    /// The program, linked against ntdll alone.
    public func program() async throws -> ArchiveInput {
        try await build(
            as: "\(name).exe",
            ["-Wl,--subsystem,native", "-Wl,-e,NtProcessStartup", "-lntdll"])
    }

    /// The driver, built with the DDK's headers against ntoskrnl and hal.
    public func driver() async throws -> ArchiveInput {
        try await build(
            as: "\(name).sys",
            [
                "-shared", "-I/usr/x86_64-w64-mingw32/include/ddk", "-Wl,--subsystem,native",
                "-Wl,-e,DriverEntry", "-lntoskrnl", "-lhal",
            ])
    }

    /// The DLL, with the exports of a module definition file beside its source.
    public func library() async throws -> ArchiveInput {
        try await build(
            as: "\(name).dll", [workspace.path("Tests/Native/\(name).def").string, "-shared", "-Wl,-e,0", "-lntdll"])
    }

    private func build(as file: String, _ options: [String]) async throws -> ArchiveInput {
        let source = workspace.path("Tests/Native/\(name).c")
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let output = folder.appending(file)
        let common = [
            "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffreestanding",
            "-fno-stack-protector", "-mno-stack-arg-probe", "-nostdlib",
        ]
        try await Command(
            "x86_64-w64-mingw32-gcc", common + [source.string, "-o", output.string] + options
        ).succeed("\(name).c does not compile", log: workspace.path("build/\(file).log"))
        return ArchiveInput(path: file, contents: try Files.read(output))
    }
}
