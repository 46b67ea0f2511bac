import Foundation
import NeptuneTool
import Testing

/// The shell's commands, as a person at the keyboard meets them.
@Suite(.serialized, .sharedMachine(running: "loop", "exitcode", "display")) struct ShellTests {
    @Test(arguments: [
        ("help", "poweroff"), ("ver", "Neptune OS"), ("echo hi", "\nhi\n"), ("mem", "KB"),
        ("lp", "ntcmd.exe"), ("lp", "smss.exe"), ("lp", "(i8042prt.sys kbdclass.sys)"),
        ("lm", "null.sys"), ("lm", "ntdll.dll"), ("objdir \\Device", "Null"), ("objdir", "Device"),
        ("objdir \\", "Device"), ("sysinfo", "processor"), ("uptime", "up "), ("time", ":"),
        ("date", "20"), ("set", "="), ("beep", "ntcmd>"), ("beep 37 1", "ntcmd>"),
        ("reg query HKLM\\SYSTEM\\CurrentControlSet\\Services", "Beep"),
        ("reg query \\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Beep", "ImagePath"),
        ("HELP", "poweroff"), ("help beep", "HZ"), ("start /?", "start PROGRAM"),
    ])
    func aCommandAnswers(line: String, answer: String) async throws {
        try await SharedMachine.use { machine in
            try await machine.expect(line, shows: answer)
        }
    }

    static let commands = [
        "help", "ver", "cls", "echo", "date", "time", "set", "mem", "lp", "lm", "objdir", "reg", "beep", "kill",
        "start", "uptime", "sysinfo", "poweroff", "reboot", "exit",
    ]

    @Test(arguments: commands) func everyCommandExplainsItself(command: String) async throws {
        try await SharedMachine.use { machine in
            let answer = try await machine.answer(to: "\(command) /?")
            #expect(answer.count >= 2, "\(answer)")
            #expect(answer.first?.contains(command) == true, "\(answer)")
        }
    }

    @Test(arguments: [
        "nosuchthing", "nosuchthing with arguments", "\\nowhere\\nothing.exe", "beep x y", "beep 440",
        "beep 36 100", "beep 32768 100", "beep 440 0", "beep 440 60001", "beep 1 2 3", "kill", "kill abc",
        "kill 99999", "kill -1", "kill 4", "objdir \\Nowhere", "objdir nowhere", "objdir \\Device\\Null", "start",
        "start nosuchthing", "reg", "reg query", "reg query HKLM\\Nowhere", "reg query NOROOT\\X",
        "reg frob HKLM\\SYSTEM", "reg add HKLM\\SOFTWARE\\T /v A", "reg add HKLM\\SOFTWARE\\T /v A /t REG_DWORD /d x",
        "reg add HKLM\\SOFTWARE\\T /v A /t REG_FROB /d 1", "reg delete HKLM\\Nowhere", "reg query HKLM\\SYSTEM /v",
        "ver 1", "cls 1", "lp x", "mem x", "date 1", "uptime x", "exit 1 2", "set NOSUCHVARIABLE", "help nosuchthing",
        "poweroff now", "reboot now",
    ])
    func aWrongCommandIsToldInOneLine(line: String) async throws {
        try await SharedMachine.use { machine in
            let answer = try await machine.answer(to: line)
            #expect(answer.count == 1, "\(answer)")
        }
    }

    @Test func theRegistryCanBeChanged() async throws {
        try await SharedMachine.use { machine in
            try await machine.command("reg add HKLM\\SOFTWARE\\Test /v Colour /d \"dark blue\"")
            try await machine.command("reg add hklm\\software\\test /v Size /t REG_DWORD /d 0x10")
            try await machine.expect("reg query HKLM\\SOFTWARE\\Test", shows: "dark blue")
            try await machine.expect("reg query HKLM\\SOFTWARE\\Test /v size", shows: "0x10")
            try await machine.command("reg delete HKLM\\SOFTWARE\\Test /v Colour")
            try await machine.expect("reg query HKLM\\SOFTWARE\\Test", hides: "blue")
            try await machine.command("reg delete HKLM\\SOFTWARE\\Test")
            #expect(try await machine.answer(to: "reg query HKLM\\SOFTWARE\\Test").count == 1)
        }
    }

    @Test func variablesAreSetShownAndRemoved() async throws {
        try await SharedMachine.use { machine in
            try await machine.command("set COLOUR=dark blue")
            try await machine.expect("set colour", shows: "=dark blue\n")
            try await machine.command("set COLOUR=")
            try await machine.expect("set", hides: "COLOUR=")
        }
    }

    @Test func exitGivesAFreshShell() async throws {
        try await SharedMachine.use { machine in
            try await machine.command("set NEPTUNE_MARK=here")
            try await machine.expect("set", shows: "NEPTUNE_MARK")
            try await machine.command("exit")
            try await machine.expect("set", hides: "NEPTUNE_MARK")
        }
    }

    @Test func aProgramsStatusIsShownUnlessItIsZero() async throws {
        try await SharedMachine.use { machine in
            try await machine.expect("exitcode", shows: "0x0000002A")
            try await machine.expect("EXITCODE.EXE", shows: "0x0000002A")
            try await machine.expect("display one \"two words\"", shows: "one \"two words\"]")
            try await machine.expect("display", hides: "status")
        }
    }

    @Test func ctrlCEndsARunningProgramAndOnlyThat() async throws {
        try await SharedMachine.use { machine in
            try await machine.type("loop\n")
            try await machine.wait(for: "looping")
            try await machine.press(["ctrl", "c"])
            try await machine.waitForPrompt()
            try await machine.expect("echo still here", shows: "\nstill here")
            try await machine.expect("lp", hides: "loop.exe")
        }
    }

    @Test func aStartedProgramRunsBesideTheShellUntilItIsKilled() async throws {
        try await SharedMachine.use { machine in
            // What it displays comes whenever it does, also behind the prompt.
            try await machine.type("start loop\n")
            let screen = try await machine.wait(for: "looping")
            let line = screen.split(separator: "\n").first { $0.hasPrefix("process ") }
            let process = try #require(line?.split(separator: " ").last.flatMap { Int($0) }, "\(screen)")
            try await machine.press(["ctrl", "c"])
            try await machine.waitForPrompt()
            try await machine.expect("lp", shows: "loop.exe")
            try await machine.command("kill \(process)")
            try await machine.expect("lp", hides: "loop.exe")
        }
    }
}
