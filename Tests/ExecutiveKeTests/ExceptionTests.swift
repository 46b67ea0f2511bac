import NTABI
import Testing

@testable import Executive

@Suite struct ExceptionTests {
    private func record(_ vector: UInt, error: UInt = 0, code: [UInt8] = []) -> ExceptionRecord {
        ProcessorException.record(vector: vector, error: error, at: 0x1000) { Array(code.prefix($0)) }
    }

    @Test func aBreakpointIsReportedAtItsInstruction() {
        #expect(record(3).code == .breakpoint)
        #expect(record(3).address == 0xFFF)
    }

    @Test func fastFailAsksNoHandler() {
        #expect(record(13, error: 0x14A).code == .stackBufferOverrun)
        #expect(record(13, error: 0x14A).isNoncontinuable)
    }

    @Test(
        arguments: [
            [0xFA], [0xF4], [0xEC], [0x66, 0xEF], [0xF3, 0x6C], [0x0F, 0x20, 0xC0], [0x44, 0x0F, 0x20, 0xC0],
            [0x0F, 0x30],
        ] as [[UInt8]])
    func kernelInstructionsArePrivileged(code: [UInt8]) {
        #expect(record(13, code: code).code == .privilegedInstruction)
    }

    @Test(arguments: [[0x48, 0x8B, 0x00], [0x0F, 0xB6, 0x00], []] as [[UInt8]])
    func otherProtectionFaultsAreAccessViolations(code: [UInt8]) {
        let record = record(13, code: code)
        #expect(record.code == .accessViolation)
        #expect(record.parameters.1 == .max)
    }

    @Test func theRestHasItsOwnStatus() {
        #expect(record(0).code == .integerDivideByZero)
        #expect(record(6).code == .illegalInstruction)
    }
}

@Suite struct ClientIDTableTests {
    @Test func idsAreMultiplesOfFourAndComeBackLate() {
        var table = ClientIDTable()
        let first = table.allocate()
        #expect(first == 4)
        table.release(first)
        for _ in 0..<64 { #expect(table.allocate() != first) }
        #expect(table.process(4) == nil)
        #expect(table.thread(3) == nil)
        #expect(table.thread(.max) == nil)
    }
}
