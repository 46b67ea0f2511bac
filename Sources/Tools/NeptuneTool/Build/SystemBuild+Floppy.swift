import SystemPackage

extension SystemBuild {
    /// Files of SYSLINUX that the boot disk needs besides its boot sector.
    private static let loaderFolder = FilePath("/usr/lib/syslinux/modules/bios")
    private static let loaderFiles = ["mboot.c32", "libcom32.c32"]

    private static let menu = """
        DEFAULT neptune
        PROMPT 0
        LABEL neptune
          KERNEL mboot.c32
          APPEND kernel.gz --- exec.gz

        """

    /// Makes the boot disk: 1.44 MB, FAT12, SYSLINUX, kernel and executive compressed.
    func buildFloppy() async throws {
        let fingerprint = Fingerprint(inputs: [kernel, executive], extra: [Self.menu])
        try await memory.perform("floppy", fingerprint, outputs: [floppy]) {
            try await Console.step("making the boot disk") {
                try await makeFloppy(kernel: kernel, executive: executive, at: floppy)
            }
        }
    }

    /// Bytes still free on the boot disk.
    public func floppyFree() async throws -> Int {
        let listing = try await Command("mdir", ["-i", floppy.string, "::"]).outcome().output
        let free = listing.split(separator: "\n").last { $0.contains("bytes free") } ?? ""
        return Int(free.filter(\.isNumber)) ?? 0
    }

    private func makeFloppy(
        kernel: FilePath, executive: FilePath, at image: FilePath
    ) async throws {
        let folder = intermediates.appending("floppy")
        try Files.createFolder(folder)
        let menu = folder.appending("syslinux.cfg")
        try Files.write(Self.menu, to: menu)
        let packed = [
            try await compress(kernel, to: folder.appending("kernel.gz")),
            try await compress(executive, to: folder.appending("exec.gz")),
        ]
        let loader = Self.loaderFiles.map { Self.loaderFolder.appending($0) }

        let log = intermediates.appending("floppy.log")
        let draft = folder.appending("draft.img")
        Files.remove(draft)
        let what = "the boot disk cannot be made"
        try await Command(
            "mformat", ["-C", "-f", "1440", "-v", "NEPTUNE", "-i", draft.string, "::"]
        )
        .succeed(what, log: log)
        try await Command("syslinux", ["--install", draft.string]).succeed(what, log: log)
        let contents = (packed + loader + [menu]).map(\.string)
        try await Command("mcopy", ["-i", draft.string] + contents + ["::"])
            .succeed("\(what): does everything fit on it?", log: log)
        try Files.write(try Files.read(draft), to: image)
    }

    private func compress(_ file: FilePath, to packed: FilePath) async throws -> FilePath {
        let log = intermediates.appending("gzip.log")
        try await Command(
            "sh", ["-c", "gzip -9 -n <\"$1\" >\"$2\"", "gzip", file.string, packed.string]
        ).succeed("\(file) cannot be compressed", log: log)
        return packed
    }
}
