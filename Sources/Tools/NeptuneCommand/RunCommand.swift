import ArgumentParser
import NeptuneTool
import SystemPackage

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Builds the system and boots it, to work at its prompt.",
        discussion: """
            Shows the screen in a window or, without a window system, in this terminal (leave it with \
            Esc 2 and quit, or with poweroff at the prompt).
            """)

    @OptionGroup var target: ConfigurationArguments

    @Flag(help: "Show no screen; the serial log goes to standard output.")
    var headless = false

    @OptionGroup var machine: MachineArguments

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Add files to the boot archive, as \\SystemRoot\\NAME, or as FILE=PATH says.",
            valueName: "FILE"))
    var add: [String] = []

    @Flag(help: "Boot the floppy image.")
    var floppy = false

    @Flag(help: "Wait for GDB on port 1234 before the first instruction.")
    var gdb = false

    @Flag(name: .customLong("no-build"), help: "Take what was built before.")
    var skipBuild = false

    @Argument(parsing: .postTerminator, help: "After --: further arguments for QEMU.")
    var qemu: [String] = []

    func validate() throws {
        if floppy && (machine.kernel != nil || !machine.append.isEmpty || !add.isEmpty) {
            throw ValidationError(
                "--floppy boots the image as it was built: no --kernel, no --append, no --add.")
        }
    }

    func run() async throws {
        let build = SystemBuild(Workspace(), try target.parsed())
        let display = headless ? .none : try await InteractiveRun.chooseDisplay()
        if !skipBuild { try await build.build(floppy ? .system : .boot) }

        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let boot: MachineOptions.Boot
        if floppy {
            boot = .floppy(build.floppy)
        } else {
            let files = try await BootFiles(
                build, kernel: machine.kernel.map { FilePath($0) },
                adding: try add.map { try AddedFile($0).contents() }, in: folder)
            boot = .direct(kernel: files.kernel, module: files.executive)
        }
        var options = MachineOptions(boot)
        options.memoryMB = machine.memory
        options.kernelWords = machine.append
        options.mayReboot = true
        options.extra = qemu
        var interactive = InteractiveRun(
            options, display: display, log: build.results.appending("run.log"))
        interactive.waitsForDebugger = gdb
        try await interactive.run()
    }
}
