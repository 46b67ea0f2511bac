import NTABI
import SeL4

/// Sees to it that no thread keeps the processor from others for good.
///
/// A thread that outranks an ordinary program's, a driver's above all, leaves it no time for as long as it runs. One that is seen
/// running time after time therefore competes with programs as their equal until it is seen waiting. If a driver's interrupt, DPC
/// or dispatch thread does not for long, something is wrong with it: its process ends, and is started again like one that crashed.
final class ProcessorWatch: KernelTimer {
    /// 100 ns units from look to look: 64 ms.
    private static let interval: Int64 = 640_000
    /// Looks in a row that find a thread running before it loses its rank: half a second.
    static let patience = 8
    /// And before a driver's process ends: ten seconds.
    private static let limit = 160

    func start(_ executive: Executive) {
        executive.schedule(self, at: executive.clock.deadline(from: -Self.interval))
    }

    override func fired(_ executive: Executive) {
        var stuck: [DriverHost] = []
        for process in executive.processes {
            for thread in process.threads where thread.priority > Process.normalPriority {
                look(at: thread, executive)
                if thread.timesSeenRunning == Self.limit, thread.isDriverRank, let host = process.driverHost {
                    stuck.append(host)
                }
            }
        }
        for host in stuck { end(host, executive) }
        start(executive)
    }

    private func look(at thread: Thread, _ executive: Executive) {
        let wasDemoted = thread.isDemoted
        thread.timesSeenRunning = thread.isRunning ? thread.timesSeenRunning + 1 : 0
        if thread.isDemoted != wasDemoted { thread.applyPriority(executive) }
    }

    private func end(_ host: DriverHost, _ executive: Executive) {
        for driver in host.drivers { executive.report(driver.name, "does not stop running", .possibleDeadlock) }
        executive.terminate(host.process, status: .possibleDeadlock)
    }
}

extension Thread {
    /// It has lost its rank for as long as it does not wait.
    var isDemoted: Bool { timesSeenRunning >= ProcessorWatch.patience }

    /// Whether it runs, or would if it were its turn. A thread that waits does so in a system call, of the executive's or of
    /// the kernel's: that is the instruction it stands at.
    fileprivate var isRunning: Bool {
        if isInService || isTerminating || suspendCount > 0 { return false }
        guard let address = try? kernel.tcb.capability.instructionPointer(),
            let place = UserPointer<UInt16>(UInt(address)), let instruction = try? process.read(place)
        else { return true }
        let systemCall: UInt16 = 0x050F
        return instruction != systemCall
    }
}
