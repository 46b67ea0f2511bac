import CNT
import NTABI
import PEImage

/// Telling modules what happens: DllMain and TLS callbacks. Callers hold the loader's lock.
enum Initializer {
    /// Initialises a module, and before it all that it imports, unless that has been done.
    ///
    /// Error: `dllInitFailed`. `isStatic` is what DllMain learns from its third argument: that the
    /// module came with the program.
    static func initialize(_ module: Module, isStatic: Bool) throws(NTStatus) {
        guard !module.has(LDRP_ENTRY_PROCESSED) else { return }
        // Set first: modules may import from each other in a ring.
        module.set(LDRP_ENTRY_PROCESSED)
        try Importer.forEachProvider(of: module) { provider throws(NTStatus) in
            try initialize(provider, isStatic: isStatic)
        }
        ModuleList.initializationOrder.append(module.address + 0x20)
        callbacks(of: module, DLL_PROCESS_ATTACH)
        guard hasEntryPoint(module) else { return }
        let succeeded = Calls.entryPoint(
            module.entry.value.EntryPoint, module.base, DLL_PROCESS_ATTACH, isStatic ? 1 : 0)
        guard succeeded else { throw .dllInitFailed }
        module.set(LDRP_PROCESS_ATTACH_CALLED)
    }

    /// Tells every module that the calling thread begins.
    static func attachThread() {
        forEachInitialized { notifyThread($0, DLL_THREAD_ATTACH) }
    }

    /// Tells every module that the calling thread ends, the last initialised first.
    static func detachThread() {
        forEachInitializedBackwards { notifyThread($0, DLL_THREAD_DETACH) }
    }

    /// Tells every module that the process ends, the last initialised first.
    static func detachProcess() {
        forEachInitializedBackwards { detach($0, isProcessEnding: true) }
    }

    /// Tells one module that it goes.
    static func detach(_ module: Module, isProcessEnding: Bool) {
        if module.has(LDRP_PROCESS_ATTACH_CALLED) {
            _ = Calls.entryPoint(
                module.entry.value.EntryPoint, module.base, DLL_PROCESS_DETACH,
                isProcessEnding ? 1 : 0)
        }
        if module.has(LDRP_ENTRY_PROCESSED) { callbacks(of: module, DLL_PROCESS_DETACH) }
    }

    private static func notifyThread(_ module: Module, _ reason: UInt32) {
        guard !module.has(LDRP_DONT_CALL_FOR_THREADS) else { return }
        callbacks(of: module, reason)
        guard module.has(LDRP_PROCESS_ATTACH_CALLED) else { return }
        _ = Calls.entryPoint(module.entry.value.EntryPoint, module.base, reason, 0)
    }

    /// Only a DLL's entry point is a DllMain: a driver's is DriverEntry, a program's its start.
    private static func hasEntryPoint(_ module: Module) -> Bool {
        module.has(LDRP_IMAGE_DLL) && module.entry.value.EntryPoint != 0
    }

    /// Calls the module's TLS callbacks.
    private static func callbacks(of module: Module, _ reason: UInt32) {
        guard module.record.value.tlsIndex >= 0, let image = try? module.image(),
            let storage = try? image.threadLocalStorage(base: UInt64(module.base)),
            let table = storage.callbacks
        else { return }
        var callback = Pointer<UInt>(module.base + UInt(table))
        while callback.value != 0 {
            Calls.callback(callback.value, module.base, reason)
            callback = callback.at(1)
        }
    }

    private static func forEachInitialized(_ body: (Module) -> Void) {
        var links = ModuleList.initializationOrder.first
        while let current = links {
            body(Module(address: current - 0x20))
            links = ModuleList.initializationOrder.next(after: current)
        }
    }

    private static func forEachInitializedBackwards(_ body: (Module) -> Void) {
        let list = ModuleList.initializationOrder
        var current = list.head.value.Blink
        while current != list.head.address {
            let previous = Pointer<LIST_ENTRY64>(current).value.Blink
            body(Module(address: current - 0x20))
            current = previous
        }
    }
}
