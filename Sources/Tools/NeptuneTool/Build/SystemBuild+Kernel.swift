import SystemPackage

extension SystemBuild {
    /// The kernel with symbols, for debuggers.
    public var kernelSymbols: FilePath { intermediates.appending("kernel.sym.elf") }
    /// The executive with symbols and without boot archive.
    public var executiveSymbols: FilePath { intermediates.appending("executive.sym.elf") }

    /// Compiles and links the kernel. QEMU's `-kernel` takes a multiboot kernel as 32-bit ELF only, so
    /// the result is that: same segments, narrower headers.
    func buildKernel() async throws {
        try await compile(.kernel, product: "KernelImage", what: "the kernel")
        let linked = intermediates.appending("kernel.linked.elf")
        var options = ["-mllvm", "-code-model=kernel", "-mllvm", "-min-jump-table-entries=1000"]
        // More checks, and so more room for the lines they stand in.
        if configuration.flavor == .debug { options.append("--defsym=debug_kernel=1") }
        try await linkELF(
            linked, .kernel, product: "KernelImage", script: "Sources/Kernel/KernelImage/kernel.ld", options: options)
        try await addTrapTable(to: linked)
        try await link(
            kernel, inputs: [kernelSymbols],
            Command(
                "llvm-objcopy",
                ["-O", "elf32-i386", "--strip-all", kernelSymbols.string, kernel.string]))
    }

    /// Tells the kernel in which lines its checks stand.
    private func addTrapTable(to linked: FilePath) async throws {
        let table = intermediates.appending("kernel.traps")
        let fingerprint = Fingerprint(inputs: [linked], extra: [])
        try await memory.perform("trap-table", fingerprint, outputs: [table]) {
            try Files.write(try await TrapTableWriter(image: linked).bytes, to: table)
        }
        try await link(
            kernelSymbols, inputs: [linked, table],
            Command("llvm-objcopy", ["--update-section", ".traps=\(table)", linked.string, kernelSymbols.string]))
    }

    /// Compiles and links the executive, still without its boot archive.
    func linkExecutive() async throws {
        try await compile(.executive, product: "ExecutiveImage", what: "the executive")
        try await linkELF(
            executiveSymbols, .executive, product: "ExecutiveImage",
            script: "Sources/Executive/ExecutiveImage/executive.ld")
    }

    func linkKernelTest() async throws {
        try await compile(.kernel, product: "KernelTest", what: "the checks of the kernel")
        try await linkELF(kernelTest, .kernel, product: "KernelTest", script: "Tests/KernelTest/kerneltest.ld")
    }

    private func linkELF(
        _ output: FilePath, _ build: CrossBuild, product: String, script: String,
        options: [String] = []
    ) async throws {
        let library = build.library(product, workspace, configuration)
        let script = workspace.path(script)
        try await link(
            output, inputs: [library, script],
            Command(
                "ld.lld",
                [
                    "-static", "--gc-sections", "--build-id=none", "-z", "max-page-size=4096",
                    "-z", "noexecstack", "-T", script.string,
                ] + options + ["--whole-archive", library.string, "-o", output.string]))
    }
}
