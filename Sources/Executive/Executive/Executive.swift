import BootArchive
import NTABI
import SeL4

/// The executive: one value that holds every manager, handed down to whatever needs it.
///
/// System services are methods of this class, in extensions that stand with the manager they belong to.
/// Each manager keeps its state in properties named after it, a group a manager.
public final class Executive {
    // Mm
    let memory: MemoryManager
    let archive: BootArchive

    // Hal
    let hal: Hal

    // Ke
    /// Where system calls, faults and, through the bound notification, interrupts arrive.
    let endpoint: Endpoint
    let notification: Notification
    /// The same two, to receive from.
    let quickEndpoint: Endpoint
    let quickNotification: Notification
    var clock: Clock
    var deadlines = DeadlineQueue()
    var stacks = StackPool()
    let sharedData: SharedPage
    var nextLuid: Int64 = 1001

    // Ob
    let namespace = Namespace()
    /// What permanent objects of programs take in all.
    let permanentObjects = Quota(bytes: 256 << 10)

    // Ex
    /// The keyed event of whoever names none: `\KernelObjects\CritSecOutOfMemoryEvent`.
    let commonKeyedEvent = KeyedEvent()

    // Cm
    var registry: ConfigurationManager

    // Io
    var io = IoManager()

    // Ps
    let systemLibrary: SystemLibrary
    var clients = ClientTable()
    var clientIDs = ClientIDTable()
    var processes: [Process] = []

    /// Puts the managers together; nothing runs yet.
    init(
        memory: MemoryManager, archive: BootArchive, hal: Hal, clock: Clock, systemLibrary: SystemLibrary
    ) throws(NTStatus) {
        self.memory = memory
        self.archive = archive
        self.hal = hal
        self.clock = clock
        self.systemLibrary = systemLibrary
        endpoint = try memory.makeObject(.endpoint, as: Endpoint.self).capability
        notification = try memory.makeObject(.notification, as: Notification.self).capability
        quickEndpoint = memory.quick(endpoint, at: 0)
        quickNotification = memory.quick(notification, at: 1)
        sharedData = unsafe SharedPage(memory.sharedUserData)
        commonKeyedEvent.isPermanent = true
        namespace.directory("KernelObjects").insert(
            commonKeyedEvent, named: UnicodeString("CritSecOutOfMemoryEvent"))
        registry = ConfigurationManager(in: namespace, quota: memory.programs.memory / 16)
    }
}
