import ArgumentParser
import NeptuneTool

/// The machine to boot, as every subcommand that boots one for its user takes it.
struct MachineArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Memory of the machine.", valueName: "MB"))
    var memory = 128

    @Option(help: ArgumentHelp("Boot another seL4-ABI kernel.", valueName: "FILE"))
    var kernel: String?

    @Option(
        help: ArgumentHelp(
            "Words for the kernel's command line: debug, avx512, split=on, split=off.", valueName: "WORDS"))
    var append = ""

    func validate() throws {
        guard memory >= MachineOptions.leastMemoryMB else {
            throw ToolError("\(memory) MB are too little memory: the system needs 6 or more")
        }
    }
}
