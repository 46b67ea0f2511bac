import Foundation
import NeptuneTool
import Testing

/// Drivers are processes: the end of one is the end of nothing else.
@Suite(.serialized, .sharedMachine()) struct DriverProcessTests {
    @Test func aKilledDriverIsStartedAgainAndTheRestLivesOn() async throws {
        try await SharedMachine.use { machine in
            let before = try #require(try await Self.process(hosting: "beep.sys", machine))
            try await machine.command("kill \(before)")
            try await machine.expect("echo alive", shows: "\nalive")
            try await Self.waitForNewProcess(hosting: "beep.sys", insteadOf: before, machine)
            #expect(try await machine.answer(to: "beep 800 50") == [])
        }
    }

    @Test func theKeyboardComesBackWhenItsDriverIsKilled() async throws {
        try await SharedMachine.use { machine in
            let before = try #require(try await Self.process(hosting: "i8042prt.sys", machine))
            try await machine.command("cls")
            try await machine.type("kill \(before)\n")
            try await Self.pressEnterUntilItIsHeard(machine)
            try await machine.expect("echo typed again", shows: "\ntyped again")
            #expect(try await Self.process(hosting: "i8042prt.sys", machine) != before)
        }
    }

    @Test(arguments: ["beep.sys", "i8042prt.sys"])
    func aDriverThatIsKilledTwelveTimesComesBackEachTime(driver: String) async throws {
        try await SharedMachine.use { machine in
            for _ in 0..<12 {
                let before = try #require(try await Self.process(hosting: driver, machine))
                if driver == "beep.sys" {
                    try await machine.command("kill \(before)")
                    try await Self.waitForNewProcess(hosting: driver, insteadOf: before, machine)
                    #expect(try await machine.answer(to: "beep 800 1") == [])
                } else {
                    try await machine.command("cls")
                    try await machine.type("kill \(before)\n")
                    try await Self.pressEnterUntilItIsHeard(machine)
                    #expect(try await Self.process(hosting: driver, machine) != before)
                }
            }
        }
    }

    /// Keys that are pressed while there is no driver are lost: Enter is pressed until there are more prompts.
    static func pressEnterUntilItIsHeard(_ machine: Machine) async throws {
        func prompts(_ screen: String) -> Int { screen.components(separatedBy: "ntcmd>").count }
        let before = prompts(try await machine.waitForPrompt())
        let deadline = await machine.age + .seconds(60)
        while prompts(try await machine.screen().text) == before {
            try #require(await machine.age < deadline, "no key is heard")
            try await machine.press(["ret"])
            try await Task.sleep(for: .milliseconds(200))
        }
        try await machine.waitForPrompt()
    }

    static func waitForNewProcess(hosting driver: String, insteadOf old: Int, _ machine: Machine) async throws {
        let deadline = await machine.age + .seconds(60)
        while true {
            if let new = try await process(hosting: driver, machine), new != old { return }
            try #require(await machine.age < deadline, "\(driver) is not started again")
        }
    }

    /// The number of the process that `lp` shows with a driver's name in its line.
    static func process(hosting driver: String, _ machine: Machine) async throws -> Int? {
        let line = try await machine.answer(to: "lp").first { $0.lowercased().contains(driver) }
        return line.flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
    }
}
