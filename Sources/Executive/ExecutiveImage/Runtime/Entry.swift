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
    guard let resources = KernelResources.takeOver(boot) else {
        // Nothing can be said: a kernel of an unknown version gives no access to any device.
        while true { yieldProcessor() }
    }
    let storage = unsafe executive_resources_storage()
        .bindMemory(to: KernelResources.self, capacity: 1)
    unsafe storage.initialize(to: resources)
    startHeap()
    do throws(NTStatus) {
        try unsafe Monitor.start(storage)
        let memory = try unsafe MemoryManager(storage, imageBase: executive_image_start())
        unsafe ExecutiveStart(memory: memory, boot: boot).run(archive: archive(boot))
    } catch {
        while true { yieldProcessor() }
    }
}

/// The boot archive's memory: from its start to the end of the image, of which the kernel gave every page.
private func archive(_ boot: BootInfo) -> UnsafeRawBufferPointer {
    let start = executive_archive_start()
    let end = executive_image_start() + UInt(boot.userImageFrames.count) * 4096
    return unsafe UnsafeRawBufferPointer(
        start: UnsafeRawPointer(bitPattern: start), count: Int(end - start))
}
