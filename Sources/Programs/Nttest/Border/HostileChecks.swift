// Children that attack the executive. That the next line is printed is half of each check.

import CNT
import NTABI
import NativeRuntime

enum HostileChecks {
    static func run(_ report: Report) {
        everyService(report)
        attack(report, "wild registers end only their thread's process", "context", 0..<24)
        attack(report, "forged faults harm nobody else", "forged-faults", 0..<1)
        attack(report, "requests without end harm nobody else", "many-requests", 0..<1)
        attack(report, "hoarding is refused in the end, and all of it comes back", "hoard", 1..<5, pools: 64)
    }

    /// Every number of the table with arguments that mean nothing, each from a child of its own.
    private static func everyService(_ report: Report) {
        fuzzAll()
        IsolationChecks.settle()
        let before = Counters.now()
        fuzzAll()
        compare(report, "garbage to every service harms nobody and leaves nothing behind", before)
    }

    private static func fuzzAll() {
        // A permanent object stays, as it should; the time of day is the whole system's.
        let shared = [SystemService.ntMakePermanentObject, SystemService.ntSetSystemTime]
        for number in 0..<SystemService.count where !shared.contains(number) {
            _ = ChildRole.run("fuzz", number, milliseconds: 150)
        }
    }

    private static func attack(
        _ report: Report, _ name: StaticString, _ role: StaticString, _ arguments: Range<UInt>,
        pools: UInt32 = 0
    ) {
        // The first round fills pools and the executive's heap, which stay.
        for argument in arguments { _ = ChildRole.run(role, argument, milliseconds: 20_000) }
        IsolationChecks.settle()
        let before = Counters.now()
        for argument in arguments { _ = ChildRole.run(role, argument, milliseconds: 20_000) }
        compare(report, name, before, pools: pools)
    }

    /// - Parameter pools: Pages that pools may have kept for their next use: more when all of memory was in use.
    private static func compare(_ report: Report, _ name: StaticString, _ before: Counters, pools: UInt32 = 0) {
        IsolationChecks.settle()
        let after = Counters.now()
        report.check(
            name,
            before.handles == after.handles && before.processes == after.processes
                && before.pages <= after.pages + pools,
            "\(before.pages) to \(after.pages) pages, \(before.handles) to \(after.handles) handles, "
                + "\(before.processes) to \(after.processes) processes")
    }
}
