import NTABI

/// What a program may take, together with the programs that it starts: of the executive's memory, in bytes, and of the
/// pages that can be committed.
///
/// Every object, thread, range and table is counted for whoever holds it with about what it takes, and no longer when it is
/// let go. So a program that hoards is refused long before the rest of the system is short of anything. What counts is
/// decided before something is made, by `requireRoom`; counting itself cannot fail.
final class Quota {
    private(set) var bytes = 0
    private(set) var peakBytes = 0
    private(set) var pages = 0
    private let byteLimit: Int
    /// A fault, which no program can do without, may go a quarter beyond the limit.
    private let faultByteLimit: Int
    private let pageLimit: Int
    /// What all programs together may take.
    private let whole: Quota?

    /// Without limits where none are given.
    init(bytes: Int = .max, pages: Int = .max, within whole: Quota? = nil) {
        byteLimit = bytes
        faultByteLimit = bytes == .max ? .max : bytes + bytes / 4
        pageLimit = pages
        self.whole = whole
    }

    /// Whether it is a program's.
    var isShare: Bool { whole != nil }

    /// Whether something more may be made.
    func hasRoom(forFault: Bool = false) -> Bool {
        bytes < (forFault ? faultByteLimit : byteLimit) && whole?.hasRoom(forFault: forFault) != false
    }

    /// `.quotaExceeded`.
    func requireRoom(forFault: Bool = false) throws(NTStatus) {
        guard hasRoom(forFault: forFault) else { throw .quotaExceeded }
    }

    func add(_ bytes: Int) {
        self.bytes += bytes
        peakBytes = max(peakBytes, self.bytes)
        whole?.add(bytes)
    }

    func remove(_ bytes: Int) {
        self.bytes -= bytes
        whole?.remove(bytes)
    }

    /// `.pagefileQuotaExceeded`.
    func charge(pages: Int) throws(NTStatus) {
        guard pages <= pageLimit - self.pages else { throw .pagefileQuotaExceeded }
        try whole?.charge(pages: pages)
        self.pages += pages
    }

    func uncharge(pages: Int) {
        self.pages -= pages
        whole?.uncharge(pages: pages)
    }
}

/// What things are counted with: about what they take of the heap, of the executive's stacks and of the kernel's memory.
enum Cost {
    /// A handle, in a table that has grown by doubling.
    static let handle = 64
    /// An object of most kinds, without its name.
    static let object = 192
    /// A device of a driver process, with its name.
    static let device = 512
    static let range = 256
    /// A page in the tables: its entry, and the slot of its capability.
    static let mapping = 64
    static let table = 4096
    static let addressSpace = 8192
    /// Its kernel objects, the stack that a waiting service of its leaves, and its wait blocks.
    static let thread = 28 << 10
    /// With what its driver process has of it.
    static let request = 4096
    static let queuedCall = 512
}

extension MemoryManager {
    /// The share of one program and those that it starts: an eighth of memory for the executive's part.
    func makeQuota(isProgram: Bool) -> Quota {
        Quota(
            bytes: min(max(programs.memory / 8, 512 << 10), 32 << 20), pages: programs.pages / 4 * 3,
            within: isProgram ? programs.quota : nil)
    }
}

/// What all programs may take together, so that the shell and the drivers always have the rest.
struct ProgramQuotas {
    /// Bytes of memory and pages that can be committed, at the start.
    let memory: Int
    let pages: Int
    let quota: Quota

    init(memoryPages: Int, commitLimit: Int) {
        memory = memoryPages << pageShift
        pages = commitLimit
        quota = Quota(bytes: min(max(memory / 2, 1 << 20), 128 << 20), pages: commitLimit / 8 * 7)
    }
}
