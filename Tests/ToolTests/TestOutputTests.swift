import Testing

@testable import NeptuneTool

@Suite struct TestOutputTests {
    @Test func passedAndFailedTestsAreCounted() {
        var output = TestOutput()
        for line in [
            "◇ Test one() started.", "✔ Test one() passed after 0.1 seconds.",
            "✘ Test three() recorded an issue at F.swift:3:4: Expectation failed: a == b",
            "✘ Test three() failed after 0.1 seconds with 1 issue.",
            "✔ Suite All passed after 0.1 seconds.", "✘ Test run with 3 tests failed.", "",
        ] { _ = output.read(line) }
        #expect(output.passed == 1)
        #expect(output.failed == 1)
    }

    @Test func everyRowOfATableCounts() {
        var output = TestOutput()
        for line in [
            "✔ Test two(x:) with 3 test cases passed after 0.1 seconds.",
            "✔ Test case passing 1 argument x → 4 to four(x:) passed after 0.1 seconds.",
            "✘ Test four(x:) recorded an issue with 1 argument x → 1 at F.swift:3:4: Expectation failed: a",
            "✘ Test four(x:) recorded an issue with 1 argument x → 1 at F.swift:4:4: Expectation failed: b",
            "✘ Test four(x:) recorded an issue with 1 argument x → 2 at F.swift:3:4: Expectation failed: a",
            "✘ Test four(x:) with 5 test cases failed after 0.1 seconds with 3 issues.",
        ] { _ = output.read(line) }
        #expect(output.passed == 3 + 3)
        #expect(output.failed == 2)
    }

    @Test func aNameIsShownWhole() {
        var output = TestOutput()
        let name = "\"receiving with a badge passed after a wait\""
        #expect(output.read("✔ Test \(name) passed after 0.1 seconds.") == ["ok   \(name)"])
        #expect(output.read("✘ Test \(name) failed after 0.1 seconds with 1 issue.") == ["FAIL \(name)"])
    }

    @Test func anIssueIsShownWithItsWholeComment() {
        var output = TestOutput()
        let shown = [
            "✘ Test a() recorded an issue at F.swift:1:2: Expectation failed", "↳ it displayed:", "hello",
            "✔ Test b() passed after 0.1 seconds.", "not shown",
        ].flatMap { output.read($0) }
        #expect(
            shown == [
                "     a() at F.swift:1:2: Expectation failed", "     it displayed:", "     hello", "ok   b()",
            ])
    }

    @Test func measurementsAreReadFromWhatIsDisplayed() {
        let read = Measurement.read("hello\nbench set-event ns 815\nbench x y\nbench z ns 1.5\n")
        #expect(read.map(\.name) == ["set-event", "z"])
        #expect(read.map(\.value) == [815, 1.5])
    }
}
