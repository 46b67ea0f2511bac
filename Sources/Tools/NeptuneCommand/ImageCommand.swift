import ArgumentParser
import NeptuneTool

struct ImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image", abstract: "Makes a bootable image.",
        subcommands: [Floppy.self])

    struct Floppy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "floppy",
            abstract: "Makes a bootable 1.44 MB floppy disk, build/CONFIGURATION/floppy.img.")

        @OptionGroup var target: ConfigurationArguments

        func run() async throws {
            let build = SystemBuild(Workspace(), try target.parsed())
            try await build.build(.system)
            print("\(build.floppy): \(try await build.floppyFree() / 1024) KB free")
        }
    }
}
