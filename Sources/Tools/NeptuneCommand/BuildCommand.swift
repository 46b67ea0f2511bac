import ArgumentParser
import NeptuneTool

/// Which configuration to work on, as every subcommand that builds takes it.
struct ConfigurationArguments: ParsableArguments {
    @Argument(
        help: "amd64 (the only architecture so far), and debug or release (default), in any order.")
    var configuration: [String] = []

    func parsed() throws -> BuildConfiguration {
        try BuildConfiguration(words: configuration)
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
            "Build only one part: kernel, executive (without its files), images (PE files), boot (all but the boot disk)."
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
