// Segments, the task state and the interrupt gates: written once at boot into the storage that the
// CPU is then pointed at.

import CMicrokernelX86
import Microkernel
import SeL4ABI

/// The descriptor tables. Selectors are Windows' own, because programs see them in a CONTEXT.
enum DescriptorTables {
    static let kernelCode: UInt16 = 0x10
    static let taskState: UInt16 = 0x40
    /// `sysret` takes the user's ss from this + 8 and cs from this + 16.
    static let systemReturnBase: UInt16 = 0x23

    private static let presentInterruptGate: UInt64 = 0x8E
    private static let userMayRaise: UInt64 = 0x60
    private static let emergencyStack: UInt64 = 1

    static func install() {
        let task = address_of_task_state()
        store(address_of_entry_stack_top(), at: task + 4)
        store(address_of_emergency_stack_top(), at: task + 36)
        // No I/O permission bitmap: user code asks the kernel for ports.
        store(UInt16(104), at: task + 102)

        let segments = address_of_global_descriptors()
        store(UInt64(0x0020_9A00_0000_0000), at: segments + 0x10)  // kernel code
        store(UInt64(0x0000_9200_0000_0000), at: segments + 0x18)  // kernel data
        // 0x20, 32-bit user code in Windows, stays empty: there are no 32-bit programs.
        store(UInt64(0x0000_F200_0000_0000), at: segments + 0x28)  // user data
        store(UInt64(0x0020_FA00_0000_0000), at: segments + 0x30)  // user code
        let low = UInt64(103) | (task & 0xFF_FFFF) << 16 | 0x89 << 40 | (task >> 24 & 0xFF) << 56
        store(low, at: segments + 0x40)
        store(task >> 32, at: segments + 0x48)
        cpu_load_global_descriptors(segments, 79, taskState)
        cpu_load_kernel_code_segment(UInt64(kernelCode))

        for vector in 0..<UInt64(256) { installGate(vector) }
        cpu_load_interrupt_descriptors(address_of_interrupt_descriptors(), 4095)
    }

    private static func installGate(_ vector: UInt64) {
        let target = address_of_trap_stubs() + 16 * vector
        var flags = presentInterruptGate
        if Vector.mayBeRaisedByUser(Int(vector)) { flags |= userMayRaise }
        let stack = Vector.needsEmergencyStack(Int(vector)) ? emergencyStack : 0
        let low =
            target & 0xFFFF | UInt64(kernelCode) << 16 | stack << 32 | flags << 40
            | (target >> 16 & 0xFFFF) << 48
        store(low, at: address_of_interrupt_descriptors() + 16 * vector)
        store(target >> 32, at: address_of_interrupt_descriptors() + 16 * vector + 8)
    }

    private static func store<T: BitwiseCopyable>(_ value: T, at address: UInt64) {
        unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
            .storeBytes(of: value, as: T.self)
    }
}
