import CMicrokernelX86
import Testing

@testable import MicrokernelX86

@Suite struct ProcessorTests {
    private func identification(_ vendor: String) -> cpu_identification {
        let bytes = Array(vendor.utf8)
        func word(_ start: Int) -> UInt32 { (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) } }
        return cpu_identification(eax: 13, ebx: word(0), ecx: word(8), edx: word(4))
    }

    /// Bit 0 of IA32_ARCH_CAPABILITIES is RDCL_NO.
    @Test(arguments: [
        ("GenuineIntel", 0 as UInt64, true), ("GenuineIntel", 1, false), ("GenuineIntel", ~1, true),
        ("AuthenticAMD", 0, false), ("HygonGenuine", 0, false), ("CentaurHauls", 0, true), ("  Shanghai  ", 0, true),
        ("  Shanghai  ", 1, false), ("TCGTCGTCGTCG", 0, true),
    ])
    func `a split is for processors that may have Meltdown`(vendor: String, capabilities: UInt64, isNeeded: Bool) {
        #expect(Processor.needsSplit(vendor: identification(vendor), capabilities) == isNeeded)
    }
}
