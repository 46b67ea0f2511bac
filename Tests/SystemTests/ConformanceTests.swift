import NeptuneTool
import Testing

@Suite(.serialized) struct ConformanceTests {
    /// nttest.exe prints one line a check and closes with `N passed, N failed`.
    @Test func everySystemServiceDoesWhatNTsDoes() async throws {
        let build = SystemUnderTest.build
        let image = try #require(PEImageDescription.all.first { $0.name == "nttest.exe" })
        var run = ProgramRun(
            ArchiveInput(path: image.path, contents: try Files.read(build.file(of: image))))
        run.timeLimit = .seconds(300)
        // What hoarders may take grows with memory, and so does the time that takes.
        run.memoryMB = 64
        let outcome = try await SystemUnderTest.outcome(run)
        let lines = outcome.output.split(whereSeparator: \.isNewline).map(String.init)
        let failures = lines.filter { $0.hasPrefix("FAIL") || $0.hasPrefix("not ok") }
        #expect(outcome.ending == .status(0), "\(failures.joined(separator: "\n"))")
        let closing = try #require(lines.last { $0.contains(" passed, ") })
        #expect(closing.hasSuffix(" 0 failed"), "\(closing)\n\(failures.joined(separator: "\n"))")
    }
}
