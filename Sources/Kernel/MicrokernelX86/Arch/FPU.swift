import CMicrokernelX86
import Microkernel
import SeL4ABI

/// Floating-point and vector state: by XSAVE where the processor has it (x87, SSE, AVX), else by
/// FXSAVE.
///
/// Only these three components, so that the area stays below the 1024 bytes that a thread control
/// block has for it.
enum FPU {
    @safe nonisolated(unsafe) private static var components: UInt32 = 0

    private static let x87AndSSE: UInt32 = 0b011
    private static let advancedVectors: UInt32 = 0b100
    private static let defaultControlWord: UInt16 = 0x37F
    private static let defaultVectorControl: UInt32 = 0x1F80

    static func configure() {
        guard Processor.hasXSAVE else { return }
        components = x87AndSSE | (cpu_cpuid(0xD, 0).eax & advancedVectors)
        cpu_xsetbv(0, UInt64(components))
    }

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
