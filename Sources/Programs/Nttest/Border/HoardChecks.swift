// Programs that take all they can get. Handles and time-outs are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum HoardChecks {
    static func run(_ report: Report) {
        IsolationChecks.warmUp()
        let ready = makeReadyEvent()
        for hoard in Hoard.allCases {
            // The first one makes pools and the executive's heap as large as they get.
            _ = holding(hoard, ready)
            IsolationChecks.settle()
            let before = Counters.now()
            let (refused, others) = holding(hoard, ready)
            report.check(named: "hoarding is refused for want of quota: \(hoard.name)", refused == nil, refused ?? "")
            report.check("others go on meanwhile", others.rawValue == 7, "0x" + String(others.rawValue, radix: 16))
            let after = IsolationChecks.settled(before)
            report.check("and all of it comes back", before == after, before.difference(to: after))
            report.check(
                "the executive's own memory included", before.isAsFree(as: after),
                "\(before.free) to \(after.free) of \(before.total) free pages")
        }
        _ = NtClose(ready)
        registry(report)
    }

    /// Has a child take all it can get, and ends it.
    static func fillOnce(_ hoard: Hoard) {
        let ready = makeReadyEvent()
        _ = holding(hoard, ready)
        _ = NtClose(ready)
    }

    private static func makeReadyEvent() -> UInt {
        var ready: UInt = 0
        _ = unsafe withAttributes(HoardRole.readyEvent) {
            unsafe NtCreateEvent(&ready, EVENT_ALL_ACCESS, $0, SynchronizationEvent, 0)
        }
        return ready
    }

    /// Runs another child while one has taken all it can get of something. Returns what went wrong with that, nil for
    /// nothing, and how the other ended.
    private static func holding(_ hoard: Hoard, _ ready: UInt) -> (refused: String?, others: NTStatus) {
        do throws(NTStatus) {
            let child = try ChildRole.start("hoard", hoard.rawValue)
            defer { child.close() }
            var limit: Int64 = -600_000_000
            var handles = [ready, child.process]
            let outcome = unsafe handles.withUnsafeMutableBytes {
                unsafe NtWaitForMultipleObjects(2, $0.baseAddress, WaitAny, 0, &limit)
            }
            let others = ChildRole.run("seven")
            if outcome != 1 { child.terminate(.cancelled) }
            let status = child.wait()
            if hoard == .processes { endChildren(of: child.processID) }
            return (outcome == 0 ? nil : "ended with 0x" + String(status.rawValue, radix: 16), others)
        } catch { return ("does not start: 0x" + String(error.rawValue, radix: 16), error) }
    }

    /// Processes outlive whoever created them.
    static func endChildren(of parent: UInt) {
        let list =
            unsafe (try? queried(startingAt: 65536) { buffer, length in
                unsafe NtQuerySystemInformation(SystemProcessInformation, buffer, length, nil)
            }) ?? []
        var offset = 0
        while let entry = list.load(SYSTEM_PROCESS_INFORMATION.self, at: offset) {
            if entry.InheritedFromUniqueProcessId == parent {
                var handle: UInt = 0
                var attributes = OBJECT_ATTRIBUTES()
                attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
                var client = CLIENT_ID(UniqueProcess: entry.UniqueProcessId, UniqueThread: 0)
                _ = unsafe NtOpenProcess(&handle, PROCESS_TERMINATE, &attributes, &client)
                _ = NtTerminateProcess(handle, 0)
                _ = NtClose(handle)
            }
            guard entry.NextEntryOffset != 0 else { return }
            offset += Int(entry.NextEntryOffset)
        }
    }

    /// The registry outlives programs: its limit is its own, and what was put into it can be taken out again.
    private static func registry(_ report: Report) {
        var parent: UInt = 0
        _ = unsafe withAttributes("\\Registry\\Machine\\Software\\nttest-hoard") {
            unsafe NtCreateKey(&parent, KEY_ALL_ACCESS, $0, 0, nil, REG_OPTION_VOLATILE, nil)
        }
        let before = Counters.now()
        var data = [UInt8](repeating: 7, count: 1 << 16)
        var made: UInt = 0
        var status: UInt32 = 0
        while status == 0, made < 1000 {
            status = unsafe data.withUnsafeMutableBytes { data in
                unsafe withUnicodeString(Array(String(made).utf16)) {
                    unsafe NtSetValueKey(parent, $0, 0, REG_BINARY, data.baseAddress, UInt32(data.count))
                }
            }
            if status == 0 { made += 1 }
        }
        report.expect("the registry has a limit", status, .registryQuotaLimit)
        report.check("others go on meanwhile", ChildRole.run("seven").rawValue == 7)
        for number in 0..<made {
            status = unsafe withUnicodeString(Array(String(number).utf16)) { unsafe NtDeleteValueKey(parent, $0) }
            if status != 0 { break }
        }
        report.expect("which what is taken out does not count for", status, .success)
        report.expect("so that the key can be deleted", NtDeleteKey(parent), .success)
        _ = NtClose(parent)
        let after = Counters.now()
        report.check("and its handle is one less", after.handles + 1 == before.handles)
    }
}
