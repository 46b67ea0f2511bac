import CNT
import NTABI

/// Letting modules go. Callers hold the loader's lock.
enum Unloader {
    /// Drops one reference; without any the module is told, unmapped and forgotten, and so is what only it used.
    static func release(_ module: Module) {
        guard module.entry.value.ReferenceCount != Module.pinned else { return }
        module.entry.value.ReferenceCount -= 1
        guard module.entry.value.ReferenceCount == 0 else { return }
        Initializer.detach(module, isProcessEnding: false)
        discard(module)
    }

    /// Unmaps a module that nothing refers to, and drops its references to others.
    static func discard(_ module: Module) {
        // Never found again, so that a ring of modules is walked once.
        let base = module.base
        LinkedList.remove(module.address)
        LinkedList.remove(module.address + 0x10)
        LinkedList.remove(module.address + 0x20)
        try? Importer.forEachProvider(of: module) { provider throws(NTStatus) in release(provider) }
        ThreadLocalStorage.unregister(module)
        ModuleList.remove(module)
        ImageFile.unmap(base)
    }
}
