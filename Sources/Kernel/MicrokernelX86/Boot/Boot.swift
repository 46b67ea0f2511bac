import ELFImage
import Microkernel
import SeL4ABI

/// From the boot loader's information to a kernel whose first thread can run.
public enum Boot {
    /// Sets the processor and the board up, builds the root task and starts the kernel's tick.
    ///
    /// On an error nothing runs yet: the caller shows it and halts.
    @_optimize(size) public static func start(
        _ kernel: inout Kernel<X86Machine>, magic: UInt32, information: UInt32
    ) throws(BootError) {
        try Processor.configure()
        DescriptorTables.install()

        var record = try Multiboot.read(magic: magic, information: information)
        #if KERNEL_DEBUG
            record.options.debug = true
        #endif
        if record.options.debug {
            SerialPort.configure()
            X86Machine.isDebugging = true
        }
        FPU.configure(withAVX512: record.options.avx512)
        if record.rootPointer == nil { record.rootPointer = RootPointers.search(record.memoryMap) }
        guard let module = record.rootTask else { throw .noRootTask }

        // What may be allocated: not the kernel, and no module before it was read.
        var free = RegionList()
        for index in 0..<record.usable.count { free.insert(record.usable[index]) }
        free.remove(WindowTables.image)
        for index in 0..<record.modules.count { free.remove(record.modules[index]) }
        let mappedEnd = try WindowTables.finish(usable: record.usable, free: &free)
        if record.options.split ?? Processor.needsSplit { try Split.install(free: &free) }

        LegacyInterruptController.disable()
        LocalAPIC.configure()
        InterruptRouting.configure(
            InterruptControllers(rootPointer: record.rootPointer, below: mappedEnd))
        let clocks = Clocks.measure()

        let page = WindowLayout.pageSize
        guard
            let table = free.allocate(
                size: page, alignment: page, below: WindowLayout.initialSize)
        else { throw .notEnoughMemory }
        PhysicalAddress(table).clear(count: page)
        kernel.start(
            kernelRoot: WindowTables.commonRoot, interruptTable: PhysicalAddress(table))
        try loadRootTask(&kernel, module: module, record: record, free: &free, clocks: clocks)
        LocalAPIC.startTicking(every: clocks.timerCountsPerTick)
    }

    @_optimize(size) private static func loadRootTask(
        _ kernel: inout Kernel<X86Machine>, module: Range<Word>, record: borrowing BootRecord,
        free: inout RegionList, clocks: Clocks
    ) throws(BootError) {
        let file = PhysicalAddress(module.lowerBound)
        let elf: ELFImage
        do {
            elf = try ELFImage(file.bytes(count: Word(module.count)))
        } catch {
            throw BootError(error)
        }
        let plan = try RootTaskPlan(image: elf, extraLength: ExtraBootInfo.length(record))
        var loader = try RootTaskLoader(plan: plan, free: &free)
        loader.load(elf, file: file)
        returnModules(record, to: &free)
        loader.build(
            &kernel, record: record, megahertz: clocks.timeStampMegahertz,
            devices: devices(record.usable), memory: free)
    }

    /// The modules have been read: what of them is memory is free.
    private static func returnModules(_ record: borrowing BootRecord, to free: inout RegionList) {
        for index in 0..<record.modules.count {
            let module = record.modules[index]
            for other in 0..<record.usable.count {
                let region = record.usable[other]
                guard region.overlaps(module) else { continue }
                free.insert(region.clamped(to: module))
            }
        }
    }

    /// Every address that is no memory may be a device, except the interrupt controllers that the
    /// kernel drives.
    private static func devices(_ usable: borrowing RegionList) -> RegionList {
        var devices = RegionList()
        devices.insert(0..<1 << Word(ObjectSize.maximumUntypedBits))
        for index in 0..<usable.count { devices.remove(usable[index]) }
        devices.remove(LocalAPIC.page..<LocalAPIC.page + WindowLayout.pageSize)
        for index in 0..<InterruptRouting.ioapicCount {
            let page = InterruptRouting.address(index) & ~(WindowLayout.pageSize - 1)
            devices.remove(page..<page + WindowLayout.pageSize)
        }
        return devices
    }
}
