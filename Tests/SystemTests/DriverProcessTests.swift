import Foundation
import NeptuneTool
import Testing

/// Drivers are processes: the end of one is the end of nothing else.
@Suite(.serialized) struct DriverProcessTests {
    @Test func aKilledDriverIsStartedAgainAndTheRestLivesOn() async throws {
        try await SystemUnderTest.atPrompt { machine in
            let before = try #require(try await Self.process(hosting: "beep", machine))
            try await machine.command("kill \(before)")
            try await machine.expect("echo alive", shows: "\nalive")
            try await Task.sleep(for: .seconds(1))
            let after = try #require(try await Self.process(hosting: "beep", machine))
            #expect(after != before)
            try await machine.command("cls")
            let screen = try await machine.command("beep 800 50")
            #expect(screen.split(separator: "\n").count <= 2, "beep complains:\n\(screen)")
        }
    }

    @Test func theKeyboardComesBackWhenItsDriverIsKilled() async throws {
        try await SystemUnderTest.atPrompt { machine in
            let keyboard = try #require(try await Self.process(hosting: "i8042prt", machine))
            try await machine.type("kill \(keyboard)\n")
            try await Task.sleep(for: .seconds(3))
            try await machine.type("\n")
            try await machine.expect("echo typed again", shows: "\ntyped again")
        }
    }

    /// The number of the process that `lp` shows with a driver's name in its line.
    static func process(hosting driver: String, _ machine: Machine) async throws -> Int? {
        try await machine.command("cls")
        let lines = try await machine.command("lp").split(separator: "\n")
        let line = lines.first { $0.lowercased().contains(driver) }
        return line.flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
    }
}
