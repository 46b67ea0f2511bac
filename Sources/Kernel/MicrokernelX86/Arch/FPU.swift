import CMicrokernelX86
import Microkernel
import SeL4ABI

/// Floating-point and vector state: by XSAVE where the processor has it, else by FXSAVE; and the size of the thread
/// control blocks that hold it.
///
/// A block of 2^11 bytes has 1024 for the state of x87, SSE and AVX. AVX-512's is larger, so a kernel that is booted with
/// `avx512` makes blocks of 2^12 bytes, as seL4 does when it is configured for a state of that size. What root tasks see
/// of it follows from the word alone, whatever the processor has.
enum FPU {
    /// The parts of the state that are saved, as bits of XCR0; 0: there is no XSAVE.
    @safe nonisolated(unsafe) private static var components: UInt32 = 0
    /// The size of a thread control block as a power of two. Never changes once there is a thread.
    @safe nonisolated(unsafe) private(set) static var threadBits = ObjectSize.threadBits

    private static let x87AndSSE: UInt32 = 0b011
    private static let advancedVectors: UInt32 = 0b100
    /// AVX with mask registers, upper halves of the first 16 registers, and 16 registers more: they come together.
    private static let advancedVectors512: UInt32 = 0b1110_0100
    private static let defaultControlWord: UInt16 = 0x37F
    private static let defaultVectorControl: UInt32 = 0x1F80

    /// How many bytes a thread control block has for the state.
    private static var room: Int { 1 << threadBits - ThreadLayout.fpuState }

    static func configure(withAVX512 wantsAVX512: Bool) {
        if wantsAVX512 { threadBits = ObjectSize.threadBits + 1 }
        let available = Processor.hasXSAVE ? cpu_cpuid(0xD, 0).eax : 0
        if Processor.hasXSAVE { enable(x87AndSSE | available & advancedVectors) }
        guard wantsAVX512 else { return }
        guard available & advancedVectors512 == advancedVectors512 else {
            return SerialPort.note("avx512: this processor has no such registers")
        }
        let smaller = components
        enable(smaller | advancedVectors512)
        if enabledSize > room {
            enable(smaller)
            SerialPort.note("avx512: this processor's registers do not fit into a thread control block")
        }
    }

    private static func enable(_ chosen: UInt32) {
        components = chosen
        cpu_xsetbv(0, UInt64(chosen))
    }

    /// The bytes that XSAVE writes for what is enabled.
    private static var enabledSize: Int { Int(cpu_cpuid(0xD, 0).ebx) }

    static func save(to area: PhysicalAddress) {
        if components != 0 {
            cpu_xsave(UInt64(area.inWindow), components)
        } else {
            cpu_fxsave(UInt64(area.inWindow))
        }
    }

    static func load(from area: PhysicalAddress) {
        if components != 0 {
            cpu_xrstor(UInt64(area.inWindow), components)
        } else {
            cpu_fxrstor(UInt64(area.inWindow))
        }
    }

    /// In a cleared area. Both formats begin alike; an XSAVE header of zeros says that every component has its initial
    /// value.
    static func initialise(_ area: PhysicalAddress) {
        area.store(defaultControlWord, offset: 0)
        area.store(defaultVectorControl, offset: 24)
    }

    @inline(__always) static func setEnabled(_ enable: Bool) {
        if enable { cpu_clear_task_switched() } else { cpu_write_cr0(cpu_read_cr0() | 1 << 3) }
    }
}
