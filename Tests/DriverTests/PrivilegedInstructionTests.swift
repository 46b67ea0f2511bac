import Testing

@testable import Ntoskrnl

@Suite("Emulation of ring-0 instructions")
struct PrivilegedInstructionTests {
    private func decode(_ bytes: [UInt8]) -> PrivilegedInstruction? {
        PrivilegedInstruction { $0 < bytes.count ? bytes[$0] : 0 }
    }

    @Test(
        "what compilers make of the driver headers' inline routines is recognised",
        arguments: [
            ([0xEC], .portIn(width: 1, port: nil), 1),
            ([0x66, 0xED], .portIn(width: 2, port: nil), 2),
            ([0xED], .portIn(width: 4, port: nil), 1),
            ([0xE4, 0x60], .portIn(width: 1, port: 0x60), 2),
            ([0xEE], .portOut(width: 1, port: nil), 1),
            ([0x66, 0xEF], .portOut(width: 2, port: nil), 2),
            ([0xE6, 0x43], .portOut(width: 1, port: 0x43), 2),
            ([0xF3, 0x66, 0x6D], .portInString(width: 2, repeats: true), 3),
            ([0xF3, 0x48, 0x6E], .portOutString(width: 1, repeats: true), 3),
            ([0x44, 0x0F, 0x20, 0xC0], .readIrql(register: 0), 4),
            ([0x45, 0x0F, 0x20, 0xC3], .readIrql(register: 11), 4),
            ([0x44, 0x0F, 0x22, 0xC1], .writeIrql(register: 1), 4),
        ] as [([UInt8], PrivilegedInstruction.Operation, Int)])
    func recognised(bytes: [UInt8], operation: PrivilegedInstruction.Operation, length: Int) {
        let instruction = decode(bytes)
        #expect(instruction?.operation == operation)
        #expect(instruction?.length == length)
    }

    @Test(
        "anything else is left to fault",
        arguments: [
            [0xF4], [0xFA], [0x90], [0x0F, 0x20, 0xC0], [0x44, 0x0F, 0x20, 0xD8],
            [0x44, 0x0F, 0x20, 0x00], [0x0F, 0x01, 0xF8], [],
        ] as [[UInt8]])
    func leftAlone(bytes: [UInt8]) { #expect(decode(bytes) == nil) }
}
