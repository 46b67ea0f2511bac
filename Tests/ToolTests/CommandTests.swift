import Foundation
import SystemPackage
import Testing

@testable import NeptuneTool

@Suite struct CommandTests {
    /// What a step says that runs `script` and fails.
    static func failure(of script: String) async throws -> String {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let error = await #expect(throws: ToolError.self) {
            try await Command("bash", ["-c", script]).succeed("it does not work", log: folder.appending("log"))
        }
        return try #require(error).description
    }

    @Test func aFailureQuotesWhatSaysErrorEachLineOnce() async throws {
        let text = try await Self.failure(of: "echo a; echo 'error: b'; echo 'error: b'; echo '  `- error: b'; exit 1")
        #expect(text.hasPrefix("it does not work\n  error: b\n  log: "))
    }

    @Test func aFailureThatSaysNoErrorQuotesItsEnd() async throws {
        let text = try await Self.failure(of: "for n in 1 2 3 4; do echo line $n; done; exit 1")
        #expect(text.hasPrefix("it does not work\n  line 2\n  line 3\n  line 4\n  log: "))
    }

    @Test func aFullDiskIsGuessed() async throws {
        let text = try await Self.failure(of: "kill -BUS $$")
        #expect(text.hasPrefix("it does not work\n  bash was ended by signal 7\n"))
        #expect(text.hasSuffix("to do: look whether the disk is full"))
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let error = await #expect(throws: ToolError.self) { try await Command("no-such-program", []).outcome() }
        #expect(try #require(error).description.contains("cannot run no-such-program"))
    }

    /// QEMU takes blanks and commas of a path for something else, and sockets have short names.
    @Test(arguments: ["/tmp/a b", "/tmp/a,b", "/tmp/" + String(repeating: "x", count: 60)])
    func temporaryFilesHavePlainPaths(chosen: String) throws {
        let folder = try Files.temporaryFolder(in: FilePath(chosen))
        defer { Files.remove(folder) }
        #expect(folder.removingLastComponent() == "/tmp")
    }

    @Test func aFileThatCannotBeWrittenIsNamed() {
        #expect(throws: ToolError.self) { try FileLock("/proc/neptune/lock") }
        #expect(throws: ToolError.self) { try Files.write("", to: "/proc/neptune/file") }
    }
}
