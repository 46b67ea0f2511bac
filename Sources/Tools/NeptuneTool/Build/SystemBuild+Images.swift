import SystemPackage

extension SystemBuild {
    /// Compiles and links every PE image, and leaves them under `files/` as they lie in the archive.
    func buildImages() async throws {
        let images = try await compiledImages()
        var failures: [ToolError] = []
        func attempt(_ work: () async throws -> Void) async throws {
            do {
                try await work()
            } catch let error as ToolError where keepsGoing {
                failures.append(error)
            }
        }
        let imported = Set(images.flatMap(\.imports))
        for image in PEImageDescription.all where imported.contains(image.name) {
            try await attempt { try await makeImportLibrary(image) }
        }
        for image in images { try await attempt { try await linkImage(image) } }
        let missing = PEImageDescription.all.count - images.count
        if missing > 0 || !failures.isEmpty {
            throw ToolError(
                (["\(missing) PE images do not compile, \(failures.count) links failed"]
                    + failures.map(\.description)).joined(separator: "\n"))
        }
    }

    /// Where an image lies under `files/`.
    public func file(of image: PEImageDescription) -> FilePath {
        files.pushing(FilePath(image.path.replacing("\\", with: "/")))
    }

    /// An image with symbols, for debuggers.
    public func symbols(of image: PEImageDescription) -> FilePath {
        intermediates.appending("symbols").appending(image.name)
    }

    /// Compiles all images at once; where that fails and the user said to keep going, one by one.
    private func compiledImages() async throws -> [PEImageDescription] {
        do {
            try await compile(.pe, what: "programs and drivers")
            return PEImageDescription.all
        } catch let error as ToolError where keepsGoing {
            Console.say(error.description)
        }
        var compiled: [PEImageDescription] = []
        for image in PEImageDescription.all {
            do {
                try await compile(.pe, product: image.product, what: image.name)
                compiled.append(image)
            } catch let error as ToolError {
                Console.say(error.what.split(separator: "\n").first.map(String.init) ?? image.name)
            }
        }
        return compiled
    }

    private func importLibrary(_ name: String) -> FilePath {
        intermediates.appending("\(name).lib")
    }

    private func makeImportLibrary(_ image: PEImageDescription) async throws {
        guard let definition = try definition(of: image) else {
            throw ToolError("\(image.name) is imported from, but has no definition file")
        }
        let output = importLibrary(image.name)
        try await link(
            output, inputs: [definition],
            Command(
                "lld-link",
                ["/lib", "/machine:x64", "/def:\(definition)", "/out:\(output)"]))
    }

    /// The image's definition files in one, or nil if it exports nothing.
    private func definition(of image: PEImageDescription) throws -> FilePath? {
        guard !image.definitions.isEmpty else { return nil }
        let header = "\(image.kind == .library ? "LIBRARY" : "NAME") \(image.name)\nEXPORTS"
        let lists = try image.definitions.map { try Files.text(workspace.path($0)) }
        let whole = ([header] + lists).joined(separator: "\n")
        let file = intermediates.appending("\(image.name).def")
        if (try? Files.text(file)) != whole { try Files.write(whole, to: file) }
        return file
    }

    /// Links one image. Pages of the file are mapped as they are, so file alignment is the page size.
    private func linkImage(_ image: PEImageDescription) async throws {
        let library = CrossBuild.pe.library(image.product, workspace, configuration)
        let imports = image.imports.map(importLibrary)
        let definition = try definition(of: image)
        let output = symbols(of: image)
        try Files.createFolder(output.removingLastComponent())
        let discarded = intermediates.appending("\(image.name).discarded.lib")
        var arguments = [
            "/subsystem:native", "/machine:x64", "/nodefaultlib", "/opt:ref", "/opt:icf",
            "/filealign:4096", "/dynamicbase", "/base:0x\(String(image.base, radix: 16))",
            "/debug:dwarf", "/force:multiple", "/timestamp:0", "/implib:\(discarded)",
            "/out:\(output)",
        ]
        if image.hasUnwindData { arguments += Self.unwindable }
        if image.kind == .library { arguments.append("/dll") }
        if let definition { arguments.append("/def:\(definition)") }
        arguments.append(image.entry.map { "/entry:\($0)" } ?? "/noentry")
        arguments += [library.string] + imports.map(\.string)
        try await link(
            output, inputs: [library] + imports + (definition.map { [$0] } ?? []),
            Command("lld-link", arguments), accepts: Self.hasNoRealDuplicates)
        try await ship(image, from: output)
    }

    /// Swift emits a specialised function in every module that uses it, to be merged by the linker, but
    /// without the COMDAT that COFF wants for this; so duplicates are allowed, and all but Swift's own
    /// are refused here.
    private static func hasNoRealDuplicates(_ output: String) -> String? {
        output.split(separator: "\n").first {
            $0.contains("duplicate symbol: ") && !$0.contains("duplicate symbol: $e")
        }.map(String.init)
    }

    /// Keeps the unwind data of functions, which LLVM ties to them by name alone for a Cygwin target: the linker drops it
    /// otherwise.
    private static let unwindable = [
        "/lldmingw", "/build-id:no", "/merge:.buildid=.rdata", "/merge:.pdata=.rdata",
        "/mllvm:-disable-nounwind-inference",
    ]

    /// Puts an image where the archive takes it from. Debuggers read the symbols in what was linked.
    private func ship(_ image: PEImageDescription, from linked: FilePath) async throws {
        let shipped = file(of: image)
        try Files.createFolder(shipped.removingLastComponent())
        try await link(
            shipped, inputs: [linked],
            Command("llvm-objcopy", ["--strip-all", linked.string, shipped.string]))
    }
}
