import CMicrokernelX86
import SeL4ABI

/// What this processor can do, and the registers that turn it on.
enum Processor {
    @safe nonisolated(unsafe) private(set) static var hasFSGSBASE = false
    @safe nonisolated(unsafe) private(set) static var hasX2APIC = false
    @safe nonisolated(unsafe) private(set) static var hasNoExecute = false
    @safe nonisolated(unsafe) private(set) static var hasXSAVE = false
    /// Process-context identifiers: translations of several root tables side by side.
    @safe nonisolated(unsafe) private(set) static var hasIdentifiers = false
    /// Whether user code can read what is mapped for the kernel alone.
    @safe nonisolated(unsafe) private(set) static var needsSplit = false

    static let segmentBaseFS: UInt32 = 0xC000_0100
    static let segmentBaseGS: UInt32 = 0xC000_0101
    private static let extendedFeatures: UInt32 = 0xC000_0080
    private static let systemCallSelectors: UInt32 = 0xC000_0081
    private static let systemCallEntry: UInt32 = 0xC000_0082
    private static let systemCallEntry32: UInt32 = 0xC000_0083
    private static let systemCallFlagMask: UInt32 = 0xC000_0084
    private static let pageAttributes: UInt32 = 0x277
    private static let faultCapabilities: UInt32 = 0x10A

    /// Reads CPUID and sets the control registers. Refuses a processor without a local APIC.
    static func configure() throws(BootError) {
        let features = cpu_cpuid(1, 0)
        let hasLeaf7 = cpu_cpuid(0, 0).eax >= 7
        let more = hasLeaf7 ? cpu_cpuid(7, 0) : cpu_identification(eax: 0, ebx: 0, ecx: 0, edx: 0)
        let extended = cpu_cpuid(0x8000_0001, 0)
        guard features.edx & 1 << 9 != 0 else { throw .noLocalAPIC }
        hasX2APIC = features.ecx & 1 << 21 != 0
        hasXSAVE = features.ecx & 1 << 26 != 0
        hasIdentifiers = features.ecx & 1 << 17 != 0
        hasFSGSBASE = more.ebx & 1 << 0 != 0
        hasNoExecute = extended.edx & 1 << 20 != 0
        let hasCapabilities = more.edx & 1 << 29 != 0
        needsSplit = Self.needsSplit(vendor: cpu_cpuid(0, 0), hasCapabilities ? cpu_rdmsr(faultCapabilities) : 0)

        // Kernel code never runs from a page that user code can reach. It never touches one either,
        // but SMAP stays off: QEMU's TCG before 9.1 applies it to the user's own `iretq`.
        var control = cpu_read_cr4() | 1 << 9 | 1 << 10  // SSE, and its exceptions
        if hasFSGSBASE { control |= 1 << 16 }
        if hasXSAVE { control |= 1 << 18 }
        if more.ebx & 1 << 7 != 0 { control |= 1 << 20 }  // SMEP
        if more.ecx & 1 << 2 != 0 { control |= 1 << 11 }  // UMIP
        cpu_write_cr4(control)
        set_has_fsgsbase(hasFSGSBASE)

        // System calls on, and no-execute pages.
        let noExecute: UInt64 = hasNoExecute ? 1 << 11 : 0
        cpu_wrmsr(extendedFeatures, cpu_rdmsr(extendedFeatures) | 1 | noExecute)
        // The power-on memory types, but slot 4 is write-combining: seL4's attribute 4.
        cpu_wrmsr(pageAttributes, 0x0007_0401_0007_0406)
        configureSystemCalls()
    }

    /// Whether Meltdown concerns a processor. AMD's (Hygon's are the same) never had it; others that do not say so in
    /// IA32_ARCH_CAPABILITIES may have.
    static func needsSplit(vendor: cpu_identification, _ capabilities: UInt64) -> Bool {
        let isAMD = vendor.ebx == 0x6874_7541 && vendor.edx == 0x6974_6E65 && vendor.ecx == 0x444D_4163
        let isHygon = vendor.ebx == 0x6F67_7948 && vendor.edx == 0x6E65_476E && vendor.ecx == 0x656E_6975
        let isSafe: UInt64 = 1 << 0  // RDCL_NO
        return !isAMD && !isHygon && capabilities & isSafe == 0
    }

    private static func configureSystemCalls() {
        let kernel = UInt64(DescriptorTables.kernelCode) << 32
        let user = UInt64(DescriptorTables.systemReturnBase) << 48
        cpu_wrmsr(systemCallSelectors, user | kernel)
        let entry =
            hasFSGSBASE
            ? address_of_system_call_entry_fsgsbase() : address_of_system_call_entry()
        cpu_wrmsr(systemCallEntry, entry)
        cpu_wrmsr(systemCallEntry32, entry)
        // Cleared on entry: TF, IF, DF, IOPL, NT, AC.
        cpu_wrmsr(systemCallFlagMask, 0x47700)
    }
}
