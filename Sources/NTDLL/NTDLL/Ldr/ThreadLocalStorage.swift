import CNT
import NTABI
import PEImage

/// Static thread-local storage: a block for every thread and every module that asks for one, found through
/// TEB.ThreadLocalStoragePointer and the index that the loader wrote into the module.
///
/// Threads that have a vector are linked through TEB.TlsLinks, so that a module that comes later can give
/// each of them its block.
enum ThreadLocalStorage {
    /// Before a vector: how many blocks it has room for.
    private static let vectorHeader = 16

    /// Gives a new module its index, and every thread its block.
    static func register(_ module: Module, _ image: PEImage) throws(NTStatus) {
        guard let storage = try image.threadLocalStorage(base: UInt64(module.base)) else { return }
        var index = 0
        while ModuleList.first(where: { $0.record.value.tlsIndex == index }) != nil { index += 1 }
        Pointer<UInt32>(module.base + UInt(storage.index)).value = UInt32(index)
        module.record.value.tlsIndex = index
        module.entry.value.TlsIndex = UInt16(truncatingIfNeeded: index)
        var teb = ProcessState.threads
        while teb != 0 {
            try makeRoom(index, in: Pointer(teb))
            try makeBlock(storage, module, index, in: Pointer(teb))
            teb = Pointer<TEB>(teb).value.TlsLinks.Flink
        }
    }

    /// Makes the calling thread's vector and blocks.
    static func attachThread() throws(NTStatus) {
        let teb = currentTEB
        guard teb.value.ThreadLocalStoragePointer == 0 else { return }
        var links = ModuleList.loadOrder.first
        try makeRoom(7, in: teb)
        while let current = links {
            let module = Module(address: current)
            let index = module.record.value.tlsIndex
            if index >= 0,
                let storage = try module.image().threadLocalStorage(base: UInt64(module.base))
            {
                try makeRoom(index, in: teb)
                try makeBlock(storage, module, index, in: teb)
            }
            links = ModuleList.loadOrder.next(after: current)
        }
        teb.value.TlsLinks = LIST_ENTRY64(Flink: ProcessState.threads, Blink: 0)
        if ProcessState.threads != 0 {
            Pointer<TEB>(ProcessState.threads).value.TlsLinks.Blink = teb.address
        }
        ProcessState.threads = teb.address
    }

    /// Frees what the calling thread has.
    static func detachThread() {
        let teb = currentTEB
        let vector = teb.value.ThreadLocalStoragePointer
        guard vector != 0 else { return }
        teb.value.ThreadLocalStoragePointer = 0
        let links = teb.value.TlsLinks
        if links.Blink != 0 {
            Pointer<TEB>(links.Blink).value.TlsLinks.Flink = links.Flink
        } else {
            ProcessState.threads = links.Flink
        }
        if links.Flink != 0 { Pointer<TEB>(links.Flink).value.TlsLinks.Blink = links.Blink }
        for index in 0..<capacity(of: vector) { freeBlock(Pointer<UInt>(vector)[index]) }
        Memory.free(vector - UInt(vectorHeader))
    }

    /// Frees every thread's block of a module that goes.
    static func unregister(_ module: Module) {
        let index = module.record.value.tlsIndex
        guard index >= 0 else { return }
        module.record.value.tlsIndex = -1
        var teb = ProcessState.threads
        while teb != 0 {
            let vector = Pointer<TEB>(teb).value.ThreadLocalStoragePointer
            if index < capacity(of: vector) {
                freeBlock(Pointer<UInt>(vector)[index])
                Pointer<UInt>(vector)[index] = 0
            }
            teb = Pointer<TEB>(teb).value.TlsLinks.Flink
        }
    }

    private static func capacity(of vector: UInt) -> Int {
        vector == 0 ? 0 : Pointer<Int>(vector - UInt(vectorHeader)).value
    }

    /// Replaces a vector that is too short. Its thread may be reading the old one: that stays as it is.
    private static func makeRoom(_ index: Int, in teb: Pointer<TEB>) throws(NTStatus) {
        let old = teb.value.ThreadLocalStoragePointer
        let oldCapacity = capacity(of: old)
        guard index >= oldCapacity else { return }
        let newCapacity = (index + 8) & ~7
        let memory = try Memory.allocate(vectorHeader + newCapacity * 8)
        Pointer<Int>(memory).value = newCapacity
        let vector = memory + UInt(vectorHeader)
        Bytes.copy(to: vector, from: old, count: oldCapacity * 8)
        teb.value.ThreadLocalStoragePointer = vector
    }

    private static func makeBlock(
        _ storage: PEThreadLocalStorage, _ module: Module, _ index: Int, in teb: Pointer<TEB>
    ) throws(NTStatus) {
        let size = storage.template.count + storage.zeroFill
        let memory = try Memory.allocate(size + storage.alignment + 16)
        let alignment = UInt(storage.alignment)
        let block = (memory + 16 + alignment - 1) & ~(alignment - 1)
        // What `freeBlock` must give back stands right before the block.
        Pointer<UInt>(block - 8).value = memory
        Bytes.copy(
            to: block, from: module.base + UInt(storage.template.start), count: storage.template.count)
        Pointer<UInt>(teb.value.ThreadLocalStoragePointer)[index] = block
    }

    private static func freeBlock(_ block: UInt) {
        guard block != 0 else { return }
        Memory.free(Pointer<UInt>(block - 8).value)
    }
}
