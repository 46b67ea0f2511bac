import NTABI
import Registry

/// Loads the drivers of a process that crashed again, a little later.
private final class HostRestart: KernelTimer {
    private let keys: [KeyNode]
    private let restarts: Int

    init(_ keys: [KeyNode], restarts: Int) {
        self.keys = keys
        self.restarts = restarts
    }

    override func fired(_ executive: Executive) {
        for key in keys where !key.isDeleted {
            do throws(NTStatus) {
                _ = try executive.beginLoading(key, restarts: restarts)
            } catch {
                executive.report(key.name, "cannot be started again", error)
            }
        }
    }
}

extension Executive {
    /// A process that keeps crashing is given up after this many times.
    private static let maximumRestarts = 5
    /// 100 ns units to wait, times the number of crashes.
    private static let restartDelay: Int64 = 1_000_000

    /// Has the drivers loaded again, in their order.
    func scheduleRestart(of keys: [KeyNode], _ host: DriverHost) {
        let restarts = host.restarts + 1
        guard restarts <= Self.maximumRestarts else {
            for key in keys { report(key.name, "has crashed too often", host.process.exitStatus) }
            return
        }
        for key in keys { report(key.name, "has crashed", host.process.exitStatus) }
        schedule(
            HostRestart(keys, restarts: restarts),
            at: clock.deadline(from: -Self.restartDelay * Int64(restarts)))
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
