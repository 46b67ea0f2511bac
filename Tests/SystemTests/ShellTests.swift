import Foundation
import NeptuneTool
import Testing

/// The shell as a person at the keyboard meets it.
@Suite(.serialized) struct ShellTests {
    @Test func everyPrintableCharacterCanBeTyped() async throws {
        let characters = (0x21...0x7E).map { Character(UnicodeScalar(UInt8($0))) }
        try await SystemUnderTest.atPrompt { machine in
            for part in [characters[..<47], characters[47...]] {
                try await machine.expect("echo \(String(part))", shows: "\n\(String(part))")
            }
        }
    }

    @Test func aLineCanBeEdited() async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.type("ecXho abd")
            for key in ["left", "c", "end", "e", "home", "right", "right", "delete"] {
                try await machine.press([key])
            }
            try await machine.type("\n")
            try await machine.wait(for: "\nabcde", within: .seconds(10))
            try await machine.waitForPrompt()
            try await machine.type("echo onee\u{8} two")
            try await machine.type("\n")
            try await machine.wait(for: "\none two", within: .seconds(10))
        }
    }

    @Test func capsLockAndShiftUndoEachOther() async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.type("echo ")
            try await machine.press(["caps_lock"])
            try await machine.type("abC1")
            try await machine.press(["caps_lock"])
            try await machine.type("x\n")
            try await machine.wait(for: "\nABc1x", within: .seconds(10))
        }
    }

    @Test func theHistoryGivesCommandsBack() async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.command("echo first")
            try await machine.command("echo second")
            for key in ["up", "up", "ret"] { try await machine.press([key]) }
            let screen = try await machine.wait(
                on: .screen, within: .seconds(10), for: "'first' again"
            ) {
                $0.components(separatedBy: "\nfirst").count == 3
            }
            #expect(screen.components(separatedBy: "\nsecond").count == 2)
        }
    }

    @Test func tabCompletesACommand() async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.type("upt\t")
            try await machine.type("\n")
            try await machine.wait(for: "\nup ", within: .seconds(10))
        }
    }

    @Test(arguments: [
        ("help", "poweroff"), ("echo hi", "\nhi"), ("mem", "KB"), ("lp", "ntcmd.exe"),
        ("lp", "smss.exe"), ("lm", "null.sys"), ("objdir \\Device", "Null"),
        ("objdir \\", "Device"), ("sysinfo", "processor"), ("uptime", "up "), ("time", ":"),
        ("reg query HKLM\\SYSTEM\\CurrentControlSet\\Services", "Beep"),
        ("beep /?", "beep [HZ MS]"),
        ("set", "="),
    ])
    func aCommandAnswers(line: String, answer: String) async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.expect(line, shows: answer)
        }
    }

    @Test(arguments: ["nosuchthing", "beep x y", "kill abc", "kill 99999", "objdir \\Nowhere"])
    func aWrongCommandIsToldInOneLine(line: String) async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.command("cls")
            let lines = try await machine.command(line).split(separator: "\n").filter {
                !$0.allSatisfy(\.isWhitespace)
            }
            #expect(lines.count == 3, "\(lines)")
        }
    }

    @Test func theRegistryCanBeChanged() async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.command("reg add HKLM\\SOFTWARE\\Test Colour blue")
            try await machine.expect("reg query HKLM\\SOFTWARE\\Test", shows: "blue")
            try await machine.command("cls")
            try await machine.command("reg delete HKLM\\SOFTWARE\\Test Colour")
            try await machine.command("cls")
            try await machine.expect("reg query HKLM\\SOFTWARE\\Test", hides: "blue")
        }
    }

    @Test func exitGivesAFreshShell() async throws {
        try await SystemUnderTest.atPrompt { machine in
            try await machine.command("set NEPTUNE_MARK=here")
            try await machine.command("exit")
            try await machine.command("cls")
            try await machine.expect("set", hides: "NEPTUNE_MARK")
        }
    }

    @Test func ctrlCEndsARunningProgramAndOnlyThat() async throws {
        let loop = try await NativeProgram("loop", SystemUnderTest.workspace).program()
        let executive = try SystemUnderTest.build.executive(adding: [loop])
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending("executive.elf")
        try Files.write(executive, to: file)
        let options = MachineOptions(.direct(kernel: SystemUnderTest.build.kernel, module: file))
        try await Machine.run(options) { machine in
            try await machine.waitForPrompt()
            try await machine.type("loop\n")
            try await machine.wait(for: "looping", within: .seconds(10))
            try await machine.press(["ctrl", "c"])
            try await machine.waitForPrompt(within: .seconds(10))
            try await machine.expect("echo still here", shows: "\nstill here")
            try await machine.expect("lp", hides: "loop.exe")
        }
    }
}
