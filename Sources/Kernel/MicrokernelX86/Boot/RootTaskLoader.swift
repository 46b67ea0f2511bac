import ELFImage
import Microkernel
import SeL4ABI

/// Builds the initial thread with everything it owns: address space, root CNode, boot information
/// and the rest of the machine as untyped memory.
struct RootTaskLoader {
    typealias Kernel = Microkernel.Kernel<X86Machine>

    let plan: RootTaskPlan
    private let frames: Word
    private let cnode: Kernel.Slot
    private let thread: Kernel.Thread
    private let asidPool: PhysicalAddress
    private let root: PhysicalAddress
    private let tables: Word
    private var nextSlot = InitialSlot.firstFree

    /// The root task's own identifier: the second of pool 0, since 0 means none.
    private static let asid = ASID(1)
    private static let userTable: Word = 0b111  // present, writable, user
    private static let userPage: Word = 0b111

    /// Takes the memory from the top of `free`; afterwards nothing can fail.
    init(plan: RootTaskPlan, free: inout RegionList) throws(BootError) {
        self.plan = plan
        let page = WindowLayout.pageSize
        let cnodeSize = Word(1) << Word(RootTaskPlan.cnodeSizeBits + ObjectSize.slotBits)
        cnode = Kernel.Slot(try Self.allocate(cnodeSize, alignment: cnodeSize, &free))
        frames = try Self.allocate(plan.framePages * page, alignment: page, &free).rawValue
        tables = try Self.allocate(plan.tableCount * page, alignment: page, &free).rawValue
        root = try Self.allocate(page, alignment: page, &free)
        asidPool = try Self.allocate(page, alignment: page, &free)
        let threadSize = Word(1) << Word(X86Machine.threadBits)
        thread = Kernel.Thread(try Self.allocate(threadSize, alignment: threadSize, &free))
        PhysicalAddress(frames).clear(count: plan.framePages * page)
        PhysicalAddress(tables).clear(count: plan.tableCount * page)
    }

    private static func allocate(
        _ size: Word, alignment: Word, _ free: inout RegionList
    ) throws(BootError) -> PhysicalAddress {
        let address = free.allocate(
            size: size, alignment: alignment, below: WindowLayout.initialSize)
        guard let address else { throw .notEnoughMemory }
        PhysicalAddress(address).clear(count: size)
        return PhysicalAddress(address)
    }

    /// Copies the program from its file to its frames.
    func load(_ elf: borrowing ELFImage, file: PhysicalAddress) {
        for index in 0..<elf.headerCount {
            guard let segment = elf.segment(at: index) else { continue }
            let offset = Word(segment.addresses.lowerBound) - plan.image.lowerBound
            PhysicalAddress(frames + offset).copy(
                from: file + Word(segment.file.lowerBound), count: Word(segment.file.count))
        }
    }

    /// Writes every capability and the boot information, and makes the thread runnable.
    mutating func build(
        _ kernel: inout Kernel, record: borrowing BootRecord, megahertz: UInt32,
        devices: borrowing RegionList, memory: borrowing RegionList
    ) {
        installFixed(&kernel)
        let info = PhysicalAddress(frame(at: plan.bootInfo))
        let paging = installTables(&kernel)
        let extra = installFrames(&kernel, plan.bootInfo + WindowLayout.pageSize..<plan.end)
        let image = installFrames(&kernel, plan.image)
        let untyped = installUntyped(&kernel, info, devices: devices, memory: memory)

        let slotCount = Word(1) << Word(RootTaskPlan.cnodeSizeBits)
        info.store(ExtraBootInfo.length(record), offset: Word(BootInfoLayout.extraLength))
        info.store(Word(1), offset: Word(BootInfoLayout.nodeCount))
        info.store(Word.max, offset: Word(BootInfoLayout.ioPageTableLevels))
        info.store(plan.ipcBuffer, offset: Word(BootInfoLayout.ipcBuffer))
        info.store(
            Word(RootTaskPlan.cnodeSizeBits),
            offset: Word(BootInfoLayout.initThreadCNodeSizeBits))
        store(paging, BootInfoLayout.userImagePaging, info)
        store(extra, BootInfoLayout.extraPages, info)
        store(image, BootInfoLayout.userImageFrames, info)
        store(untyped, BootInfoLayout.untyped, info)
        store(nextSlot..<slotCount, BootInfoLayout.empty, info)
        let extraStart = frame(at: plan.bootInfo + WindowLayout.pageSize)
        ExtraBootInfo.write(
            record, megahertz: megahertz,
            to: extraStart..<extraStart + plan.extraPages * WindowLayout.pageSize)
        startThread(&kernel)
    }

    private func installFixed(_ kernel: inout Kernel) {
        kernel.setInitialASIDPool(at: asidPool, vspace: root)
        install(&kernel, .thread(at: thread.address), InitialSlot.thread)
        install(&kernel, cnodeCapability, InitialSlot.cnode)
        install(&kernel, vspaceCapability, InitialSlot.vspace)
        install(&kernel, .irqControl, InitialSlot.irqControl)
        install(&kernel, .asidControl, InitialSlot.asidControl)
        install(
            &kernel, ASIDPoolCapability(at: asidPool, base: ASID(0)).capability,
            InitialSlot.asidPool)
        install(&kernel, .ioPortControl, InitialSlot.ioPortControl)
        install(&kernel, frameCapability(at: plan.bootInfo), InitialSlot.bootInfoFrame)
        install(&kernel, frameCapability(at: plan.ipcBuffer), InitialSlot.ipcBuffer)
        install(&kernel, .domain, InitialSlot.domain)
    }

    /// Fills the page tables; their capabilities go to slots in the order PDPTs, directories,
    /// tables.
    private mutating func installTables(_ kernel: inout Kernel) -> Range<Word> {
        let first = nextSlot
        X86Machine.copyKernelHalf(to: root)
        var table = tables
        var parents = root.rawValue
        var parentSpanBits: Word = 48
        let levels: [3 of (CapabilityKind, Word)] = [
            (.pdpt, RootTaskPlan.pdptSpanBits), (.pageDirectory, RootTaskPlan.directorySpanBits),
            (.pageTable, RootTaskPlan.tableSpanBits),
        ]
        for level in 0..<3 {
            let (kind, spanBits) = levels[level]
            let levelStart = table
            for index in 0..<plan.tables(spanBits: spanBits) {
                let address = (plan.image.lowerBound >> spanBits + index) << spanBits
                enter(table | Self.userTable, at: address, spanBits, in: parents, parentSpanBits)
                let capability = TableCapability(
                    kind, at: PhysicalAddress(table), mappedAt: address, asid: Self.asid)
                installNext(&kernel, capability.capability)
                table += WindowLayout.pageSize
            }
            parents = levelStart
            parentSpanBits = spanBits
        }
        var address = plan.image.lowerBound
        while address < plan.end {
            enter(frame(at: address) | Self.userPage, at: address, 12, in: parents, parentSpanBits)
            address += WindowLayout.pageSize
        }
        return first..<nextSlot
    }

    /// Writes an entry for `address` into the right one of the tables of a level, which lie one
    /// behind the other from `parents`.
    private func enter(
        _ entry: Word, at address: Word, _ spanBits: Word, in parents: Word, _ parentSpanBits: Word
    ) {
        let parent = address >> parentSpanBits - plan.image.lowerBound >> parentSpanBits
        let index = address >> spanBits & 511
        PhysicalAddress(parents + parent * WindowLayout.pageSize).store(entry, offset: 8 * index)
    }

    private mutating func installFrames(
        _ kernel: inout Kernel, _ addresses: Range<Word>
    ) -> Range<Word> {
        let first = nextSlot
        var address = addresses.lowerBound
        while address < addresses.upperBound {
            installNext(&kernel, frameCapability(at: address))
            address += WindowLayout.pageSize
        }
        return first..<nextSlot
    }

    /// Devices first, then memory, each from low to high, as many as the list has room for; devices
    /// never crowd out memory.
    private mutating func installUntyped(
        _ kernel: inout Kernel, _ info: PhysicalAddress, devices: borrowing RegionList,
        memory: borrowing RegionList
    ) -> Range<Word> {
        let first = nextSlot
        let limit = first + Word(BootInfoLayout.maximumUntypeds)
        installUntyped(
            &kernel, info, devices, isDevice: true, first: first,
            limit: limit - UntypedLimit.reservedForMemory)
        installUntyped(&kernel, info, memory, isDevice: false, first: first, limit: limit)
        return first..<nextSlot
    }

    private enum UntypedLimit {
        static let reservedForMemory: Word = 100
    }

    private mutating func installUntyped(
        _ kernel: inout Kernel, _ info: PhysicalAddress, _ regions: borrowing RegionList,
        isDevice: Bool, first: Word, limit: Word
    ) {
        for index in 0..<regions.count {
            var splitter = UntypedSplitter(
                regions[index], smallestBits: ObjectSize.minimumUntypedBits,
                largestBits: ObjectSize.maximumUntypedBits)
            while nextSlot < limit, let piece = splitter.next() {
                let entry =
                    Word(BootInfoLayout.untypedList)
                    + (nextSlot - first) * Word(UntypedDescriptorLayout.size)
                info.store(piece.address, offset: entry)
                info.store(
                    UInt8(piece.sizeBits), offset: entry + Word(UntypedDescriptorLayout.sizeBits))
                info.store(
                    UInt8(isDevice ? 1 : 0), offset: entry + Word(UntypedDescriptorLayout.isDevice))
                let capability = UntypedCapability(
                    at: PhysicalAddress(piece.address), sizeBits: piece.sizeBits,
                    isDevice: isDevice)
                installNext(&kernel, capability.capability)
            }
        }
    }

    private func startThread(_ kernel: inout Kernel) {
        // The thread's own capabilities are copies: revoking in the root CNode reaches them.
        thread.cspaceRoot.capability = .null
        kernel.installInitialCopy(of: slot(InitialSlot.cnode), in: thread.cspaceRoot)
        kernel.installInitialCopy(of: slot(InitialSlot.vspace), in: thread.vspaceRoot)
        kernel.installInitialCopy(of: slot(InitialSlot.ipcBuffer), in: thread.ipcBufferFrame)
        thread.ipcBufferAddress = plan.ipcBuffer
        kernel.startInitialThread(thread)
        thread[.rip] = plan.entry
        thread[.rdi] = plan.bootInfo
    }

    private var cnodeCapability: Capability {
        CNodeCapability(
            at: cnode.address, radix: RootTaskPlan.cnodeSizeBits,
            guardSize: Word.bitWidth - RootTaskPlan.cnodeSizeBits
        ).capability
    }

    private var vspaceCapability: Capability {
        RootTableCapability(at: root, asid: Self.asid).capability
    }

    private func frameCapability(at address: Word) -> Capability {
        FrameCapability(
            at: PhysicalAddress(frame(at: address)), size: .page, mappedAt: address,
            asid: Self.asid
        ).capability
    }

    /// The frame behind an address of the root task.
    private func frame(at address: Word) -> Word { frames + (address - plan.image.lowerBound) }

    private func slot(_ index: Word) -> Kernel.Slot { cnode.advanced(by: index) }

    private func install(_ kernel: inout Kernel, _ capability: Capability, _ index: Word) {
        kernel.installInitial(capability, in: slot(index))
    }

    private mutating func installNext(_ kernel: inout Kernel, _ capability: Capability) {
        install(&kernel, capability, nextSlot)
        nextSlot += 1
    }

    private func store(_ slots: Range<Word>, _ field: Int, _ info: PhysicalAddress) {
        info.store(slots.lowerBound, offset: Word(field))
        info.store(slots.upperBound, offset: Word(field) + 8)
    }
}
