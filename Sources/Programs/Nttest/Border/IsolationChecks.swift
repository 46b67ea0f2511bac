// Programs that misbehave, and what they leave behind: nothing.

import CNT
import NTABI
import NativeRuntime

enum IsolationChecks {
    static func run(_ report: Report) {
        ends(report)
        HostileChecks.run(report)
        leavings(report)
    }

    /// Each misdeed ends its process with the status Windows gives it, and this one lives on.
    private static func ends(_ report: Report) {
        let roles: [(StaticString, NTStatus)] = [
            ("fault", .accessViolation), ("execute", .accessViolation),
            ("write-code", .accessViolation), ("divide", .integerDivideByZero),
            ("stack", .stackOverflow), ("threads", .success), ("everything", .success),
            ("garbage", .success), ("beyond", .success), ("impatient", .illegalInstruction),
            ("no-stack", .illegalInstruction),
        ]
        for (role, status) in roles {
            report.expect(role, ChildRole.run(role).rawValue, status)
        }
        do throws(NTStatus) {
            let child = try ChildRole.start("spin")
            let start = Ticks.now
            Time.sleep(milliseconds: 30)
            report.check("a spinning child stops nobody", Ticks.now - start < 3000)
            child.terminate(.cancelled)
            report.check("and can be ended", child.wait() == .cancelled)
            child.close()
        } catch { report.check("a spinning child starts", false) }
    }

    /// After a process has ended, memory and handles are where they were before it started.
    private static func leavings(_ report: Report) {
        for role in ["seven", "everything", "fault", "threads"] as [StaticString] {
            // The first run fills caches and pools, which stay.
            _ = ChildRole.run(role)
            settle()
            let before = Counters.now()
            for _ in 0..<3 { _ = ChildRole.run(role) }
            settle()
            let after = Counters.now()
            report.check(
                "what a child held comes back", before == after,
                "\(role): \(before.pages) to \(after.pages) pages, "
                    + "\(before.handles) to \(after.handles) handles")
        }
    }

    static func settle() { Time.sleep(milliseconds: 10) }
}

/// Milliseconds since the start.
private enum Ticks {
    static var now: Int64 {
        var counter: Int64 = 0
        var frequency: Int64 = 0
        _ = unsafe NtQueryPerformanceCounter(&counter, &frequency)
        return counter / (frequency / 1000)
    }
}

/// What the whole system holds.
struct Counters: Equatable {
    let pages: UInt32
    let handles: UInt32
    let processes: Int

    static func now() -> Counters {
        var performance = SYSTEM_PERFORMANCE_INFORMATION()
        _ = unsafe NtQuerySystemInformation(
            SystemPerformanceInformation, &performance,
            UInt32(MemoryLayout<SYSTEM_PERFORMANCE_INFORMATION>.size), nil)
        let list =
            unsafe (try? queried(startingAt: 16384) { buffer, length in
                unsafe NtQuerySystemInformation(SystemProcessInformation, buffer, length, nil)
            }) ?? []
        var handles: UInt32 = 0
        var processes = 0
        var offset = 0
        while let entry = list.load(SYSTEM_PROCESS_INFORMATION.self, at: offset) {
            handles += entry.HandleCount
            processes += 1
            guard entry.NextEntryOffset != 0 else { break }
            offset += Int(entry.NextEntryOffset)
        }
        return Counters(
            pages: performance.AvailablePages, handles: handles, processes: processes)
    }
}
