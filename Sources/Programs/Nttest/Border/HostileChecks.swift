// Children that attack the executive. That the next line is printed is half of each check.

import CNT
import NTABI
import NativeRuntime

enum HostileChecks {
    static func run(_ report: Report) {
        IsolationChecks.warmUp()
        everyService(report)
        attack(report, "wild registers end only their thread's process", "context", 0..<24)
        attack(report, "forged faults harm nobody else", "forged-faults", 0..<1)
        attack(report, "requests without end harm nobody else", "many-requests", 0..<1)
    }

    /// Every number of the table with arguments that mean nothing, from a child of its own.
    private static func everyService(_ report: Report) {
        // A permanent object stays, as it should; the time of day is the whole system's.
        let shared = [SystemService.ntMakePermanentObject, SystemService.ntSetSystemTime]
        for number in 0..<SystemService.count where !shared.contains(number) {
            _ = ChildRole.run("fuzz", number, milliseconds: 150)
            IsolationChecks.settle()
            let before = Counters.now()
            _ = ChildRole.run("fuzz", number, milliseconds: 150)
            let after = IsolationChecks.settled(before)
            report.check(
                named: "garbage to service \(number) harms nobody and leaves nothing behind", before == after,
                before.difference(to: after))
        }
    }

    private static func attack(
        _ report: Report, _ name: StaticString, _ role: StaticString, _ arguments: Range<UInt>
    ) {
        // The first round fills pools and the executive's heap, which stay.
        for argument in arguments { _ = ChildRole.run(role, argument, milliseconds: 20_000) }
        IsolationChecks.settle()
        let before = Counters.now()
        for argument in arguments { _ = ChildRole.run(role, argument, milliseconds: 20_000) }
        compare(report, name, before)
    }

    private static func compare(_ report: Report, _ name: StaticString, _ before: Counters) {
        let after = IsolationChecks.settled(before)
        report.check(name, before == after, before.difference(to: after))
    }
}
