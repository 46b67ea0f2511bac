import CNT
import NTABI

extension Executive {
    /// Creates a process that runs an image: its address space with ntdll, the image and a PEB in it, no thread.
    ///
    /// It has a share of its own of what programs may take, or that of the program that `creator` belongs to: only the
    /// session manager and the shell start programs that count by themselves.
    /// Errors: `.invalidImageFormat`, `.quotaExceeded`, `.conflictingAddresses`, `.insufficientResources`, `.noMemory`; nothing is left behind.
    func createProcess(
        image section: Section, parent: Process?, creator: Process?, inheritingHandles: Bool
    ) throws(NTStatus) -> Process {
        guard let image = section.image, image.characteristics & 0x2000 == 0 else { throw .invalidImageFormat }
        // A program cannot make its child somebody else's by naming another parent.
        let generation = max(parent?.generation ?? -1, creator?.generation ?? -1) + 1
        let quota = try quota(ofGeneration: generation, creator)
        let space = AddressSpace(memory, try memory.hardware.makeSpace(), quota: quota)
        do throws(NTStatus) {
            _ = try space.mapView(of: systemLibrary.section, ViewRequest(fixed: systemLibrary.base))
            let view = try space.mapView(of: section, ViewRequest())
            try space.allocateSystemPages(at: Process.peb, size: pageSize)
            let process = Process(
                id: clientIDs.allocate(), parentID: parent?.id ?? 0, generation: generation, addressSpace: space,
                section: section, imageName: section.filePath.lastComponent, imageBase: view.base,
                createTime: clock.systemTime)
            try process.write(peb(for: process, image), to: UserPointer(required: Process.peb))
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

    private func quota(ofGeneration generation: Int, _ creator: Process?) throws(NTStatus) -> Quota {
        guard generation > 0, let creator else { return Quota() }
        try creator.addressSpace.requireRoom()
        return generation > 2 ? creator.quota : memory.makeQuota(isProgram: generation == 2)
    }

    /// What a program can read of its process; ntdll fills in the rest.
    private func peb(for process: Process, _ image: ImageInformation) -> PEB {
        var peb = PEB()
        peb.Mutant = .max
        peb.ImageBaseAddress = process.imageBase
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
        peb.ImageSubsystem = UInt32(image.subsystem)
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
