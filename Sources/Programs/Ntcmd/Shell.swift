import NTABI
import NativeRuntime

/// The shell: prompts, reads a line, does what it says, until `exit`.
final class Shell {
    let console: Console
    let commands = Command.all()
    var isFinished = false
    private var editor = LineEditor()

    init(console: Console) { self.console = console }

    /// Runs until `exit`.
    func run() {
        console.print("Neptune OS native command prompt. Type 'help' for the commands.\n\n")
        while !isFinished {
            guard let line = readLine() else { continue }
            execute(line)
        }
    }

    func command(named word: [UInt16]) -> Command? {
        commands.first { same(word, $0.name) }
    }

    /// Does one line. Whatever goes wrong is told in one line.
    private func execute(_ line: [UInt16]) {
        let parsed = CommandLine(line)
        guard let first = parsed.words.first else { return }
        guard let command = command(named: first) else {
            runProgram(parsed)
            return
        }
        if parsed.words.count == 2, same(parsed.words[1], "/?") {
            console.print("\(command.usage)\n    \(command.summary)\n")
            return
        }
        do throws(CommandError) {
            try command.run(self, parsed)
        } catch {
            switch error {
            case .usage(let message): console.print("\(message)\n")
            case .status(let status, let message):
                console.print("\(message): \(describe(status))\n")
            }
        }
    }

    // MARK: - Reading a line

    private func readLine() -> [UInt16]? {
        console.print("ntcmd> ")
        editor.begin()
        while true {
            switch editor.handle(console.nextKey()) {
            case .draw(let units): console.print(units)
            case .complete: complete()
            case .cancelled:
                console.print(editor.tail)
                console.print("^C\n")
                return nil
            case .done(let line):
                console.print(editor.tail + [0x0A])
                return line
            }
        }
    }

    private func complete() {
        let names = commands.map { $0.word } + Program.names()
        switch Completion(line: editor.line, cursor: editor.cursor, names: names) {
        case .none: break
        case .extend(let rest): console.print(editor.insert(rest))
        case .choices(let choices):
            console.print(editor.tail + [0x0A])
            for choice in choices { console.print(choice + [0x20, 0x20]) }
            console.print("\nntcmd> ")
            console.print(editor.redraw())
        }
    }

    // MARK: - Programs

    /// Runs the program that the line names, in the foreground.
    private func runProgram(_ line: CommandLine) {
        do throws(NTStatus) {
            let program = try Program.start(line.words[0], arguments: line.tail)
            defer { program.close() }
            let status = console.waitForEnd(of: program)
            if status != .success {
                console.print("\(text(line.words[0])) ended with status \(describe(status))\n")
            }
        } catch {
            if error == .objectNameNotFound || error == .objectPathNotFound {
                console.print("'\(text(line.words[0]))' is neither a command nor a program, see 'help'\n")
            } else {
                console.print("'\(text(line.words[0]))' cannot be run: \(describe(error))\n")
            }
        }
    }
}

/// A status as people know it: the number, with its name where it is a common one.
func describe(_ status: NTStatus) -> String {
    let number = "0x\(hexadecimal(status.rawValue, digits: 8))"
    return statusName(status).map { "\(number) (\($0))" } ?? number
}

private func statusName(_ status: NTStatus) -> String? {
    switch status {
    case .accessViolation: "access violation"
    case .invalidHandle: "invalid handle"
    case .invalidParameter: "invalid parameter"
    case .noSuchDevice: "no such device"
    case .invalidDeviceRequest: "invalid device request"
    case .illegalInstruction: "illegal instruction"
    case .accessDenied: "access denied"
    case .objectTypeMismatch: "wrong kind of object"
    case .objectNameInvalid: "invalid name"
    case .objectNameNotFound: "name not found"
    case .objectNameCollision: "name exists already"
    case .objectPathNotFound: "path not found"
    case .objectPathSyntaxBad: "path does not begin with a backslash"
    case .invalidImageFormat: "not a valid program"
    case .insufficientResources: "insufficient resources"
    case .noMemory: "out of memory"
    case .notImplemented: "not implemented"
    case .invalidCid: "no such process"
    case .controlCExit: "Ctrl-C"
    case .cannotDelete: "cannot be deleted"
    default: nil
    }
}
