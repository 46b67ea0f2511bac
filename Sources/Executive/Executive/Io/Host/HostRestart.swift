import NTABI
import Registry

/// Loads the drivers of a process that crashed again, a little later.
private final class HostRestart: KernelTimer {
    private let keys: [KeyNode]
    private let failures: Int

    init(_ keys: [KeyNode], failures: Int) {
        self.keys = keys
        self.failures = failures
    }

    override func fired(_ executive: Executive) {
        var refused: [KeyNode] = []
        for key in keys where !key.isDeleted {
            do throws(NTStatus) {
                _ = try executive.beginLoading(key, failures: failures)
            } catch {
                executive.report(key.name, "cannot be started again", error)
                // What may be better later is tried later.
                if [.noMemory, .insufficientResources, .commitmentLimit].contains(error) { refused.append(key) }
            }
        }
        if !refused.isEmpty { executive.scheduleRestart(of: refused, failures: failures + 1) }
    }
}

extension Executive {
    /// 100 ns units to wait after the first failure; twice as long after each further one, up to the limit.
    private static let restartDelay: Int64 = 1_000_000
    private static let restartDelayLimit: Int64 = 100_000_000
    /// A process that has lived this long, in 100 ns units, did its work: its end is a first failure again.
    private static let workingTime: UInt64 = 10_000_000

    /// Has the drivers of a crashed process loaded again, in their order. A process that crashes again and again is never
    /// given up, but takes less and less of the system's time.
    func restart(_ keys: [KeyNode], of host: DriverHost) {
        for key in keys { report(key.name, "has crashed", host.process.exitStatus) }
        let hasWorked = clock.interruptTime - host.startTime >= Self.workingTime
        scheduleRestart(of: keys, failures: hasWorked ? 1 : host.failures + 1)
    }

    fileprivate func scheduleRestart(of keys: [KeyNode], failures: Int) {
        let delay = min(Self.restartDelay << Int64(min(failures - 1, 10)), Self.restartDelayLimit)
        schedule(HostRestart(keys, failures: failures), at: clock.deadline(from: -delay))
    }

    /// One line about a driver, in the log.
    func report(_ name: UnicodeString, _ what: StaticString, _ status: NTStatus) {
        var line = TextBuilder()
        line.put("driver ")
        line.put(name)
        line.put(" ")
        line.put(what)
        line.put(" (")
        line.put(hexadecimal: UInt(status.rawValue), digits: 8)
        line.put(")\r\n")
        log(line.text)
    }
}
