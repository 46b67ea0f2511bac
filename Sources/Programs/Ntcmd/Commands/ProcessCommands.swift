import NTABI
import NativeRuntime

/// Commands about processes and loaded images.
enum ProcessCommands {
    static var all: [Command] {
        [
            Command(
                name: "lp", summary: "list the processes with threads, handles, memory",
                usage: "lp", run: listProcesses),
            Command(
                name: "lm", summary: "list the loaded drivers, and this shell's modules",
                usage: "lm", run: listModules),
            Command(name: "kill", summary: "end a process", usage: "kill PID", run: kill),
            Command(
                name: "start", summary: "run a program without waiting for it",
                usage: "start PROGRAM [ARGUMENTS]", run: start),
        ]
    }

    private static func listProcesses(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let processes = try attempt("cannot list the processes") { () throws(NTStatus) in
            try SystemQuery.processes()
        }
        let drivers = (try? SystemQuery.drivers()) ?? []
        shell.console.print("  PID  Threads  Handles  Memory KB  Name\n")
        for process in processes {
            let columns = [
                "\(process.id)".right(5), "\(process.threadCount)".right(8),
                "\(process.handleCount)".right(8), "\(process.committedBytes / 1024)".right(10),
            ]
            let hosted = drivers.filter { $0.processID == process.id }.map { text($0.name) }
            let note = hosted.isEmpty ? "" : " (\(joined(hosted)))"
            shell.console.print(
                "\(columns[0]) \(columns[1]) \(columns[2]) \(columns[3])  \(text(process.name))\(note)\n")
        }
    }

    private static func joined(_ names: [String]) -> String {
        var result = ""
        for name in names { result += result.isEmpty ? name : " " + name }
        return result
    }

    private static func listModules(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let drivers = try attempt("cannot list the drivers") { () throws(NTStatus) in
            try SystemQuery.drivers()
        }
        shell.console.print("Drivers\n")
        for driver in drivers { printModule(driver, shell) }
        shell.console.print("Modules of this shell\n")
        for module in LoadedModules.all() { printModule(module, shell) }
    }

    private static func printModule(_ module: Module, _ shell: Shell) {
        let base = hexadecimal(module.base, digits: 16)
        shell.console.print(
            "  \(base)  \("\(module.size / 1024) KB".right(8))  \(text(module.name))\n")
    }

    private static func kill(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        guard line.words.count == 2, let id = number(line.words[1]) else {
            throw .usage("kill takes a process's number, see 'lp'")
        }
        try attempt("cannot end process \(id)") { () throws(NTStatus) in
            try Program.terminate(processID: id, status: .controlCExit)
        }
    }

    private static func start(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        guard let name = line.arguments.first else {
            throw .usage("start takes a program, see 'start /?'")
        }
        let arguments = CommandLine(line.tail).tail
        let program = try attempt("cannot start '\(text(name))'") { () throws(NTStatus) in
            try Program.start(name, arguments: arguments)
        }
        shell.console.print("process \(program.processID)\n")
        program.close()
    }
}

/// Runs a system service for a command; what it throws becomes the command's error line.
func attempt<Result>(
    _ failure: @autoclosure () -> String, _ body: () throws(NTStatus) -> Result
) throws(CommandError) -> Result {
    do throws(NTStatus) {
        return try body()
    } catch {
        throw .status(error, failure())
    }
}
