import Foundation
import NeptuneTool
import SystemPackage
import Testing

/// The command as its user meets it: statuses, one line for what is wrong, and nothing left behind.
@Suite(.serialized) struct CommandTests {
    /// What a run of the command left. Its temporary files lie in a folder of its own, whose name every QEMU of it has
    /// on its command line.
    struct Result {
        let status: Int
        let output: String
        let leftFiles: [String]
        let leftProcesses: [String]
    }

    /// Runs a line of shell in which `neptune` is the command.
    static func shell(_ line: String) async throws -> Result {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let binary = SystemUnderTest.workspace.path(".build-tool/debug/neptune")
        let command = Command(
            "bash", ["-c", "set -o pipefail; neptune() { exec '\(binary)' \"$@\"; }; \(line)"],
            environment: ["TMPDIR": folder.string, "NEPTUNE_ROOT": "\(SystemUnderTest.workspace.root)"])
        let outcome = try await command.outcome()
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.string)
        return Result(
            status: outcome.status, output: outcome.output, leftFiles: left,
            leftProcesses: processes(with: folder.string))
    }

    private static func processes(with word: String) -> [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.filter { $0.allSatisfy(\.isNumber) }.compactMap { number in
            (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))
                .flatMap { $0.contains(word) ? $0 : nil }
        }
    }

    static let trueProgram = "build/amd64-release/files/System32/true.exe"

    static let shellProgram = "build/amd64-release/files/System32/ntcmd.exe"

    @Test(arguments: [
        ("neptune exec --no-build nowhere.exe", 126, "there is no file 'nowhere.exe'"),
        ("neptune exec --no-build ''", 126, "there is no file ''"),
        ("neptune exec --no-build --timeout nan x.exe", 126, "86400 at most"),
        ("neptune exec --no-build --timeout 1e300 x.exe", 126, "86400 at most"),
        ("neptune exec --no-build --memory 2 x.exe", 126, "2 MB are too little memory"),
        ("neptune exec --no-build --add README.md=../x README.md", 126, "is no path below"),
        ("neptune exec --no-build \(shellProgram) >/dev/full", 126, "cannot write to standard output"),
        ("(neptune exec --no-build \(shellProgram)) | true", 126, "cannot write to standard output"),
        ("neptune run --no-build --floppy --append debug --headless", 64, "no --append"),
        ("neptune run --no-build --headless --memory 2", 1, "2 MB are too little memory"),
        ("neptune run --no-build --headless --memory 4", 1, "memory"),
        ("neptune run --no-build --headless --kernel README.md", 1, "README.md is not an ELF file"),
        ("neptune run --no-build --headless --kernel nowhere", 1, "cannot read nowhere"),
        ("neptune run --no-build --headless --kernel /bin/ls", 1, "no multiboot header"),
        ("neptune run --no-build --headless --add nowhere", 1, "there is no file 'nowhere'"),
        ("neptune run --no-build --headless -- -nonsense", 1, "-nonsense: invalid option"),
        ("neptune run --no-build --headless debug release", 1, "one of debug or release"),
        ("DISPLAY= WAYLAND_DISPLAY= neptune run --no-build </dev/null", 1, "there is no display and no terminal"),
        ("PATH=/nowhere; neptune exec --no-build \(trueProgram)", 126, "qemu-system-x86"),
        ("PATH=/nowhere; neptune run --no-build --headless", 1, "qemu-system-x86"),
    ])
    func whatIsWrongIsSaid(line: String, status: Int, words: String) async throws {
        let result = try await Self.shell(line)
        #expect(result.status == status, "it says:\n\(result.output)")
        #expect(result.output.contains(words), "it says:\n\(result.output)")
        #expect(result.leftFiles == [] && result.leftProcesses == [])
    }

    @Test(arguments: [("TERM", 143), ("INT", 130), ("HUP", 129)])
    func aSignalLeavesNoMachine(signal: String, status: Int) async throws {
        // `env` gives the signal back its meaning, which a shell takes from what it runs in the background.
        let run = "env --default-signal=INT '\(SystemUnderTest.workspace.path(".build-tool/debug/neptune"))'"
        let result = try await Self.shell(
            """
            coproc \(run) run --no-build --headless --add README.md
            pid=$COPROC_PID
            while read -r line <&"${COPROC[0]}"; do [[ $line == *smss* ]] && kill -\(signal) "$pid"; done
            wait "$pid"
            """)
        #expect(result.status == status, "it says:\n\(result.output)")
        #expect(result.leftFiles == [] && result.leftProcesses == [])
    }

    @Test func aSignalLeavesNoCompiler() async throws {
        let result = try await Self.shell(
            """
            printf '%s\\n' '#!/bin/bash' 'kill -TERM $PPID; while :; do sleep 0.1; done' >"$TMPDIR/swift"
            chmod +x "$TMPDIR/swift"
            PATH=$TMPDIR:$PATH; neptune lint
            """)
        #expect(result.status == 143, "it says:\n\(result.output)")
        #expect(result.leftFiles == ["swift"] && result.leftProcesses == [])
    }

    /// The tool cannot clean up then; its QEMU ends all the same, and that of nobody else.
    @Test func aToolThatIsKilledLeavesNoMachine() async throws {
        let loop = try await NativeProgram("loop", SystemUnderTest.workspace).program()
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending("loop.exe")
        try Files.write(loop.contents, to: file)
        let result = try await Self.shell(
            """
            machines() { grep -als "[f]ile:$TMPDIR/" /proc/[0-9]*/cmdline; }
            (neptune exec --no-build '\(file)') &
            until machines; do sleep 0.1; done
            kill -9 $!
            while machines; do sleep 0.1; done
            echo "none is left"
            """)
        #expect(result.output.contains("none is left"), "it says:\n\(result.output)")
        #expect(result.leftProcesses == [])
    }

    @Test func aReaderThatGoesAwayEndsTheRun() async throws {
        let result = try await Self.shell("(neptune run --no-build --headless --add README.md) | head -n 1")
        #expect(result.status == 141, "it says:\n\(result.output)")
        #expect(result.leftFiles == [] && result.leftProcesses == [])
    }

    @Test func argumentsThatLookLikeOptionsBelongToTheProgram() async throws {
        let program = try await NativeProgram("display", SystemUnderTest.workspace).program()
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending("a=b c.exe")
        try Files.write(program.contents, to: file)
        let result = try await Self.shell("neptune exec --no-build '\(file)' -x --help -- y --timeout 3")
        #expect(result.status == 0, "it says:\n\(result.output)")
        #expect(result.output.contains("a=b c.exe\" -x --help -- y --timeout 3]"), "it says:\n\(result.output)")
    }
}
