/// Why the machine cannot start. There is nobody to return it to: it is shown, and the processor
/// stops.
public enum BootError: Error {
    case notMultiboot
    case noMemoryInformation
    case noRootTask
    case rootTaskNotELF
    case rootTaskWrongMachine
    case rootTaskDamaged
    case rootTaskAddresses
    case rootTaskTooLarge
    case notEnoughMemory
    case noLocalAPIC

    public var message: StaticString {
        switch self {
        case .notMultiboot: "not started by a multiboot loader"
        case .noMemoryInformation: "the boot loader gave no memory map"
        case .noRootTask: "no root task: the first multiboot module must be its ELF file"
        case .rootTaskNotELF: "the root task (first module) is not an ELF file"
        case .rootTaskWrongMachine: "the root task (first module) is not a 64-bit x86 executable"
        case .rootTaskDamaged: "the root task's ELF file is damaged"
        case .rootTaskAddresses: "the root task's addresses are not page-aligned user addresses"
        case .rootTaskTooLarge: "the root task is too large for the root CNode"
        case .notEnoughMemory: "not enough memory for the root task"
        case .noLocalAPIC: "this processor has no local APIC"
        }
    }
}
