import NTABI
import SeL4

/// Sees to it that no thread keeps the processor from others for good.
///
/// A thread that outranks an ordinary program's, a driver's above all, leaves it no time for as long as it runs. One that is seen
/// running too often therefore competes with programs as their equal until it is seen waiting for long enough. If a driver's
/// interrupt, DPC or dispatch thread never waits at all, something is wrong with it: its process ends, and is started again like
/// one that crashed.
final class ProcessorWatch: KernelTimer {
    /// 100 ns units from look to look: 64 ms.
    private static let interval: Int64 = 640_000
    /// Looks in a row that find a driver's thread running before its process ends: ten seconds.
    private static let limit = 160

    /// How much a look that finds a thread running counts, beside one that finds it waiting: a quarter of all is too often.
    private static let weight = 3
    /// From where on a thread is one of many: half a second of nothing but running.
    static let tolerance = 24
    private static let most = 40

    func start(_ executive: Executive) {
        executive.schedule(self, at: executive.clock.deadline(from: -Self.interval))
    }

    override func fired(_ executive: Executive) {
        var stuck: [DriverHost] = []
        for process in executive.processes {
            var neverWaits = false
            for thread in process.threads where thread.priority > Process.normalPriority {
                look(at: thread, executive)
                if thread.isDriverRank, thread.timesSeenRunning == Self.limit { neverWaits = true }
            }
            if neverWaits, let host = process.driverHost { stuck.append(host) }
        }
        for host in stuck { end(host, executive) }
        start(executive)
    }

    private func look(at thread: Thread, _ executive: Executive) {
        let wasDemoted = thread.isDemoted
        if thread.isRunning {
            thread.timesSeenRunning += 1
            thread.appetite = min(thread.appetite + Self.weight, Self.most)
        } else {
            thread.timesSeenRunning = 0
            thread.appetite = max(thread.appetite - 1, 0)
        }
        if thread.isDemoted != wasDemoted { thread.applyPriority(executive) }
    }

    private func end(_ host: DriverHost, _ executive: Executive) {
        for driver in host.drivers { executive.report(driver.name, "does not stop running", .possibleDeadlock) }
        executive.terminate(host.process, status: .possibleDeadlock)
    }
}

extension Thread {
    /// It has lost its rank.
    var isDemoted: Bool { appetite >= ProcessorWatch.tolerance }

    /// Whether it runs, or would if it were its turn. A thread that waits does so in a system call, of the executive's or of
    /// the kernel's: that is the instruction it stands at.
    fileprivate var isRunning: Bool {
        if isInService || isTerminating || suspendCount > 0 { return false }
        guard let address = try? kernel.tcb.capability.instructionPointer() else { return true }
        return !isSystemCall(at: UInt(address))
    }
}
