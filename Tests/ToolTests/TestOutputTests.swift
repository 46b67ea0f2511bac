import Testing

@testable import NeptuneTool

@Suite struct TestOutputTests {
    @Test func passedAndFailedTestsAreCounted() {
        var output = TestOutput()
        for line in [
            "◇ Test one() started.", "✔ Test one() passed after 0.1 seconds.",
            "✔ Test two(x:) with 3 test cases passed after 0.1 seconds.",
            "✘ Test three() recorded an issue at F.swift:3:4: Expectation failed: a == b",
            "✘ Test three() failed after 0.1 seconds with 1 issue.",
            "✔ Suite All passed after 0.1 seconds.", "✘ Test run with 3 tests failed.", "",
        ] { _ = output.read(line) }
        #expect(output.passed == 2)
        #expect(output.failed == 1)
    }

    @Test func namesAreShownWhole() {
        var output = TestOutput()
        #expect(output.read("✔ Test \"a send blocks\" passed after 0.1 seconds.") == ["ok   a send blocks"])
        #expect(
            output.read("✔ Test \"a kind\" with 3 test cases passed after 0.1 seconds.")
                == ["ok   a kind with 3 test cases"])
        #expect(
            output.read("✘ Test \"it failed after all\" failed after 0.1 seconds with 1 issue.")
                == ["FAIL it failed after all"])
    }

    @Test func measurementsAreReadFromWhatIsDisplayed() {
        let read = Measurement.read("hello\nbench set-event ns 815\nbench x y\nbench z ns 1.5\n")
        #expect(read.map(\.name) == ["set-event", "z"])
        #expect(read.map(\.value) == [815, 1.5])
    }
}
