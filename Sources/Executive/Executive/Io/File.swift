import NTABI

/// An open file: a device, the name behind it, and how the opener wants to work with it.
final class File: DispatcherObject {
    let device: Device
    /// What stood behind the device's name in the path; with its backslash.
    let name: UnicodeString
    let options: CreateOptions
    /// The number by which the device's driver process knows the file; 0 for devices that need none.
    var hostID: UInt32 = 0
    /// What the boot archive's device has found under the name.
    var archiveNode: ArchiveNode?

    /// FILE_OBJECT.CurrentByteOffset, kept for files opened for synchronous I/O.
    var position: Int64 = 0
    /// Where NtQueryDirectoryFile goes on.
    var scan: DirectoryScan?
    /// Requests that are not over.
    var pendingCount = 0
    /// The last handle is gone; the device has been told.
    var isCleanedUp = false
    /// A synchronous request is being worked on; others wait for `turn`.
    var isBusy = false
    var turn: Event?
    /// Set when a request ends, reset when one begins.
    private(set) var isSignaled = false

    init(on device: Device, name: UnicodeString, options: CreateOptions) {
        self.device = device
        self.name = name
        self.options = options
    }

    override var type: ObjectType { .file }
    override var cost: Int { 2 * Cost.object + name.byteCount }
    /// Files are opened by names that begin at other files.
    override var parsesNames: Bool { true }
    override var fullName: UnicodeString { device.path + name }
    override func isSignaled(for thread: Thread) -> Bool { isSignaled }

    /// Whether a service waits for its request to end.
    var isSynchronous: Bool { !options.isDisjoint(with: .synchronous) }

    func signal(_ executive: Executive) {
        isSignaled = true
        executive.signalStateChanged(self)
    }

    func reset() { isSignaled = false }

    /// The last handle of any process: the device cleans up, and closes the file when nothing is pending.
    override func lastHandleClosed(_ executive: Executive) { executive.cleanUp(self) }
}

/// CreateOptions of NtCreateFile.
struct CreateOptions: OptionSet {
    let rawValue: UInt32
    static let directoryFile = CreateOptions(rawValue: 0x0001)
    static let writeThrough = CreateOptions(rawValue: 0x0002)
    static let sequentialOnly = CreateOptions(rawValue: 0x0004)
    static let synchronousAlert = CreateOptions(rawValue: 0x0010)
    static let synchronousNonAlert = CreateOptions(rawValue: 0x0020)
    static let nonDirectoryFile = CreateOptions(rawValue: 0x0040)
    static let deleteOnClose = CreateOptions(rawValue: 0x1000)
    static let openByFileID = CreateOptions(rawValue: 0x2000)

    static let synchronous: CreateOptions = [.synchronousAlert, .synchronousNonAlert]
    /// FILE_VALID_OPTION_FLAGS.
    static let valid = CreateOptions(rawValue: 0x00FF_FFFF)
}

/// CreateDisposition of NtCreateFile.
enum CreateDisposition: UInt32 {
    case supersede, open, create, openIf, overwrite, overwriteIf
}

/// What NtCreateFile found or did: IO_STATUS_BLOCK.Information.
enum CreateOutcome: UInt {
    case superseded, opened, created, overwritten, exists, doesNotExist
}
