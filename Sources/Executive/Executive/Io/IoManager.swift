import NTABI

/// The I/O manager's own state: the drivers and the processes they run in.
struct IoManager {
    /// Driver processes that run.
    var hosts: [DriverHost] = []
    /// The next driver's number, unique for ever.
    var nextDriverID: UInt32 = 1
    /// Which bits of the executive's notification are a driver process's own.
    var usedDoorbells: UInt64 = 0
    /// Who is told when the system ends.
    var shutdownDevices = ShutdownDevices()
    /// Requests that are over, kept to be used again.
    private var spare: [IRP] = []
    /// What the whole system has done, for NtQuerySystemInformation.
    var counters = IoCounters()

    /// A request that nobody holds.
    mutating func takeIRP() -> IRP { spare.popLast() ?? IRP() }

    /// Takes a request back that is over and that nobody else holds.
    mutating func giveBack(_ irp: IRP) {
        irp.clear()
        if spare.count < 32 { spare.append(irp) }
    }
}

/// Operations since the start.
struct IoCounters {
    var reads: UInt32 = 0
    var writes: UInt32 = 0
    var others: UInt32 = 0
}
