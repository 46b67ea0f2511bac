import Testing

@testable import NeptuneTool

@Suite struct KernelTrapTests {
    private static let log = """
        smss: starting
        Neptune: kernel trap 0x0000000000000006 at 0xffffffff80101234 error 0x0000000000000000 address 0x0000000000000000\r
         rsp 0xffffffff80130f00 rflags 0x0000000000010002\r
        the kernel halts\r
        something after it
        """

    @Test func `a trap in a log is found with its report and nothing else`() throws {
        let trap = try #require(KernelTrap(in: Self.log))
        #expect(trap.lines.count == 3)
        #expect(trap.lines.first?.hasPrefix("Neptune: kernel trap 0x") == true)
        #expect(trap.lines.last == "the kernel halts")
        #expect(trap.instruction == "0xffffffff80101234")
    }

    @Test func `a report that was cut short is a trap too`() throws {
        let cut = String(Self.log.prefix(90))
        #expect(try #require(KernelTrap(in: cut)).lines.count == 1)
    }

    @Test(arguments: ["", "Neptune: not enough memory for the root task\n", "kernel trap"])
    func `other lines are none`(log: String) {
        #expect(KernelTrap(in: log) == nil)
    }

    @Test func `a trap is no failure to boot`() {
        #expect(SystemFailure.line(in: Self.log) == nil)
        #expect(SystemFailure.line(in: "Neptune: not enough memory\n") != nil)
    }

    @Test func `symbols become the reason and source lines, innermost first`() {
        let output = """
            Swift runtime failure: arithmetic overflow
            /<compiler-generated>:0
            $e11Microkernel6KernelV4tickyyF
            /home/somebody/neptune/Sources/Kernel/Microkernel/Scheduling/Scheduler.swift:143
            kernel_interrupt
            /home/somebody/neptune/Sources/Kernel/KernelImage/Border/EntryPoints.swift:74 (discriminator 2)
            """
        #expect(
            KernelTrap.places(in: output) == [
                "  Swift runtime failure: arithmetic overflow",
                "  at Sources/Kernel/Microkernel/Scheduling/Scheduler.swift:143",
                "  at Sources/Kernel/KernelImage/Border/EntryPoints.swift:74",
            ])
    }
}
