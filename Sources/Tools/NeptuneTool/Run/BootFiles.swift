import SystemPackage

/// What a machine is booted from, ready to be handed to QEMU.
public struct BootFiles: Sendable {
    public let kernel: FilePath
    public let executive: FilePath

    /// Takes what was built, with another kernel and with files added where the user wants that; what
    /// has to be made for this goes into `folder`.
    public init(
        _ build: SystemBuild, kernel: FilePath? = nil, adding added: [ArchiveInput] = [],
        in folder: FilePath
    ) async throws {
        if let kernel {
            self.kernel = try await KernelFile.loadable(kernel, in: folder)
        } else {
            self.kernel = build.kernel
        }
        for file in [build.kernel, build.executive] where !Files.exists(file) {
            throw ToolError("\(file) is not there", advice: "run ./neptune build")
        }
        let own = folder.appending("executive.elf")
        if !added.isEmpty {
            executive = own
            try Files.write(try build.executive(adding: added), to: executive)
        } else if !Files.isPlain(build.executive) {
            executive = own
            try Files.link(own, to: build.executive)
        } else {
            executive = build.executive
        }
    }
}
