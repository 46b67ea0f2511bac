// Unsafe in one way: Dispatch does not yet say that its sources may cross threads; its documentation does.

@unsafe @preconcurrency import Dispatch
import Foundation
import Synchronization

/// The QEMU processes of this run of the tool, so that they end with it.
enum RunningMachines {
    private static let machines = Mutex<Set<pid_t>>([])
    private static let sources = Mutex<[any DispatchSourceSignal]>([])
    private static let isWatching = Atomic(false)

    static func add(_ pid: pid_t) {
        if !isWatching.exchange(true, ordering: .relaxed) { watch() }
        machines.withLock { _ = $0.insert(pid) }
    }

    static func remove(_ pid: pid_t) {
        machines.withLock { _ = $0.remove(pid) }
    }

    /// From the first machine on, a signal that ends the tool ends its machines first.
    private static func watch() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                machines.withLock { for pid in $0 { kill(pid, SIGKILL) } }
                exit(128 + number)
            }
            source.activate()
            sources.withLock { $0.append(source) }
        }
    }
}
