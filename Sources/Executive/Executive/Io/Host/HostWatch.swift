import NTABI
import SeL4

/// Looks after the threads of drivers that outrank every program, since one that never waits would leave no time to anybody.
///
/// A thread that is seen running time after time competes with programs as their equal until it is seen waiting. If that
/// takes too long its process ends, and is started again like one that crashed.
final class HostWatch: KernelTimer {
    /// 100 ns units from look to look: 64 ms.
    private static let interval: Int64 = 640_000
    /// Looks in a row that find a thread running before it loses its rank: half a second.
    static let patience = 8
    /// And before its process ends: ten seconds.
    private static let limit = 160

    func start(_ executive: Executive) {
        executive.schedule(self, at: executive.clock.deadline(from: -Self.interval))
    }

    override func fired(_ executive: Executive) {
        // By index: a process that is ended here leaves the list.
        var index = 0
        while index < executive.io.hosts.count {
            let host = executive.io.hosts[index]
            look(at: host, executive)
            if index < executive.io.hosts.count, executive.io.hosts[index] === host { index += 1 }
        }
        start(executive)
    }

    private func look(at host: DriverHost, _ executive: Executive) {
        for thread in host.process.threads where thread.outranksPrograms {
            let wasDemoted = thread.isDemoted
            thread.timesSeenRunning = thread.isRunning ? thread.timesSeenRunning + 1 : 0
            if thread.timesSeenRunning == Self.limit {
                for driver in host.drivers { executive.report(driver.name, "does not stop running", .possibleDeadlock) }
                return executive.terminate(host.process, status: .possibleDeadlock)
            }
            if thread.isDemoted != wasDemoted { thread.applyPriority(executive) }
        }
    }
}

extension Thread {
    /// It has lost the rank of a driver's thread for as long as it does not wait.
    var isDemoted: Bool { timesSeenRunning >= HostWatch.patience }

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
