import Foundation
import NeptuneTool
import Testing

/// The keyboard and the line editor, as a person who types meets them.
@Suite(.serialized, .sharedMachine()) struct TypingTests {
    @Test func everyPrintableCharacterCanBeTyped() async throws {
        let characters = (0x21...0x7E).map { Character(UnicodeScalar(UInt8($0))) }
        try await SharedMachine.use { machine in
            for part in [characters[..<47], characters[47...]] {
                try await machine.expect("echo \(String(part))", shows: "\n\(String(part))\n")
            }
        }
    }

    @Test func aLineCanBeEdited() async throws {
        try await SharedMachine.use { machine in
            try await machine.type("ecXho abd")
            for key in ["left", "c", "end", "e", "home", "right", "right", "delete"] {
                try await machine.press([key])
            }
            try await machine.type("\n")
            try await machine.wait(for: "\nabcde\n")
            try await machine.type("echo onee\u{8} two\n")
            try await machine.wait(for: "\none two\n")
        }
    }

    @Test func aLineLongerThanTheScreenIsWideCanBeEdited() async throws {
        let digits = String(repeating: "0123456789", count: 17)
        try await SharedMachine.use { machine in
            try await machine.type("cho \(digits)Z")
            for key in ["home", "e", "end", "left", "delete", "x"] { try await machine.press([key]) }
            try await machine.type("\n")
            let screen = try await machine.wait(on: .screen, within: .seconds(60), for: "the echo of the line") {
                $0.filter { $0 != "\n" }.contains("echo \(digits)x\(digits)xntcmd>")
            }
            #expect(!screen.contains("Z"))
        }
    }

    @Test func aLineAtTheBottomOfTheScreenScrollsWhenItGrows() async throws {
        let letters = String(repeating: "abcdefghij", count: 10)
        try await SharedMachine.use { machine in
            for _ in 0..<3 { try await machine.command("help") }
            try await machine.type("echo \(letters)")
            try await machine.press(["home"])
            try await machine.press(["delete"])
            try await machine.type("E\n")
            try await machine.wait(on: .screen, within: .seconds(60), for: "the line, typed and echoed") {
                $0.filter { $0 != "\n" }.contains("ntcmd> Echo \(letters)\(letters)ntcmd>")
            }
        }
    }

    @Test func capsLockAndShiftUndoEachOther() async throws {
        try await SharedMachine.use { machine in
            try await machine.type("echo ")
            try await machine.press(["caps_lock"])
            try await machine.type("abC1")
            try await machine.press(["caps_lock"])
            try await machine.type("x\n")
            try await machine.wait(for: "\nABc1x\n")
        }
    }

    @Test func theHistoryGivesCommandsBack() async throws {
        try await SharedMachine.use { machine in
            try await machine.command("echo first")
            try await machine.command("echo second")
            for key in ["up", "up", "ret"] { try await machine.press([key]) }
            let screen = try await machine.wait(on: .screen, within: .seconds(60), for: "'first' again") {
                $0.components(separatedBy: "\nfirst\n").count == 3
            }
            #expect(screen.components(separatedBy: "\nsecond\n").count == 2)
            for key in ["up", "up", "down", "ret"] { try await machine.press([key]) }
            try await machine.wait(on: .screen, within: .seconds(60), for: "'first' once more") {
                $0.components(separatedBy: "\nfirst\n").count == 4
            }
        }
    }

    @Test func tabCompletesACommand() async throws {
        try await SharedMachine.use { machine in
            try await machine.type("upt\t\n")
            try await machine.wait(for: "\nup ")
        }
    }

    @Test func tabShowsWhatMayBeMeant() async throws {
        try await SharedMachine.use { machine in
            try await machine.type("re\t")
            try await machine.wait(for: "reboot")
            try await machine.wait(for: "ntcmd> re")
        }
    }

    @Test func ctrlCGivesUpTheLine() async throws {
        try await SharedMachine.use { machine in
            try await machine.type("echo never")
            try await machine.wait(for: "ntcmd> echo never")
            try await machine.press(["ctrl", "c"])
            try await machine.waitForPrompt()
            try await machine.type("\n")
            let screen = try await machine.command("echo after")
            #expect(!screen.contains("\nnever"))
        }
    }
}
