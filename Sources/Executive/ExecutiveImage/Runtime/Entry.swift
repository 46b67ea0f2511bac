// Unsafe in two ways: linker symbols are turned into addresses, and the kernel resources get their place in storage that
// nothing else uses.

import Executive
import ExecutiveEntry
import NTABI
import SeL4
import SeL4ABI

/// The executive's first Swift code: takes over what the kernel gave, then builds and runs the executive.
@c(executive_main)
func executiveMain(_ bootInfoAddress: UInt) {
    let boot = BootInfo(bootInfoAddress)
    let storage = unsafe executive_resources_storage()
        .bindMemory(to: KernelResources.self, capacity: 1)
    do throws(KernelMismatch) {
        unsafe storage.initialize(to: try KernelResources.takeOver(boot))
    } catch { stop(error.text, boot) }
    startHeap()
    do throws(NTStatus) {
        try unsafe Monitor.start(storage)
        let memory = try unsafe MemoryManager(storage, imageBase: executive_image_start())
        try unsafe ExecutiveStart(memory: memory, boot: boot).run(archive: archive(boot))
    } catch {
        stop(error == .deviceBusy ? "the kernel keeps the ports of the timer" : "too little memory", boot)
    }
}

/// The boot archive's memory: from its start to the end of the image, of which the kernel gave every page.
private func archive(_ boot: BootInfo) -> UnsafeRawBufferPointer {
    let start = executive_archive_start()
    let end = executive_image_start() + UInt(boot.userImageFrames.count) * 4096
    return unsafe UnsafeRawBufferPointer(
        start: UnsafeRawPointer(bitPattern: start), count: Int(end - start))
}

/// The end of an executive that has no display yet: one line on COM1.
private func stop(_ reason: StaticString, _ boot: BootInfo) -> Never {
    // The kernel's own CNode has the same name before and after it is part of a larger space, and its last slot is used last.
    let root = CNode(CapabilityPointer(InitialSlot.cnode))
    let port = LastPort(in: CapabilityPointer(boot.emptySlots.upperBound - 1), of: root)
    port?.put("Neptune OS cannot start: ")
    port?.put(reason)
    port?.put(".\r\n")
    while true { yieldProcessor() }
}
