// Unsafe in one way: Dispatch does not yet say that its sources may cross threads; its documentation does.

@unsafe @preconcurrency import Dispatch
import Foundation
import Synchronization
import SystemPackage

/// What a run of the tool leaves to nobody, however it ends: the programs that it runs and its
/// temporary folders.
public enum CleanUp {
    private static let folders = Mutex<Set<String>>([])

    /// From now on a signal that ends the tool first has it clean up. A reader of its output that goes away is an
    /// error of writing instead of a signal.
    public static func watch() { _ = sources }

    /// Called when the tool's work is done: where a signal made it so, that one says how the tool ends.
    public static func finish() {
        if isEnding.load(ordering: .relaxed) { sleep(.max) }
    }

    private static let isEnding = Atomic(false)

    private static let sources: [any DispatchSourceSignal] = {
        signal(SIGPIPE, SIG_IGN)
        return [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                isEnding.store(true, ordering: .relaxed)
                now()
                exit(128 + number)
            }
            source.activate()
            return source
        }
    }()

    static func add(folder: FilePath) {
        watch()
        folders.withLock { _ = $0.insert(folder.string) }
    }

    static func remove(folder: FilePath) { folders.withLock { _ = $0.remove(folder.string) } }

    /// Ends the programs, by force those that do not end within a second, and removes the folders.
    static func now() {
        let pids = children
        // What Ctrl-C would send them, too: compilers end their own programs then.
        for pid in pids { kill(pid, SIGINT) }
        // QEMU gives a terminal back before it ends.
        for _ in 0..<100 where !children.isDisjoint(with: pids) { usleep(10_000) }
        for pid in children.intersection(pids) { kill(pid, SIGKILL) }
        for folder in folders.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// The processes that this one started, as the system lists them, and that have not ended.
    private static var children: Set<pid_t> {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        let lists = threads.compactMap {
            FileManager.default.contents(atPath: "/proc/self/task/\($0)/children")
        }
        return Set(lists.flatMap { String(decoding: $0, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) } })
    }
}
