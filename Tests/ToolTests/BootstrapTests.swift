import Foundation
import SystemPackage
import Testing

@testable import NeptuneTool

/// The script a newcomer meets first, in a checkout of its own with programs that only pretend.
@Suite struct BootstrapTests {
    static func outcome(
        swift: String?, command: String = "build", others: [String] = [], files: [String] = []
    ) async throws -> Command.Outcome {
        let root = try Files.temporaryFolder()
        defer { Files.remove(root) }
        let programs = root.appending("bin")
        try Files.createFolder(programs)
        for name in ["bash", "sed", "head", "dirname", "readlink", "mkdir"] {
            try Files.link(programs.appending(name), to: FilePath("/usr/bin/\(name)"))
        }
        for name in others { try Files.link(programs.appending(name), to: "/usr/bin/true") }
        for name in files { try Files.write("", to: root.appending(name)) }
        if let swift {
            let fake = programs.appending("swift")
            try Files.write("#!/usr/bin/bash\n\(swift)\n", to: fake)
            _ = try await Command("chmod", ["+x", fake.string]).outcome()
        }
        // The script looks for Swift in one more place; here it must not find it.
        let script = root.appending("neptune")
        let original = try Files.text(Workspace().path("neptune"))
        try Files.write(original.replacing("/opt/swift", with: "/nowhere"), to: script)
        return try await Command(
            "/usr/bin/bash", [script.string, command], environment: ["PATH": programs.string]
        ).outcome()
    }

    @Test(arguments: ["exec >&-", "exec >&- <&-", "export TMPDIR=/nowhere"])
    func whatItCannotWorkInIsToldInOneLine(line: String) async throws {
        let script = Workspace().path("neptune")
        let outcome = try await Command(
            "/usr/bin/bash", ["-c", "exec 2>&1; \(line); exec '\(script)' exec x.exe"]
        ).outcome()
        #expect(outcome.status == 126)
        #expect(outcome.output.hasPrefix("neptune: "))
    }

    @Test func withoutSwiftItSaysWhatToInstall() async throws {
        let outcome = try await Self.outcome(swift: nil)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("Swift is not installed"))
        #expect(outcome.output.contains("swift.org"))
    }

    @Test func anOldSwiftIsRefused() async throws {
        let outcome = try await Self.outcome(swift: "echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("Swift 5.10 is too old: 6.3 or later is needed"))
    }

    @Test func aSwiftThatDoesNotRunSaysWhy() async throws {
        let outcome = try await Self.outcome(swift: "echo 'libncurses.so.6: cannot open'; exit 127")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("does not run: libncurses.so.6: cannot open"))
    }

    @Test func ofExecMostStatusesBelongToTheProgram() async throws {
        let outcome = try await Self.outcome(swift: nil, command: "exec")
        #expect(outcome.status == 126)
    }

    @Test func aCheckoutThatCannotBeWrittenToIsNamed() async throws {
        let outcome = try await Self.outcome(
            swift: "echo 'Swift version 6.4 (swift-6.4-RELEASE)'", command: "exec",
            others: ["git", "qemu-system-x86_64", "mcopy", "syslinux", "x86_64-w64-mingw32-gcc"], files: [".build-tool"]
        )
        #expect(outcome.status == 126)
        #expect(outcome.output.hasPrefix("neptune: cannot write to ") && outcome.output.hasSuffix(".build-tool.\n"))
    }

    @Test func whatIsMissingIsNamed() async throws {
        let outcome = try await Self.outcome(swift: "echo 'Swift version 6.4 (swift-6.4-RELEASE)'")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("sudo apt-get install"))
        #expect(outcome.output.contains("qemu-system-x86"))
    }
}
