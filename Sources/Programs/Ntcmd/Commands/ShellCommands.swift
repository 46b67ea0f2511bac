import NTABI

/// Commands about the shell itself.
enum ShellCommands {
    static var all: [Command] {
        [
            Command(
                name: "help", summary: "list the commands", usage: "help [COMMAND]", run: help),
            Command(name: "cls", summary: "clear the screen", usage: "cls", run: clear),
            Command(
                name: "echo", summary: "print a line of text", usage: "echo [TEXT]", run: echo),
            Command(
                name: "set", summary: "show or change environment variables",
                usage: "set [NAME[=VALUE]]  (NAME= removes it)", run: set),
            Command(name: "exit", summary: "end this shell", usage: "exit", run: exit),
        ]
    }

    private static func help(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        guard let wanted = line.arguments.first else {
            for command in shell.commands {
                shell.console.print("\(text(command.word).left(10)) \(command.summary)\n")
            }
            shell.console.print("Any other word runs the program of that name. 'COMMAND /?' tells more.\n")
            return
        }
        guard let command = shell.command(named: wanted) else {
            throw .usage("no command '\(text(wanted))', see 'help'")
        }
        shell.console.print("\(command.usage)\n    \(command.summary)\n")
    }

    private static func clear(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        shell.console.clear()
    }

    private static func echo(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        shell.console.print(line.tail + [UInt16(ascii: "\n")])
    }

    private static func set(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        guard !line.tail.isEmpty else {
            for variable in Environment.variables() { shell.console.print(variable + [0x0A]) }
            return
        }
        let assignment = line.tail
        guard let equals = assignment.dropFirst().firstIndex(of: UInt16(ascii: "=")) else {
            guard let value = Environment.value(of: assignment) else {
                throw .usage("there is no variable '\(text(assignment))'")
            }
            shell.console.print(assignment + [UInt16(ascii: "=")] + value + [0x0A])
            return
        }
        let name = Array(assignment[..<equals])
        let value = Array(assignment[(equals + 1)...])
        let status = Environment.set(name, to: value.isEmpty ? nil : value)
        guard status.isSuccess else { throw .status(status, "cannot set \(text(name))") }
    }

    private static func exit(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        shell.isFinished = true
    }
}
