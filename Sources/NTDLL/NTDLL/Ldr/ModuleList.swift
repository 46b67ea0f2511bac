import CNT
import NTABI
import PEImage

/// The process's modules, in the lists of PEB_LDR_DATA.
enum ModuleList {
    private static var data: UInt { currentPEB.value.Ldr }
    static var loadOrder: LinkedList { LinkedList(at: data + 0x10) }
    static var memoryOrder: LinkedList { LinkedList(at: data + 0x20) }
    static var initializationOrder: LinkedList { LinkedList(at: data + 0x30) }

    /// Makes the lists; there are none before.
    static func create() throws(NTStatus) {
        let size = MemoryLayout<PEB_LDR_DATA>.size
        let memory = try Memory.allocate(size)
        currentPEB.value.Ldr = memory
        Pointer<PEB_LDR_DATA>(memory).value.Length = UInt32(size)
        Pointer<PEB_LDR_DATA>(memory).value.Initialized = 1
        loadOrder.initialize()
        memoryOrder.initialize()
        initializationOrder.initialize()
    }

    /// The first module for which `isWanted` holds, in load order.
    static func first(where isWanted: (Module) -> Bool) -> Module? {
        var links = loadOrder.first
        while let current = links {
            let module = Module(address: current)
            if isWanted(module) { return module }
            links = loadOrder.next(after: current)
        }
        return nil
    }

    /// The loaded module that a name means: a path means that file, a bare name the file's name.
    static func named(_ name: Text) -> Module? {
        let isPath = name.lastIndex(of: Loader.separator) != nil
        return first { (isPath ? $0.path : $0.name).isSameName(as: name) }
    }

    static func at(base: UInt) -> Module? { first { $0.base == base } }

    static func containing(_ address: UInt) -> Module? { first { $0.contains(address) } }

    /// Adds a mapped image. `path` is its full name; its own copy is kept.
    static func add(
        base: UInt, image: PEImage, path: Text, references: UInt32
    ) throws(NTStatus) -> Module {
        let recordSize = MemoryLayout<ModuleRecord>.size
        let memory = try Memory.allocate(recordSize + path.count * 2 + 2)
        let buffer = memory + UInt(recordSize)
        for index in 0..<path.count { Pointer<UInt16>(buffer)[index] = path[index] }
        let nameStart = (path.lastIndex(of: Loader.separator) ?? -1) + 1
        let module = Module(address: memory)
        module.record.value.tlsIndex = -1
        let entry = module.entry
        entry.value.DllBase = base
        entry.value.OriginalBase = UInt(image.header.imageBase)
        entry.value.EntryPoint = image.header.entryPoint == 0 ? 0 : base + UInt(image.header.entryPoint)
        entry.value.SizeOfImage = UInt32(image.header.sizeOfImage)
        entry.value.TimeDateStamp = image.header.timeDateStamp
        entry.value.FullDllName = unicodeString(buffer, path.count)
        entry.value.BaseDllName = unicodeString(
            buffer + UInt(nameStart * 2), path.count - nameStart)
        entry.value.Flags = image.header.isLibrary ? LDRP_IMAGE_DLL : 0
        entry.value.ReferenceCount = references
        entry.value.ObsoleteLoadCount = references == Module.pinned ? UInt16.max : 1
        loadOrder.append(memory)
        memoryOrder.append(memory + 0x10)
        return module
    }

    /// Forgets a module; its image is the caller's to unmap.
    static func remove(_ module: Module) {
        LinkedList.remove(module.address)
        LinkedList.remove(module.address + 0x10)
        LinkedList.remove(module.address + 0x20)
        Memory.free(module.address)
    }

    private static func unicodeString(_ buffer: UInt, _ count: Int) -> UNICODE_STRING {
        UNICODE_STRING(
            Length: UInt16(count * 2), MaximumLength: UInt16(count * 2 + 2), Buffer: buffer)
    }
}
