import Testing

@testable import NeptuneTool

@Suite struct ProgramRunTests {
    @Test func theRegistryFileTellsSmssWhatToDo() {
        var run = ProgramRun(ArchiveInput(path: "hello.exe", contents: []))
        run.arguments = ["a", "b c"]
        run.drivers = [ArchiveInput(path: "x.sys", contents: [])]
        let expected = [
            "Windows Registry Editor Version 5.00", "",
            #"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager]"#,
            #""Execute"="\\SystemRoot\\hello.exe a \"b c\"""#,
            #""Drivers"="\\SystemRoot\\x.sys""#,
            #""MirrorDisplay"=dword:00000001"#, #""PowerOffWhenDone"=dword:00000001"#, "",
        ]
        #expect(run.registry == expected.joined(separator: "\r\n"))
        #expect(run.additions.map(\.path) == ["x.sys", "hello.exe", #"System32\config\run.reg"#])
    }

    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("two words", "\"two words\""), (#"a"b"#, #""a\"b""#),
        (#"a b\"#, #""a b\\""#), (#"c:\x"#, #"c:\x"#),
    ])
    func argumentsAreQuotedAsWindowsReadsThem(argument: String, quoted: String) {
        #expect(ProgramRun.quoted(argument) == quoted)
    }

    @Test(arguments: [
        ("neptune: program ended with status 0x00000000", ProgramRun.Ending.status(0), Int32(0)),
        ("neptune: program ended with status 0x00000007", .status(7), 7),
        ("neptune: program ended with status 0xC0000005", .status(0xC000_0005), 125),
        (
            "neptune: program could not be started, status 0xC0000135", .couldNotStart(0xC000_0135),
            126
        ),
    ])
    func theLogSaysHowAProgramEnded(line: String, ending: ProgramRun.Ending, status: Int32) throws {
        let found = try #require(ProgramRun.ending(in: "booting\r\n\(line)\r\n"))
        #expect(found == ending)
        #expect(found.exitStatus == status)
    }

    @Test func aSystemThatCannotBootIsNotWaitedFor() {
        let line = BootFailure.line(in: "SeaBIOS\r\nNeptune: this processor has no local APIC\r\n")
        #expect(line == "Neptune: this processor has no local APIC")
        #expect(BootFailure.line(in: "Neptune OS cannot start: too little memory (C0000017).\r\n") != nil)
        #expect(BootFailure.line(in: "Neptune OS\r\nsmss: started\r\n") == nil)
        #expect(BootFailure.line(in: "Neptune: this proc") == nil)
        #expect(ProgramRun.Ending.couldNotBoot("").exitStatus == 126)
    }

    @Test func aLogWithoutThatLineSaysNothing() {
        #expect(ProgramRun.ending(in: "booting\n") == nil)
        #expect(ProgramRun.Ending.timedOut.exitStatus == 124)
        #expect(ProgramRun.Ending.machineStopped.exitStatus == 126)
    }

    @Test func anAddedFileMayNameItsPlace() {
        #expect(AddedFile("/tmp/x.exe").path == "x.exe")
        #expect(AddedFile("/tmp/x.exe=System32/y.exe").path == #"System32\y.exe"#)
    }
}
