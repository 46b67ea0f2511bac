import NeptuneTool
import SystemPackage
import Testing

@Suite(.serialized) struct BootTests {
    @Test(arguments: ["Nehalem", "qemu64", "IvyBridge", "Haswell", "max"])
    func itBootsOnProcessorsOldAndNew(processor: String) async throws {
        try await SystemUnderTest.atPrompt {
            $0.processor = processor
        } _: { machine in
            try await machine.expect("echo it lives", shows: "\nit lives\n")
        }
    }

    @Test(arguments: [6, 8, 32, 1024, 4096, 65536])
    func itBootsInLittleMemoryAndInMuch(megabytes: Int) async throws {
        try await SystemUnderTest.atPrompt {
            $0.memoryMB = megabytes
        } _: { machine in
            try await machine.expect("ver", shows: "Neptune OS")
            try await machine.expect("lm", shows: "kbdclass.sys")
            try await machine.expect("nttest.exe seven", shows: "00000007")
        }
    }

    /// Threads are twice as large then, and QEMU's processors lack what fills them.
    @Test func itBootsWithRoomForLargeFPUStates() async throws {
        let log = try await SystemUnderTest.atPrompt {
            $0.kernelWords = "avx512"
        } _: { machine in
            try await machine.expect("lp", shows: "ntcmd.exe")
            return machine.log
        }
        #expect(log.contains("Neptune: avx512: this processor has no such registers"))
    }

    @Test func theDebugConfigurationBootsAndRunsPrograms() async throws {
        let build = SystemBuild(SystemUnderTest.workspace, BuildConfiguration(.amd64, .debug))
        let file = build.files.pushing("System32/true.exe")
        let run = ProgramRun(ArchiveInput(path: "true.exe", contents: try Files.read(file)))
        let outcome = try await SystemUnderTest.outcome(run, of: build)
        #expect(outcome.ending == .status(0), "log:\n\(outcome.log)")
    }

    /// What GRUB reads: a header whose sum is zero, and tags up to its end. Tag 5 is what gets UEFI machines a screen.
    @Test func theKernelAsksMultiboot2ForAFramebuffer() throws {
        let bytes = try Files.read(SystemUnderTest.build.kernel).prefix(32768)
        func word(_ offset: Int) -> UInt32 {
            (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(bytes[offset + $1]) }
        }
        let header = try #require(stride(from: 0, to: bytes.count - 16, by: 8).first { word($0) == 0xE852_50D6 })
        #expect(word(header) &+ word(header + 4) &+ word(header + 8) &+ word(header + 12) == 0)
        var tags: [UInt32] = []
        var tag = header + 16
        while tag < header + Int(word(header + 8)) {
            tags.append(word(tag) & 0xFFFF)
            tag += Int(word(tag + 4) + 7) & ~7
        }
        #expect(tags == [5, 0] && tag == header + Int(word(header + 8)))
    }

    @Test func theFloppyBoots() async throws {
        try await SystemUnderTest.machine(MachineOptions(.floppy(SystemUnderTest.build.floppy))) { machine in
            try await machine.waitForPrompt(within: .seconds(180))
            try await machine.expect("ver", shows: "Neptune OS")
            try await machine.expect("lm", shows: "kbdclass.sys")
            try await machine.expect("nttest.exe seven", shows: "00000007")
        }
    }

    @Test func theFloppyHasRoomLeft() async throws {
        #expect(try await SystemUnderTest.build.floppyFree() >= 500 * 1024)
    }

    @Test func aDebuggingKernelListsWhatTheRootTaskHas() async throws {
        let log = try await SystemUnderTest.atPrompt {
            $0.kernelWords = "verbose debug quiet"
        } _: {
            $0.log
        }
        for words in [
            "capabilities", " untyped ", " bytes ", " thread ", "threads that run or are ready", " current ",
        ] {
            #expect(log.contains(words), "\(words)")
        }
    }

    @Test func theKernelIsSilentOtherwise() async throws {
        let log = try await SystemUnderTest.atPrompt {
            $0.kernelWords = "debugger nodebug"
        } _: {
            $0.log
        }
        #expect(!log.contains("capabilities"))
    }

    /// Programs can teach the processor to mispredict an indirect branch of the kernel: there is none but the one that
    /// enters 64-bit code at boot.
    @Test func theKernelHasNoIndirectBranch() async throws {
        let symbols = SystemUnderTest.build.results.appending("obj/kernel.sym.elf")
        let code = try await Command("llvm-objdump", ["-d", "--no-show-raw-insn", symbols.string]).outcome()
        #expect(code.status == 0)
        var function = Substring()
        var found: [String] = []
        for line in code.output.split(separator: "\n") {
            if line.hasSuffix(">:") { function = line }
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 3, words[1].hasPrefix("jmp") || words[1].hasPrefix("call") else { continue }
            if words[2].hasPrefix("*") { found.append("\(function) \(line)") }
        }
        #expect(found.count == 1 && found.allSatisfy { $0.contains("entry64_low") }, "\(found)")
    }

    @Test func powerOffSwitchesTheMachineOff() async throws {
        let ending = try await SystemUnderTest.atPrompt { machine in
            try await machine.type("poweroff\n")
            return try await machine.waitForEnd(within: .seconds(60))
        }
        #expect(ending == .poweredOff)
    }

    @Test func rebootResetsTheMachine() async throws {
        let ending = try await SystemUnderTest.atPrompt { machine in
            try await machine.type("reboot\n")
            return try await machine.waitForEnd(within: .seconds(60))
        }
        #expect(ending == .reset)
    }
}
