import NTABI

/// Commands about the object namespace.
enum NamespaceCommands {
    static var all: [Command] {
        [
            Command(
                name: "objdir", summary: "list an object directory",
                usage: "objdir [PATH]  (such as objdir \\Device; without PATH the root)",
                run: list)
        ]
    }

    private static func list(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        guard line.words.count <= 2 else { throw .usage("objdir takes one path") }
        let path = line.arguments.first ?? [UInt16(ascii: "\\")]
        let entries = try attempt("cannot list '\(text(path))'") { () throws(NTStatus) in
            try Namespace.entries(of: path)
        }
        for entry in entries {
            let target = entry.linkTarget.map { " -> \(text($0))" } ?? ""
            shell.console.print("\(text(entry.typeName).left(14)) \(text(entry.name))\(target)\n")
        }
        shell.console.print("\(entries.count) \(entries.count == 1 ? "object" : "objects")\n")
    }
}
