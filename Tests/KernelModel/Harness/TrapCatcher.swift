import Foundation

/// Runs work that may trap: a precondition of the kernel's, an overflow, an access to no memory.
///
/// The work runs on a thread of its own. A trap's signal handler runs on that thread too: it tells the waiting thread
/// and never returns, so what was trapped stays as it was and nothing of it is used again.
enum TrapCatcher {
    nonisolated(unsafe) private static var work: () -> Void = {}
    nonisolated(unsafe) private static var finished = DispatchSemaphore(value: 0)
    nonisolated(unsafe) private static var hasTrapped = false

    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE]
    private static let installed: Void = {
        for number in signals {
            signal(number) { _ in
                TrapCatcher.hasTrapped = true
                TrapCatcher.finished.signal()
                while true { pause() }
            }
        }
    }()

    /// True: the work came to its end.
    static func run(_ body: @escaping () -> Void) -> Bool {
        _ = installed
        hasTrapped = false
        work = body
        let thread = Foundation.Thread {
            TrapCatcher.work()
            TrapCatcher.finished.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
        finished.wait()
        return !hasTrapped
    }

    /// From now on a trap ends the process, with the report that Swift's runtime makes.
    static func stop() { for number in signals { signal(number, SIG_DFL) } }
}
