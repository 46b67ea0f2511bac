import NeptuneTool
import Testing

/// A program that takes all it can get takes nothing from those who are at the prompt.
@Suite(.serialized, .sharedMachine()) struct HoarderTests {
    /// Kinds of nttest.exe's `hoard`: events, committed memory, threads that wait, timers with calls.
    @Test(arguments: [0, 9, 13, 16])
    func theShellStartsProgramsWhileOneHoards(kind: Int) async throws {
        try await SharedMachine.use { machine in
            _ = try await machine.answer(to: "nttest.exe seven")
            let before = try await Memory(machine)
            try await machine.command("start nttest.exe hoard \(kind)")
            let hoarder = try #require(try await DriverProcessTests.process(hosting: "nttest.exe", machine))
            for _ in 0..<8 {
                let answer = try await machine.answer(to: "nttest.exe seven")
                #expect(answer.contains { $0.contains("00000007") }, "\(answer)")
            }
            try await machine.command("kill \(hoarder)")
            #expect(try await DriverProcessTests.process(hosting: "nttest.exe", machine) == nil)
            #expect(try await machine.answer(to: "nttest.exe seven").contains { $0.contains("00000007") })
            try await Memory(machine).expectAsFree(as: before)
        }
    }

    /// In the smallest memory, of everything at once.
    @Test(arguments: [6, 8]) func theShellAnswersWhileAllIsTaken(megabytes: Int) async throws {
        try await SystemUnderTest.atPrompt {
            $0.memoryMB = megabytes
        } _: { machine in
            _ = try await machine.answer(to: "nttest.exe seven")
            let before = try await Memory(machine)
            for kind in [9, 0, 13, 10, 16, 2] { try await machine.command("start nttest.exe hoard \(kind)") }
            try await machine.expect("help", shows: "poweroff")
            try await machine.expect("lm", shows: "kbdclass.sys")
            while let hoarder = try await DriverProcessTests.process(hosting: "nttest.exe", machine) {
                try await machine.command("kill \(hoarder)")
            }
            #expect(try await machine.answer(to: "nttest.exe seven").contains { $0.contains("00000007") })
            try await Memory(machine).expectAsFree(as: before)
        }
    }
}

/// What `mem` says, in KB.
private struct Memory {
    let total: Int
    let available: Int
    let committed: Int

    init(_ machine: Machine) async throws {
        var numbers: [String: Int] = [:]
        for line in try await machine.answer(to: "mem") {
            let words = line.split(separator: " ")
            if words.count > 1 { numbers[String(words[0])] = Int(words[1]) }
        }
        total = try #require(numbers["total"])
        available = try #require(numbers["available"])
        committed = try #require(numbers["committed"])
    }

    /// As much is free as before, but for what is pinned by chance (`Counters.isAsFree` of nttest), and for memory of its own
    /// that the shell took to list hundreds of threads.
    func expectAsFree(as before: Memory, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(total == before.total, sourceLocation: sourceLocation)
        let lost = before.available - available - max(0, committed - before.committed)
        #expect(lost <= 24 * 4, "\(before) became \(self)", sourceLocation: sourceLocation)
    }
}
