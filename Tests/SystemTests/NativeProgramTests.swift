import NeptuneTool
import Testing

/// Programs and a driver in C, built with mingw-w64's compiler, headers and import libraries: what runs
/// here runs because our images and structures are those of Windows.
@Suite(.serialized) struct NativeProgramTests {
    @Test(arguments: [
        "display", "nullfile", "memory", "large", "events", "section", "threads", "fork", "callunwind", "library",
        "rtl", "locks", "services", "tables",
    ])
    func aCProgramRunsUnmodified(name: String) async throws {
        let program = try await NativeProgram(name, SystemUnderTest.workspace).program()
        let outcome = try await SystemUnderTest.expectSuccess(ProgramRun(program))
        #expect(outcome.output.contains("all checks passed"))
    }

    @Test func argumentsReachAProgram() async throws {
        var run = ProgramRun(
            try await NativeProgram("display", SystemUnderTest.workspace).program())
        run.arguments = ["one", "two words", "é€😀"]
        let outcome = try await SystemUnderTest.expectSuccess(run)
        #expect(outcome.output.contains("hello from C\n"))
        #expect(outcome.output.contains("one \"two words\" é€😀]"))
    }

    @Test func aProgramsStatusComesBack() async throws {
        let program = try await NativeProgram("exitcode", SystemUnderTest.workspace).program()
        let outcome = try await SystemUnderTest.outcome(ProgramRun(program))
        #expect(outcome.ending == .status(42))
        #expect(outcome.ending.exitStatus == 42)
    }

    @Test func aFaultEndsAProgramWithTheExceptionAndAReport() async throws {
        let program = try await NativeProgram("fault", SystemUnderTest.workspace).program()
        let outcome = try await SystemUnderTest.outcome(ProgramRun(program))
        #expect(outcome.ending == .status(0xC000_0005))
        #expect(outcome.output.contains("about to fault"))
        #expect((outcome.output + outcome.log).contains("fault.exe+"))
    }

    @Test func anExceptionThatNobodyHandlesInAQueuedCallEndsTheProcess() async throws {
        var run = ProgramRun(try await NativeProgram("callunwind", SystemUnderTest.workspace).program())
        run.arguments = ["unhandled"]
        let outcome = try await SystemUnderTest.outcome(run)
        #expect(outcome.ending == .status(0xE000_0001))
        #expect((outcome.output + outcome.log).contains("unhandled exception (E0000001)"))
    }

    @Test func aProgramThatNeverEndsIsGivenUp() async throws {
        var run = ProgramRun(try await NativeProgram("loop", SystemUnderTest.workspace).program())
        run.timeLimit = .seconds(8)
        let outcome = try await SystemUnderTest.outcome(run)
        #expect(outcome.ending == .timedOut)
        #expect(outcome.output.contains("looping"))
    }

    @Test func aCDriverLoadsAndServes() async throws {
        var run = ProgramRun(try await NativeProgram("cnull", SystemUnderTest.workspace).program())
        run.drivers = [try await NativeProgram("cnulldrv", SystemUnderTest.workspace).driver()]
        let outcome = try await SystemUnderTest.expectSuccess(run)
        #expect(outcome.log.contains("cnulldrv: loaded"))
    }

    /// Cleanup and close go to the driver as one request; it sees both, in order, even if it lets them wait.
    @Test func aFileEndsOnceHoweverLongItsDriverTakes() async throws {
        var run = ProgramRun(try await NativeProgram("files", SystemUnderTest.workspace).program())
        run.drivers = [try await NativeProgram("filesdrv", SystemUnderTest.workspace).driver()]
        _ = try await SystemUnderTest.expectSuccess(run)
    }

    /// A driver that crashes, loops, spoils what it shares with the executive or takes all there is harms itself alone.
    @Test func aHostileDriverHarmsItselfAlone() async throws {
        var run = ProgramRun(try await NativeProgram("hostile", SystemUnderTest.workspace).program())
        run.drivers = [try await NativeProgram("hostiledrv", SystemUnderTest.workspace).driver()]
        let outcome = try await SystemUnderTest.expectSuccess(run)
        #expect(outcome.log.contains("driver hostiledrv does not stop running"))
    }

    /// Probes that raise, resources, events by handle and by name, a filter, StartIo, cancelling, printing; and a crash.
    @Test func aDriverInTheMannerOfTheWDKDoesWhatItDoesOnWindows() async throws {
        var run = ProgramRun(try await NativeProgram("wdm", SystemUnderTest.workspace).program())
        run.drivers = [try await NativeProgram("wdmdrv", SystemUnderTest.workspace).driver()]
        let outcome = try await SystemUnderTest.expectSuccess(run)
        #expect(!outcome.log.contains("imports what is not there"))
        #expect(outcome.log.contains("wdmdrv: unloaded"))
    }

    @Test func aDriverReachesTheMemoryThatItsServiceKeyListsAndNoOther() async throws {
        var run = ProgramRun(try await NativeProgram("iospace", SystemUnderTest.workspace).program())
        run.files = [try await NativeProgram("iospacedrv", SystemUnderTest.workspace).driver()]
        let outcome = try await SystemUnderTest.expectSuccess(run)
        #expect(outcome.log.contains("iospacedrv: 0 failures"))
    }

    /// Events, semaphores, mutexes, threads, processes and sections by handle, waits for them beside the driver's own, and the
    /// system's end, which it is told. Its image's name has no extension.
    @Test func aDriverWorksWithObjectsOfItsCaller() async throws {
        var run = ProgramRun(try await NativeProgram("objects", SystemUnderTest.workspace).program())
        let driver = try await NativeProgram("objectsdrv", SystemUnderTest.workspace).driver()
        run.files = [ArchiveInput(path: "objectsdrv", contents: driver.contents)]
        let outcome = try await SystemUnderTest.expectSuccess(run)
        #expect(outcome.log.contains("objectsdrv: the system ends"))
    }

    @Test func theLoaderFollowsForwards() async throws {
        var run = ProgramRun(try await NativeProgram("forwards", SystemUnderTest.workspace).program())
        run.files = [try await NativeProgram("forward", SystemUnderTest.workspace).library()]
        _ = try await SystemUnderTest.expectSuccess(run)
    }
}
