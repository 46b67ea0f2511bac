import NeptuneTool
import Testing

/// A program that takes all it can get takes nothing from those who are at the prompt.
@Suite(.serialized, .sharedMachine()) struct HoarderTests {
    /// Kinds of nttest.exe's `hoard`: events, committed memory, threads that wait, timers with calls.
    @Test(arguments: [0, 9, 13, 16])
    func theShellStartsProgramsWhileOneHoards(kind: Int) async throws {
        try await SharedMachine.use { machine in
            try await machine.command("start nttest.exe hoard \(kind)")
            let hoarder = try #require(try await DriverProcessTests.process(hosting: "nttest.exe", machine))
            for _ in 0..<8 {
                let answer = try await machine.answer(to: "nttest.exe seven")
                #expect(answer.contains { $0.contains("00000007") }, "\(answer)")
            }
            try await machine.command("kill \(hoarder)")
            #expect(try await DriverProcessTests.process(hosting: "nttest.exe", machine) == nil)
            #expect(try await machine.answer(to: "nttest.exe seven").contains { $0.contains("00000007") })
        }
    }
}
