/// One word the shell knows by itself.
struct Command {
    let name: StaticString
    /// What it does, in a few words: a line of `help`.
    let summary: StaticString
    /// How it is called: what `/?` prints.
    let usage: StaticString
    let run: (Shell, CommandLine) throws(CommandError) -> Void

    /// Every command, in the order `help` lists them.
    static func all() -> [Command] {
        ShellCommands.all + SystemCommands.all + ProcessCommands.all + NamespaceCommands.all
            + RegistryCommands.all + DeviceCommands.all
    }
}

extension Command {
    /// The name as it is typed.
    var word: [UInt16] { units(name) }
}

extension CommandLine {
    /// The words behind the command's own.
    var arguments: ArraySlice<[UInt16]> { words.dropFirst() }

    /// Refuses arguments of a command that takes none.
    func expectNoArguments() throws(CommandError) {
        guard arguments.isEmpty else {
            throw .usage("'\(text(words[0]))' takes no arguments, see '\(text(words[0])) /?'")
        }
    }
}
