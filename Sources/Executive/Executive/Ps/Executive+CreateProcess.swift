import CNT
import NTABI

/// What a new process is made from.
enum ProcessSource {
    /// A program.
    case image(Section)
    /// Another process, whose memory it gets as it is now.
    case copy(Process)
}

extension Executive {
    /// Creates a process without a thread: with ntdll, an image and a PEB in its memory, or as a copy of another process.
    ///
    /// It has a share of its own of what programs may take, or that of the program that `creator` belongs to: only the
    /// session manager and the shell start programs that count by themselves.
    /// Errors: `.invalidImageFormat`, `.processIsTerminating`, `.notSupported` (a copy of a driver process),
    /// `.quotaExceeded`, `.conflictingAddresses`, `.insufficientResources`, `.noMemory`; nothing is left behind.
    func createProcess(
        from source: ProcessSource, parent: Process?, creator: Process?, inheritingHandles: Bool
    ) throws(NTStatus) -> Process {
        try check(source)
        // A program cannot make its child somebody else's by naming another parent.
        let generation = max(parent?.generation ?? -1, creator?.generation ?? -1) + 1
        let quota = try quota(ofGeneration: generation, creator)
        let space = AddressSpace(memory, try memory.hardware.makeSpace(), quota: quota)
        do throws(NTStatus) {
            let contents = try fill(space, from: source)
            let process = Process(
                id: clientIDs.allocate(), parentID: parent?.id ?? 0, generation: generation, addressSpace: space,
                section: contents.section, imageName: contents.section.filePath.lastComponent,
                imageBase: contents.imageBase, tebs: contents.tebs,
                token: makeToken(copying: (creator ?? parent)?.token), createTime: clock.systemTime)
            try process.write(contents.peb, to: UserPointer(required: Process.peb))
            if let parent, inheritingHandles {
                process.handles = HandleTable(inheriting: parent.handles)
                process.countHandles()
            }
            clientIDs.assign(process.id, .process(process))
            processes.append(process)
            return process
        } catch {
            space.tearDown()
            throw error
        }
    }

    private func check(_ source: ProcessSource) throws(NTStatus) {
        switch source {
        case .image(let section):
            guard let image = section.image, image.characteristics & 0x2000 == 0 else { throw .invalidImageFormat }
        case .copy(let process):
            guard !process.isTerminating else { throw .processIsTerminating }
            guard process.hostResources == nil else { throw .notSupported }
        }
    }

    /// What lies in a new address space.
    private struct Contents {
        let section: Section
        let imageBase: UInt
        var tebs = TEBPlaces()
        let peb: PEB
    }

    private func fill(_ space: AddressSpace, from source: ProcessSource) throws(NTStatus) -> Contents {
        switch source {
        case .image(let section):
            _ = try space.mapView(of: systemLibrary.section, ViewRequest(fixed: systemLibrary.base))
            let base = try space.mapView(of: section, ViewRequest()).base
            try space.allocateSystemPages(at: Process.peb, size: pageSize)
            return Contents(section: section, imageBase: base, peb: peb(of: section, at: base))
        case .copy(let process):
            try space.copyRanges(of: process.addressSpace)
            // ntdll finds everything made already, by threads that are not here.
            var peb = try process.read(UserPointer<PEB>(required: Process.peb))
            peb.InheritedAddressSpace = 1
            peb.Mutant = .max
            return Contents(
                section: process.section, imageBase: process.imageBase, tebs: process.tebs, peb: peb)
        }
    }

    private func quota(ofGeneration generation: Int, _ creator: Process?) throws(NTStatus) -> Quota {
        try creator?.addressSpace.requireRoom()
        if generation > 2, let creator { return creator.quota }
        return memory.makeQuota(isProgram: generation == 2)
    }

    /// What a program can read of its process; ntdll fills in the rest.
    private func peb(of section: Section, at imageBase: UInt) -> PEB {
        var peb = PEB()
        peb.Mutant = .max
        peb.ImageBaseAddress = imageBase
        peb.NumberOfProcessors = 1
        peb.CriticalSectionTimeout = -25_920_000_000_000  // 30 days
        peb.HeapSegmentReserve = 0x10_0000
        peb.HeapSegmentCommit = 0x2000
        peb.HeapDeCommitTotalFreeThreshold = 0x1_0000
        peb.HeapDeCommitFreeBlockThreshold = 0x1000
        peb.OSMajorVersion = 10
        peb.OSMinorVersion = 0
        peb.OSBuildNumber = WindowsVersion.build
        peb.OSPlatformId = 2
        peb.ImageSubsystem = UInt32(section.image?.subsystem ?? 0)
        peb.ImageSubsystemMajorVersion = 10
        peb.ActiveProcessAffinityMask = 1
        return peb
    }
}

/// The Windows release whose interfaces are implemented: 10, 22H2.
enum WindowsVersion {
    static let major: UInt32 = 10
    static let minor: UInt32 = 0
    static let build: UInt16 = 19045
}
