// Waits for one object and for several. Arrays of handles live on the calling frame.

import CNT
import NTABI
import NativeRuntime

enum WaitChecks {
    static func run(_ report: Report) {
        single(report)
        multiple(report)
        refusals(report)
        wakeups(report)
    }

    static func waitFor(
        _ handles: [UInt], _ type: UInt32, alertable: Bool = false, timeout: Int64? = nil
    ) -> UInt32 {
        var list = handles
        return unsafe list.withUnsafeMutableBytes { bytes in
            guard var limit = timeout else {
                return unsafe NtWaitForMultipleObjects(
                    UInt32(handles.count), bytes.baseAddress, type, alertable ? 1 : 0, nil)
            }
            return unsafe NtWaitForMultipleObjects(
                UInt32(handles.count), bytes.baseAddress, type, alertable ? 1 : 0, &limit)
        }
    }

    private static func single(_ report: Report) {
        let event = ObjectChecks.newEvent()
        var limit: Int64 = -100_000
        report.expect(
            "a wait with a time-out", unsafe NtWaitForSingleObject(event, 0, &limit), .timeout)
        var now: Int64 = 0
        _ = unsafe NtQuerySystemTime(&now)
        limit = now + 100_000
        report.expect(
            "a wait until a time of day", unsafe NtWaitForSingleObject(event, 0, &limit), .timeout)
        limit = 1
        report.expect(
            "a wait until a time long past", unsafe NtWaitForSingleObject(event, 0, &limit),
            .timeout)
        report.expect(
            "a wait with a wild time-out",
            unsafe NtWaitForSingleObject(event, 0, UnsafePointer(bitPattern: 0x6660_0000)),
            .accessViolation)
        _ = NtClose(event)
        report.expect(
            "a wait for a bad handle", NtWaitForSingleObject(event, 0, nil), .invalidHandle)
        var directory: UInt = 0
        _ = unsafe withAttributes("\\") {
            unsafe NtOpenDirectoryObject(&directory, DIRECTORY_ALL_ACCESS, $0)
        }
        report.expect(
            "a wait for a directory", NtWaitForSingleObject(directory, 0, nil), .accessDenied)
        _ = NtClose(directory)
    }

    private static func multiple(_ report: Report) {
        let events = [ObjectChecks.newEvent(), ObjectChecks.newEvent(), ObjectChecks.newEvent()]
        report.expect("a wait for any of none signalled", waitFor(events, WaitAny, timeout: 0), .timeout)
        _ = NtSetEvent(events[2], nil)
        report.equal("a wait for any tells which", waitFor(events, WaitAny), 2)
        _ = NtSetEvent(events[1], nil)
        report.equal("the first one of several", waitFor(events, WaitAny), 1)
        report.expect("a wait for all but one", waitFor(events, WaitAll, timeout: 0), .timeout)
        _ = NtSetEvent(events[0], nil)
        report.expect("a wait for all", waitFor(events, WaitAll), .success)
        var automatic: UInt = 0
        _ = unsafe NtCreateEvent(&automatic, EVENT_ALL_ACCESS, nil, SynchronizationEvent, 1)
        _ = NtClearEvent(events[0])
        report.expect(
            "a wait for all that fails", waitFor([automatic, events[0]], WaitAll, timeout: 0),
            .timeout)
        report.expect(
            "takes nothing", waitFor([automatic], WaitAny, timeout: 0), .success)
        for handle in events + [automatic] { _ = NtClose(handle) }
    }

    private static func refusals(_ report: Report) {
        let event = ObjectChecks.newEvent()
        report.expect("a wait for no objects", waitFor([], WaitAny), .invalidParameter1)
        report.expect(
            "a wait for 65 objects", waitFor(Array(repeating: event, count: 65), WaitAny),
            .invalidParameter1)
        report.expect("a wait of an unknown kind", waitFor([event], 2), .invalidParameter3)
        report.expect(
            "a wait for a bad handle among good ones", waitFor([event, 0x8880], WaitAny),
            .invalidHandle)
        report.expect(
            "handles at a wild address",
            unsafe NtWaitForMultipleObjects(
                1, UnsafeMutableRawPointer(bitPattern: 0x6660_0000), WaitAny, 0, nil),
            .accessViolation)
        report.expect(
            "a wait for all of the same object twice", waitFor([event, event], WaitAll, timeout: 0),
            .invalidParameterMix)
        _ = NtClose(event)
    }

    private static func wakeups(_ report: Report) {
        let event = ObjectChecks.newEvent()
        let thread = unsafe WorkerThread(argument: event) { argument in
            Time.sleep(milliseconds: 20)
            _ = NtSetEvent(UInt(bitPattern: argument), nil)
            return 7
        }
        report.expect(
            "another thread wakes a wait", NtWaitForSingleObject(event, 0, nil), .success)
        report.equal("and its exit status is told", thread.join(), 7)
        report.expect(
            "NtSignalAndWaitForSingleObject",
            NtSignalAndWaitForSingleObject(event, event, 0, nil), .success)
        report.expect(
            "which cannot signal a thread",
            NtSignalAndWaitForSingleObject(Handle.currentThread.rawValue, event, 0, nil),
            .objectTypeMismatch)
        _ = NtClose(event)
    }
}
