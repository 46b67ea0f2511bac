import CNT
import NTABI
import PEImage

/// Making a new process ready: heap, locks, parameters, modules.
enum ProcessStart {
    static func run(ntdllBase: UInt) throws(NTStatus) {
        try createHeap()
        try createLocks()
        try ProcessParameters.adopt()
        try ModuleList.create()
        let peb = currentPEB
        peb.value.OSMajorVersion = SystemVersion.major
        peb.value.OSMinorVersion = SystemVersion.minor
        peb.value.OSBuildNumber = UInt16(SystemVersion.build)
        peb.value.OSPlatformId = SystemVersion.platform

        Loader.lock.enter()
        defer { Loader.lock.leave() }
        let program = try addProgram()
        try addNtdll(at: ntdllBase)
        let image = try program.image()
        if image.header.imageBase != UInt64(program.base) {
            try Relocator.relocate(image, at: program.base)
        }
        try Loader.connect(program, image, references: Module.pinned)
        try ThreadLocalStorage.attachThread()
        try Initializer.initialize(program, isStatic: true)
    }

    private static func createHeap() throws(NTStatus) {
        let peb = currentPEB
        let heap = rtlCreateHeap(0, 0, 0, 0, 0, 0)
        guard heap != 0 else { throw .noMemory }
        peb.value.ProcessHeap = heap
        let list = try Memory.allocate(16 * 8)
        Pointer<UInt>(list)[0] = heap
        peb.value.NumberOfHeaps = 1
        peb.value.MaximumNumberOfHeaps = 16
        peb.value.ProcessHeaps = list
    }

    private static func createLocks() throws(NTStatus) {
        let peb = currentPEB
        let size = MemoryLayout<RTL_CRITICAL_SECTION>.size
        let locks = try Memory.allocate(3 * size + MemoryLayout<UInt>.size)
        for index in 0..<3 { CriticalSection(at: locks + UInt(index * size)).initialize(spinCount: 0) }
        peb.value.FastPebLock = locks
        peb.value.LoaderLock = locks + UInt(size)
        ProcessState.vectorLock = locks + UInt(2 * size)
        ProcessState.addressLock = locks + UInt(3 * size)
        rtlInitializeSRWLock(ProcessState.addressLock)
        // The bitmaps describe themselves: RTL_BITMAPs over the bits in the PEB.
        let bitmaps = try Memory.allocate(3 * MemoryLayout<RTL_BITMAP>.size)
        Pointer<RTL_BITMAP>(bitmaps)[0] = RTL_BITMAP(SizeOfBitMap: 64, Buffer: peb.address + 0x80)
        Pointer<RTL_BITMAP>(bitmaps)[1] = RTL_BITMAP(SizeOfBitMap: 1024, Buffer: peb.address + 0x240)
        Pointer<RTL_BITMAP>(bitmaps)[2] = RTL_BITMAP(SizeOfBitMap: 128, Buffer: peb.address + 0x340)
        peb.value.TlsBitmap = bitmaps
        peb.value.TlsExpansionBitmap = bitmaps + 16
        peb.value.FlsBitmap = bitmaps + 32
    }

    private static func addProgram() throws(NTStatus) -> Module {
        let peb = currentPEB
        let base = peb.value.ImageBaseAddress
        let image = try mappedImage(at: base)
        peb.value.ImageSubsystem = UInt32(image.header.subsystem)
        peb.value.ImageSubsystemMajorVersion = UInt32(image.header.subsystemVersion.major)
        peb.value.ImageSubsystemMinorVersion = UInt32(image.header.subsystemVersion.minor)
        let parameters = Pointer<RTL_USER_PROCESS_PARAMETERS>(peb.value.ProcessParameters)
        let module = try ModuleList.add(
            base: base, image: image, path: Text(parameters.value.ImagePathName),
            references: Module.pinned)
        if image.header.imageBase != UInt64(base) { module.set(LDRP_IMAGE_NOT_AT_BASE) }
        return module
    }

    private static func addNtdll(at base: UInt) throws(NTStatus) {
        let module = try ModuleList.add(
            base: base, image: try mappedImage(at: base),
            path: Text("\\SystemRoot\\System32\\ntdll.dll"), references: Module.pinned)
        module.set(LDRP_ENTRY_PROCESSED)
        ModuleList.initializationOrder.append(module.address + 0x20)
    }

    /// An image whose size only its own headers tell; the first page is there in any.
    private static func mappedImage(at base: UInt) throws(NTStatus) -> PEImage {
        let newHeader = UInt(Pointer<UInt32>(base + 60).value)
        guard newHeader < 0xF00 else { throw .invalidImageFormat }
        let sizeOfImage = Int(Pointer<UInt32>(base + newHeader + 80).value)
        return try Module.image(at: base, size: (sizeOfImage + 0xFFF) & ~0xFFF)
    }
}
