import NTABI
import SeL4

/// A process: an address space, a handle table and the threads that run in it.
public final class Process: DispatcherObject {
    /// CLIENT_ID.UniqueProcess.
    let id: UInt32
    /// The process that created it; it may be gone.
    let parentID: UInt32
    let addressSpace: AddressSpace
    /// How far it is from the session manager, through those who created it.
    let generation: Int
    var handles = HandleTable()
    var threads: [Thread] = []
    /// The program's image.
    let section: Section
    /// The image's file name without its path, for reports and lists.
    let imageName: UnicodeString
    /// Where the program's image lies.
    let imageBase: UInt
    static let normalPriority: Int32 = 8
    var basePriority = normalPriority
    /// The TEBs' places.
    var tebs: TEBPlaces

    /// Present in a process that hosts drivers.
    var driverHost: DriverHost?
    /// What every thread of a driver process gets beside the executive's endpoint.
    var hostResources: HostResources?

    /// What it may do.
    let token: Token

    let createTime: Int64
    var exitTime: Int64 = 0
    var exitStatus = NTStatus.pending
    /// Termination has begun: no thread or handle can be added.
    var isTerminating = false
    /// The system cannot go on without it: nobody but the process itself ends it or its threads.
    var isEssential = false
    /// Its last thread is gone and everything it held was given back.
    var isTerminated = false
    /// Its number may name another process: it has ended, and nobody has a handle to it.
    var hasGivenUpID = false

    init(
        id: UInt32, parentID: UInt32, generation: Int, addressSpace: AddressSpace, section: Section,
        imageName: UnicodeString, imageBase: UInt, tebs: TEBPlaces = TEBPlaces(), token: Token, createTime: Int64
    ) {
        self.id = id
        self.parentID = parentID
        self.generation = generation
        self.addressSpace = addressSpace
        self.section = section
        self.imageName = imageName
        self.imageBase = imageBase
        self.tebs = tebs
        self.token = token
        self.createTime = createTime
    }

    public override var type: ObjectType { .process }
    public override var cost: Int { 1024 }
    public override func isSignaled(for thread: Thread) -> Bool { isTerminated }

    /// A process without a thread, which nobody can give one any more, ends.
    public override func lastHandleClosed(_ executive: Executive) {
        if threads.isEmpty { executive.terminate(self, status: .processIsTerminating) }
        executive.giveUpID(of: self)
    }

    /// Where the image's entry point lies in this process.
    var entryPoint: UInt { imageBase + (section.image?.entryPoint ?? 0) }
    /// What it may take.
    @inline(__always) var quota: Quota { addressSpace.quota }
    /// The whole path of the image.
    var imagePath: UnicodeString { section.filePath }
}

/// Which places behind the PEB hold a TEB and the IPC buffer behind it.
struct TEBPlaces {
    static let spacing: UInt = 0x4000
    /// A TEB, and the page behind it for the IPC buffer.
    static let size: UInt = 0x3000
    static let bufferOffset: UInt = 0x2000

    private var free: [UInt] = []
    private var next = Process.peb + spacing

    mutating func take() -> UInt {
        if let place = free.popLast() { return place }
        defer { next += Self.spacing }
        return next
    }

    mutating func giveBack(_ place: UInt) { free.append(place) }
}
