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
        let line = SystemFailure.line(in: "SeaBIOS\r\nNeptune: this processor has no local APIC\r\n")
        #expect(line == "Neptune: this processor has no local APIC")
        #expect(SystemFailure.line(in: "Neptune OS cannot start: too little memory (C0000017).\r\n") != nil)
        #expect(SystemFailure.line(in: "The executive has stopped: page fault at 0, instruction 4010\r\n") != nil)
        #expect(SystemFailure.line(in: "Neptune OS\r\nsmss: started\r\n") == nil)
        #expect(SystemFailure.line(in: "Neptune: this proc") == nil)
        #expect(ProgramRun.Ending.systemFailed("").exitStatus == 126)
    }

    @Test func whatAProgramWritesToTheLogIsNotItsEnding() {
        let ending = "neptune: program ended with status 0x"
        #expect(ProgramRun.ending(in: "\(ending)00000000\r\n\(ending)C0000005\r\n") == .status(0xC000_0005))
    }

    @Test func aLogWithoutThatLineSaysNothing() {
        #expect(ProgramRun.ending(in: "booting\n") == nil)
        #expect(ProgramRun.Ending.timedOut.exitStatus == 124)
        #expect(ProgramRun.Ending.machineStopped.exitStatus == 126)
    }

    @Test func anAddedFileMayNameItsPlace() {
        #expect(AddedFile("/tmp/x.exe").path == "x.exe")
        #expect(AddedFile("/tmp/x.exe=System32/y.exe").path == #"System32\y.exe"#)
        #expect(AddedFile("/tmp/x.exe=System32/y.exe").source == "/tmp/x.exe")
    }

    @Test func aFileWithASignInItsNameIsItself() throws {
        #expect(AddedFile(file: "a=b/c=d.exe").path == "c=d.exe")
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending("a=b.exe")
        try Files.write("", to: file)
        #expect(AddedFile(file.string) == AddedFile(file: file.string))
    }

    @Test func noFileIsNoFile() {
        #expect(throws: ToolError.self) { try AddedFile(file: "").contents() }
        #expect(throws: ToolError.self) { try AddedFile("=").contents() }
    }

    @Test(arguments: [#"..\x"#, "/x", "a//x", "", "c:/x", "x/.", "x\n"]) func whatIsNoPathInsideIsRefused(path: String)
        throws
    {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending("x")
        try Files.write("", to: file)
        let error = #expect(throws: ToolError.self) { try AddedFile("\(file)=\(path)").contents() }
        #expect(try #require(error).what.contains("is no path below"))
    }

    @Test func kernelWordsReachTheMachine() {
        var options = MachineOptions(.direct(kernel: "k", module: "m"))
        #expect(!options.hardware().contains("-append"))
        options.kernelWords = "debug split=on"
        #expect(options.hardware().joined(separator: " ").contains("-append debug split=on "))
    }

    @Test(arguments: [["foo"], ["debug", "release"], ["debug", "debug"], ["amd64", "amd64"], ["i686"]])
    func wordsThatAreNoConfigurationAreRefused(words: [String]) {
        #expect(throws: ToolError.self) { try BuildConfiguration(words: words) }
    }

    @Test(arguments: [[], ["amd64"], ["release"], ["amd64", "release"], ["release", "amd64"]])
    func aConfigurationIsAmd64ReleaseUnlessItSaysMore(words: [String]) throws {
        #expect(try BuildConfiguration(words: words).name == "amd64-release")
    }
}
