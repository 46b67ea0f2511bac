// Programs that misbehave, and what they leave behind: nothing.

import CNT
import NTABI
import NativeRuntime

enum IsolationChecks {
    static func run(_ report: Report) {
        ends(report)
        leavings(report)
    }

    /// Each misdeed ends its process with the status Windows gives it, and this one lives on.
    private static func ends(_ report: Report) {
        let roles: [(StaticString, NTStatus)] = [
            ("fault", .accessViolation), ("execute", .accessViolation),
            ("write-code", .accessViolation), ("divide", .integerDivideByZero),
            ("stack", .stackOverflow), ("threads", .success), ("everything", .success),
            ("garbage", .success), ("beyond", .success), ("impatient", .illegalInstruction),
            ("no-stack", .illegalInstruction), ("copies", .success),
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

    /// After a process has ended, everything is where it was before it started: whatever way it ended, and whatever it
    /// was doing.
    private static func leavings(_ report: Report) {
        warmUp()
        let ending: [StaticString] = [
            "seven", "everything", "fault", "stack", "threads", "garbage", "fork", "copies", "wild-call",
        ]
        for role in ending {
            leaves(report, "what a child held comes back", role) { _ = ChildRole.run(role) }
        }
        // These never end by themselves: each is stopped in the middle of something.
        let lasting: [StaticString] = [
            "spin", "loop", "reading", "reading-ahead", "waiting", "waiting-alertably", "family",
        ]
        for role in lasting {
            leaves(report, "what a child held that was ended comes back", role) {
                guard let child = try? ChildRole.start(role) else { return }
                Time.sleep(milliseconds: 20)
                child.terminate(.cancelled)
                _ = child.wait()
                // One that it was about to start may never begin.
                HoardChecks.endChildren(of: child.processID)
                child.close()
            }
        }
    }

    private static func leaves(_ report: Report, _ name: StaticString, _ role: StaticString, _ body: () -> Void) {
        // The first runs fill caches and pools, which stay.
        for _ in 0..<2 { body() }
        let before = atRest()
        for _ in 0..<3 {
            body()
            settle()
        }
        let after = settled(before)
        report.check(name, before == after, "\(role): " + before.difference(to: after))
    }

    /// Makes pools as large as the checks need them, and has every page of this process mapped: none of that is given back.
    static func warmUp() {
        let roles: [StaticString] = ["threads", "waiting"]
        let children = roles.compactMap { try? ChildRole.start($0) }
        Time.sleep(milliseconds: 50)
        for child in children {
            child.terminate(.cancelled)
            _ = child.wait()
            child.close()
        }
        // The keyboard's driver keeps the memory that the most reads at once took.
        HoardChecks.fillOnce(.reads)
        // Drivers see a page more of their rings every few requests, until they have been once around.
        for _ in 0..<400 {
            _ = NtClose(FileChecks.open("\\Device\\Null").handle)
            _ = NtClose(FileChecks.open("\\Device\\KeyboardClass0", options: 0).handle)
        }
        var place: UInt = 0x1_0000
        while let region = VirtualMemory.query(place) {
            let end = region.BaseAddress + region.RegionSize
            if region.State == MEM_COMMIT, region.Protect & (PAGE_GUARD | PAGE_NOACCESS) == 0 {
                for page in stride(from: region.BaseAddress, to: end, by: 4096) {
                    unsafe blackHole &= VirtualMemory.bytes(page).pointee
                }
            }
            place = end
        }
    }

    static func settle() { Time.sleep(milliseconds: 10) }

    /// What the system holds when nothing is on its way out any more: when it is the same for a fifth of a second.
    private static func atRest() -> Counters {
        var last = Counters.now()
        var timesSame = 0
        for _ in 0..<1000 {
            settle()
            let now = Counters.now()
            timesSame = now == last ? timesSame + 1 : 0
            if timesSame == 20 { break }
            last = now
        }
        return last
    }

    /// What the system holds when it is what it was, or after some time: drivers finish what they were asked, and children of
    /// children end, a little later.
    static func settled(_ before: Counters) -> Counters {
        for _ in 0..<200 {
            let now = Counters.now()
            if now == before { return now }
            settle()
        }
        return Counters.now()
    }
}

/// Where what is read only to be read goes.
nonisolated(unsafe) private var blackHole: UInt8 = 0

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
    /// Pages that programs, or the executive's pools, can have; and that are promised to programs.
    let available: UInt32
    let committed: UInt32
    /// Of the kernel: tables of address spaces, objects, capability slots.
    let tables: UInt32
    let objects: UInt32
    let slots: UInt32
    /// Blocks of the executive's heap.
    let blocks: UInt32
    let handles: UInt32
    let processes: UInt32
    let threads: UInt32
    /// What all of that counts for quotas.
    let charged: UInt
    /// Pages that nobody uses, not even the executive, and of how many.
    let free: UInt32
    let total: UInt32

    static func == (one: Self, other: Self) -> Bool { one.differences(to: other).isEmpty }

    /// Whether as much memory is free. A hoard makes the executive's heap large and gives it back; but a page in which
    /// somebody else's block came to lie meanwhile stays, one for each of the twenty sizes of blocks at most, and of lists
    /// that live on as much as fits into a few more.
    func isAsFree(as other: Self) -> Bool {
        total == other.total && max(free, other.free) - min(free, other.free) <= 24
    }

    static func now() -> Counters {
        var performance = SYSTEM_PERFORMANCE_INFORMATION()
        // The list first, so that the buffer that grows for it is there both times.
        let list =
            unsafe (try? queried(startingAt: 65536) { buffer, length in
                unsafe NtQuerySystemInformation(SystemProcessInformation, buffer, length, nil)
            }) ?? []
        _ = unsafe NtQuerySystemInformation(
            SystemPerformanceInformation, &performance,
            UInt32(MemoryLayout<SYSTEM_PERFORMANCE_INFORMATION>.size), nil)
        var (handles, processes, threads) = (0 as UInt32, 0 as UInt32, 0 as UInt32)
        var charged: UInt = 0
        var offset = 0
        while let entry = list.load(SYSTEM_PROCESS_INFORMATION.self, at: offset) {
            handles += entry.HandleCount
            threads += entry.NumberOfThreads
            processes += 1
            charged += entry.QuotaPagedPoolUsage
            guard entry.NextEntryOffset != 0 else { break }
            offset += Int(entry.NextEntryOffset)
        }
        return Counters(
            available: performance.AvailablePages + performance.PagedPoolPages, committed: performance.CommittedPages,
            tables: performance.NonPagedPoolPages, objects: performance.NonPagedPoolAllocs,
            slots: performance.FreeSystemPtes, blocks: performance.PagedPoolAllocs, handles: handles,
            processes: processes, threads: threads, charged: charged, free: performance.AvailablePages,
            total: total())
    }

    private static func total() -> UInt32 {
        var basic = SYSTEM_BASIC_INFORMATION()
        _ = unsafe NtQuerySystemInformation(
            SystemBasicInformation, &basic, UInt32(MemoryLayout<SYSTEM_BASIC_INFORMATION>.size), nil)
        return basic.NumberOfPhysicalPages
    }

    /// In words, what is not the same.
    func difference(to other: Counters) -> String {
        differences(to: other).map { "\($0.0): \($0.1) to \($0.2)" }.joined(separator: ", ")
    }

    private func differences(to other: Counters) -> [(StaticString, UInt32, UInt32)] {
        let all: [(StaticString, UInt32, UInt32)] = [
            ("charged bytes", UInt32(truncatingIfNeeded: charged), UInt32(truncatingIfNeeded: other.charged)),
            ("available pages", available, other.available), ("committed pages", committed, other.committed),
            ("tables", tables, other.tables), ("kernel objects", objects, other.objects), ("slots", slots, other.slots),
            ("heap blocks", blocks, other.blocks), ("handles", handles, other.handles),
            ("processes", processes, other.processes), ("threads", threads, other.threads),
        ]
        return all.filter { $0.1 != $0.2 }
    }
}
