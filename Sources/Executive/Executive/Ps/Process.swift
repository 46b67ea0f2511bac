import NTABI

/// A process: an address space, a handle table and the threads that run in it.
public final class Process: DispatcherObject {
    /// CLIENT_ID.UniqueProcess.
    let id: UInt32
    /// The process that created it; it may be gone.
    let parentID: UInt32
    let addressSpace: AddressSpace
    var handles = HandleTable()
    var threads: [Thread] = []
    /// The image's file name without its path, for reports.
    let imageName: UnicodeString
    /// The PEB's address in the process.
    var peb: UInt = 0
    /// Where the image and ntdll are mapped.
    var imageBase: UInt = 0
    /// Present in a process that hosts drivers.
    var driverHost: DriverHost?
    var exitStatus = NTStatus.pending
    /// Termination has begun: no thread or handle can be added.
    var isTerminating = false
    /// Its last thread is gone and everything it held was given back.
    var isTerminated = false

    init(id: UInt32, parentID: UInt32, addressSpace: AddressSpace, imageName: UnicodeString) {
        self.id = id
        self.parentID = parentID
        self.addressSpace = addressSpace
        self.imageName = imageName
    }

    public override var type: ObjectType { .process }
    public override func isSignaled(for thread: Thread) -> Bool { isTerminated }
}
