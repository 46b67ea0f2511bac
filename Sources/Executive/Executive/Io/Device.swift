import NTABI

/// A device: what files are opened on. Kinds override `start` and `cancel`.
class Device: NTObject {
    /// FILE_DEVICE_ and FILE_ constants, for NtQueryVolumeInformationFile.
    final let deviceType: UInt32
    final let characteristics: UInt32
    /// Only one file at a time.
    final let isExclusive: Bool
    /// Files that are open, or being opened.
    final var openCount = 0
    /// The driver has deleted it, or died: everything answers `.deviceDoesNotExist`.
    final var isGone = false

    init(type: UInt32, characteristics: UInt32, isExclusive: Bool = false) {
        deviceType = type
        self.characteristics = characteristics
        self.isExclusive = isExclusive
        super.init()
        // The driver decides when it goes, not whoever opens it.
        isPermanent = true
    }

    override final var type: ObjectType { .device }
    override final var parsesNames: Bool { true }

    /// Begins to work on a request. It ends, now or later, by `Executive.complete`.
    func start(_ irp: IRP, _ executive: Executive) {
        executive.complete(irp, .invalidDeviceRequest)
    }

    /// A service is about to wait for a request: the last moment to work on it at once.
    func attend(_ irp: IRP, _ executive: Executive) {}

    /// The requester wants a request to end that is not complete. It still ends by `Executive.complete`.
    func cancel(_ irp: IRP, _ executive: Executive) {}

    /// A file is closed, or was never opened: no request for it will come.
    func forget(_ file: File, _ executive: Executive) {}

    /// Whether a cleanup with `endsFile` may do more than one without.
    var endsFilesAtOnce: Bool { false }

    /// What MAXIMUM_ALLOWED grants.
    var maximumAccess: AccessMask { ObjectType.file.mapping.all }

    /// Whether a file's reads and writes name places in it, so that they need a position.
    var hasPositions: Bool { true }
}
