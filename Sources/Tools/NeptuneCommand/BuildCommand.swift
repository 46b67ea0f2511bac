import ArgumentParser
import NeptuneTool

/// Which configuration to work on, as every subcommand that builds takes it.
struct ConfigurationArguments: ParsableArguments {
    // Two arguments rather than one array: an array would leave nothing to the words behind `--`.
    @Argument(help: ArgumentHelp("amd64, the only architecture so far.", valueName: "amd64"))
    var first: String?

    @Argument(help: ArgumentHelp("debug or release (default).", valueName: "debug|release"))
    var second: String?

    /// The words in any order, and either alone.
    func parsed() throws -> BuildConfiguration {
        try BuildConfiguration(words: [first, second].compactMap(\.self))
    }
}

extension SystemBuild.Part: ExpressibleByArgument {}

struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Builds the system into build/CONFIGURATION/.",
        discussion: """
            Leaves kernel.elf and executive.elf (what QEMU's -kernel and -initrd take), floppy.img, and \
            files/ with everything that is in the boot archive. What did not change is not built again.
            """)

    @OptionGroup var target: ConfigurationArguments

    @Option(
        help:
            """
            Build only one part: kernel, kerneltest (the kernel and the root task that checks it), executive \
            (without its files), images (PE files), boot (all but the boot disk).
            """
    )
    var part: SystemBuild.Part = .system

    @Flag(help: "Link what can be linked when some images do not build.")
    var keepGoing = false

    func run() async throws {
        var build = SystemBuild(Workspace(), try target.parsed())
        build.keepsGoing = keepGoing
        try await build.build(part)
        Console.say("built \(build.results)")
    }
}
