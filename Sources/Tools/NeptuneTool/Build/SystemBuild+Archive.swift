import SystemPackage

extension SystemBuild {
    /// Files of the boot archive that are taken as they are: path inside, path in the checkout.
    static let plainFiles = [
        ("System32\\config\\system.reg", "Configuration/system.reg")
    ]

    /// Collects the boot archive and puts it into the executive.
    func packExecutive() async throws {
        for (inside, source) in Self.plainFiles {
            let target = files.pushing(FilePath(inside.replacing("\\", with: "/")))
            try Files.write(try Files.read(workspace.path(source)), to: target)
        }
        let inputs = archivePaths
        let fingerprint = Fingerprint(
            inputs: [executiveSymbols] + inputs.map { file(at: $0) }, extra: inputs)
        try await memory.perform("pack-executive", fingerprint, outputs: [executive]) {
            try Files.write(try executive(adding: []), to: executive)
        }
    }

    /// The executive's file with a boot archive of everything that was built, and of `added`, which
    /// replaces what was built under the same path.
    public func executive(adding added: [ArchiveInput]) throws -> [UInt8] {
        let built = try archivePaths.map {
            ArchiveInput(path: $0, contents: try Files.read(file(at: $0)))
        }
        return try ExecutableFile(Files.read(executiveSymbols), name: executiveSymbols.string)
            .replacingArchive(with: ArchiveWriter.archive(of: built + added))
    }

    /// Paths in the archive of everything that was built, in the order of the tables.
    var archivePaths: [String] {
        PEImageDescription.all.map(\.path).filter { Files.exists(file(at: $0)) }
            + Self.plainFiles.map(\.0)
    }

    private func file(at path: String) -> FilePath {
        files.pushing(FilePath(path.replacing("\\", with: "/")))
    }
}
