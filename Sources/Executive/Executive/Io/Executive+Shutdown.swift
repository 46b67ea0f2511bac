import NTABI

/// When a driver is told that the system ends.
enum ShutdownStage: UInt32 {
    case never, first, last
}

/// The devices whose drivers asked to be told, in the order in which they asked.
struct ShutdownDevices {
    private var entries: [(device: HostDevice, stage: ShutdownStage)] = []

    /// Takes a device in, or out for `.never`.
    mutating func set(_ stage: ShutdownStage, of device: HostDevice) {
        entries.removeAll { $0.device === device }
        if stage != .never { entries.append((device, stage)) }
    }

    /// Who is told next: the last that asked of the first stage, then of the last one.
    mutating func takeNext() -> HostDevice? {
        let index = entries.lastIndex { $0.stage == .first } ?? entries.indices.last
        return index.map { entries.remove(at: $0).device }
    }
}

extension Executive {
    /// What all drivers together may take to put things in order before the machine goes off: five seconds.
    private static let shutdownTime: Int64 = -50_000_000

    /// Sends IRP_MJ_SHUTDOWN to every device that asked for it, one after the other, and waits for each in bounds.
    func tellOfShutdown(_ caller: Thread) throws(NTStatus) {
        let deadline = clock.deadline(from: Self.shutdownTime)
        while let device = io.shutdownDevices.takeNext() {
            let irp = io.takeIRP()
            irp.major = .shutdown
            irp.device = device
            irp.requester = caller
            irp.hasWaiter = true
            send(irp)
            if try wait(caller, on: irp, alertable: false, until: deadline) == .timeout {
                // Its end finds nobody who waits.
                irp.hasWaiter = false
                log(UnicodeString("a driver does not answer to the system's end\r\n"))
            } else {
                io.giveBack(irp)
            }
        }
    }
}
