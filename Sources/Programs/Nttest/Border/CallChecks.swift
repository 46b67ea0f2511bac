// Queued calls (APCs) and giving up the processor. What the routines write to is allocated and outlives every call;
// the pointers handed to services are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

/// What queued routines were called with, in order.
///
/// Routines get its address as their first argument, and find the second and third as they were passed.
@safe
struct CallRecord {
    private let words = UnsafeMutablePointer<UInt>.allocate(capacity: 64)

    init() { unsafe words.initialize(repeating: 0, count: 64) }

    var address: UInt { UInt(bitPattern: unsafe words) }
    /// How many calls there were.
    var count: Int { Int(unsafe words[0]) }
    /// Second and third argument of the call, and the thread that made it.
    subscript(call: Int) -> (second: UInt, third: UInt, thread: UInt) {
        unsafe (words[1 + call * 3], words[2 + call * 3], words[3 + call * 3])
    }

    typealias Routine = @convention(c) (UInt, UInt, UInt) -> Void

    /// Adds a call to the record that is its first argument.
    static let routine: Routine = { record, second, third in
        guard let words = unsafe UnsafeMutablePointer<UInt>(bitPattern: record) else { return }
        let place = Int(unsafe words[0])
        unsafe words[1 + place * 3] = second
        unsafe words[2 + place * 3] = third
        unsafe words[3 + place * 3] = CallChecks.threadID
        unsafe words[0] += 1
    }

    /// The routine as services take it.
    static var pointer: UnsafeMutableRawPointer? {
        unsafe UnsafeMutableRawPointer(bitPattern: unsafeBitCast(routine, to: UInt.self))
    }
}

enum CallChecks {
    static func run(_ report: Report) {
        ownThread(report)
        otherThreads(report)
        refusals(report)
        timers(report)
        transfers(report)
        yielding(report)
    }

    static var threadID: UInt {
        var information = THREAD_BASIC_INFORMATION()
        _ = unsafe NtQueryInformationThread(
            Handle.currentThread.rawValue, ThreadBasicInformation, &information,
            UInt32(MemoryLayout<THREAD_BASIC_INFORMATION>.size), nil)
        return information.ClientId.UniqueThread
    }

    private static func queue(_ thread: UInt, _ record: CallRecord, _ second: UInt = 0, _ third: UInt = 0) -> UInt32 {
        func pointer(_ word: UInt) -> UnsafeMutableRawPointer? { unsafe UnsafeMutableRawPointer(bitPattern: word) }
        return unsafe NtQueueApcThread(
            thread, CallRecord.pointer, pointer(record.address), pointer(second), pointer(third))
    }

    private static func delay(alertable: Bool, milliseconds: Int64 = 1) -> UInt32 {
        var interval = -10_000 * milliseconds
        return unsafe NtDelayExecution(alertable ? 1 : 0, &interval)
    }

    private static func ownThread(_ report: Report) {
        let me = Handle.currentThread.rawValue
        let record = CallRecord()
        report.expect("NtQueueApcThread", queue(me, record, 5, .max), .success)
        report.expect("a delay that is not alertable", delay(alertable: false), .success)
        report.equal("makes no queued call", record.count, 0)
        report.expect("an alertable one ends with the call", delay(alertable: true, milliseconds: 60_000), .userApc)
        report.equal("which was made once", record.count, 1)
        report.check("with its arguments", record[0].second == 5 && record[0].third == .max)
        report.check("by its thread", record[0].thread == threadID)
        report.expect("the next delay is a delay", delay(alertable: true), .success)

        for number in 1...3 as ClosedRange<UInt> { _ = queue(me, record, number) }
        report.expect("NtTestAlert with calls queued", NtTestAlert(), .success)
        report.check(
            "makes them all, in order", record.count == 4 && (1...3).allSatisfy { record[$0].second == UInt($0) })

        let event = ObjectChecks.newEvent()
        _ = NtSetEvent(event, nil)
        _ = queue(me, record)
        report.expect("a wait that is satisfied at once", NtWaitForSingleObject(event, 1, nil), .success)
        report.equal("makes no call", record.count, 4)
        _ = NtClearEvent(event)
        report.expect("one that is not ends with the call", NtWaitForSingleObject(event, 1, nil), .userApc)
        _ = queue(me, record)
        report.expect(
            "so does a wait for several", WaitChecks.waitFor([event], WaitAll, alertable: true), .userApc)
        _ = queue(me, record)
        report.expect(
            "and NtSignalAndWaitForSingleObject", NtSignalAndWaitForSingleObject(event, event, 1, nil), .success)
        _ = NtClearEvent(event)
        report.expect("which an event it set satisfies first", NtWaitForSingleObject(event, 1, nil), .userApc)
        report.equal("every call was made once", record.count, 7)

        _ = NtAlertThread(me)
        _ = queue(me, record)
        report.expect("an alert comes before a call", delay(alertable: true, milliseconds: 60_000), .alerted)
        report.equal("and does not make it", record.count, 7)
        report.expect("the next wait does", delay(alertable: true, milliseconds: 60_000), .userApc)
        nested(report)
        _ = NtClose(event)
    }

    /// A routine that waits alertably has the calls behind it made inside.
    private static func nested(_ report: Report) {
        let me = Handle.currentThread.rawValue
        let record = CallRecord()
        let outer: CallRecord.Routine = { address, _, _ in
            CallRecord.routine(address, 1, UInt(NtTestAlert()))
            CallRecord.routine(address, 3, 0)
        }
        _ = unsafe NtQueueApcThread(
            me, UnsafeMutableRawPointer(bitPattern: unsafeBitCast(outer, to: UInt.self)),
            UnsafeMutableRawPointer(bitPattern: record.address), nil, nil)
        _ = queue(me, record, 2)
        report.expect("a routine that waits alertably", NtTestAlert(), .success)
        report.check(
            "has the next call made inside", record.count == 3 && (0..<3).map { record[$0].second } == [2, 1, 3],
            "\(record.count): \(record[0].second), \(record[1].second), \(record[2].second)")
    }

    /// A thread that waits for the event when this returns.
    private static func waiter(for event: UInt, alertable: Bool) -> WorkerThread {
        let ready = ObjectChecks.newEvent()
        // The lowest bits of a handle are nobody's.
        let thread = unsafe WorkerThread(argument: event << 32 | ready | (alertable ? 1 : 0)) { word in
            let word = UInt(bitPattern: word)
            return NtSignalAndWaitForSingleObject(word & 0xFFFF_FFFC, word >> 32, UInt8(word & 1), nil)
        }
        _ = NtWaitForSingleObject(ready, 0, nil)
        _ = NtClose(ready)
        return thread
    }

    private static func otherThreads(_ report: Report) {
        let record = CallRecord()
        let event = ObjectChecks.newEvent()
        let waiting = waiter(for: event, alertable: true)
        report.expect("a call for a thread that waits alertably", queue(waiting.handle, record, 8), .success)
        report.equal("ends its wait", waiting.join(), NTStatus.userApc.rawValue)
        report.check("and is made there", record.count == 1 && record[0].second == 8 && record[0].thread != threadID)

        let deaf = waiter(for: event, alertable: false)
        _ = queue(deaf.handle, record)
        Time.sleep(milliseconds: 5)
        report.equal("a wait that is not alertable goes on", deaf.exitStatus, NTStatus.pending.rawValue)
        _ = NtSetEvent(event, nil)
        report.equal("until it is satisfied", deaf.join(), 0)
        report.equal("and no call is made", record.count, 1)

        let suspended = unsafe WorkerThread(argument: record.address, suspended: true) { record in
            // What the record holds when the start routine begins.
            unsafe UInt32(truncatingIfNeeded: record?.load(as: UInt.self) ?? 0)
        }
        _ = queue(suspended.handle, record)
        _ = NtResumeThread(suspended.handle, nil)
        report.equal("a call for a thread that has not begun comes before its start routine", suspended.join(), 2)

        _ = NtClearEvent(event)
        let stopped = waiter(for: event, alertable: true)
        _ = NtSuspendThread(stopped.handle, nil)
        _ = queue(stopped.handle, record)
        Time.sleep(milliseconds: 5)
        report.equal("a suspended thread makes no call", record.count, 2)
        _ = NtResumeThread(stopped.handle, nil)
        report.equal("until it is resumed", stopped.join(), NTStatus.userApc.rawValue)
        report.equal("and then it does", record.count, 3)
        _ = NtClose(event)
    }

    private static func refusals(_ report: Report) {
        let record = CallRecord()
        let event = ObjectChecks.newEvent()
        report.expect("a call for an event", queue(event, record), .objectTypeMismatch)
        report.expect("a call for a bad handle", queue(0x9990, record), .invalidHandle)
        _ = NtClose(event)
        let thread = unsafe WorkerThread { _ in 0 }
        var weak: UInt = 0
        let me = Handle.currentProcess.rawValue
        _ = unsafe NtDuplicateObject(me, thread.handle, me, &weak, SYNCHRONIZE, 0, 0)
        report.expect("a call without THREAD_SET_CONTEXT", queue(weak, record), .accessDenied)
        _ = NtClose(weak)
        _ = NtWaitForSingleObject(thread.handle, 0, nil)
        report.expect("a call for a thread that has ended", queue(thread.handle, record), .unsuccessful)
        _ = NtClose(thread.handle)
        report.expect("a wild routine ends its process", ChildRole.run("wild-call").rawValue, .accessViolation)
        report.expect("so does a call without a stack", ChildRole.run("call-no-stack").rawValue, .accessViolation)
    }

    private static func timers(_ report: Report) {
        let record = CallRecord()
        var timer: UInt = 0
        var due: Int64 = -10_000
        _ = unsafe NtCreateTimer(&timer, TIMER_ALL_ACCESS, nil, SynchronizationTimer)
        func set(period: Int32 = 0) -> UInt32 {
            unsafe NtSetTimer(
                timer, &due, CallRecord.pointer, UnsafeMutableRawPointer(bitPattern: record.address), 0, period, nil)
        }
        var before: Int64 = 0
        _ = unsafe NtQuerySystemTime(&before)
        report.expect("NtSetTimer with a routine", set(), .success)
        report.expect("is called in an alertable delay", delay(alertable: true, milliseconds: 60_000), .userApc)
        let told = Int64(record[0].third << 32 | record[0].second)
        report.check(
            "with the time, low half first", record.count == 1 && told >= before && told < before + 600_000_000,
            "\(told - before)")
        report.expect("once", delay(alertable: true, milliseconds: 5), .success)
        report.expect("a period", set(period: 2), .success)
        for _ in 0..<3 { _ = delay(alertable: true, milliseconds: 60_000) }
        let made = record.count
        report.check("has it called again and again", made >= 4, "\(made)")
        Time.sleep(milliseconds: 10)
        report.expect("a timer that expired before it was waited for", NtCancelTimer(timer, nil), .success)
        _ = NtTestAlert()
        report.equal("calls nobody once it is cancelled", record.count, made)
        _ = set()
        Time.sleep(milliseconds: 5)
        due = -600_000_000_000
        _ = unsafe NtSetTimer(timer, &due, nil, nil, 0, 0, nil)
        _ = NtTestAlert()
        report.equal("or set anew", record.count, made)
        due = -20_000
        _ = set()
        _ = NtClose(timer)
        report.expect("one whose handle is closed", delay(alertable: true, milliseconds: 60_000), .userApc)
        report.equal("calls all the same", record.count, made + 1)
    }

    private static func transfers(_ report: Report) {
        let record = CallRecord()
        let context = unsafe UnsafeMutableRawPointer(bitPattern: record.address)
        let block = UnsafeMutablePointer<IO_STATUS_BLOCK>.allocate(capacity: 1)
        unsafe block.initialize(to: IO_STATUS_BLOCK())
        var data: UInt64 = 0
        var offset: Int64 = 0
        let file = FileChecks.open("\\Device\\Null", access: GENERIC_READ | GENERIC_WRITE, options: 0).handle
        _ = unsafe NtWriteFile(file, 0, CallRecord.pointer, context, block, &data, 8, &offset, nil)
        report.expect("NtWriteFile with a routine", delay(alertable: true, milliseconds: 60_000), .userApc)
        report.check(
            "has it called with the status block",
            record.count == 1 && record[0].second == UInt(bitPattern: block) && record[0].third == 0)
        report.check("which is filled in", unsafe block.pointee.Status == 0 && block.pointee.Information == 8)
        let waited = FileChecks.open("\\Device\\Null", access: GENERIC_WRITE | SYNCHRONIZE).handle
        report.expect(
            "a control that fails before its service ends",
            unsafe NtDeviceIoControlFile(waited, 0, CallRecord.pointer, context, block, 0x22_2000, nil, 0, nil, 0),
            .invalidDeviceRequest)
        report.expect("has nothing called", delay(alertable: true), .success)
        _ = NtClose(waited)
        _ = NtClose(file)

        let keyboard = FileChecks.open("\\Device\\KeyboardClass0", access: GENERIC_READ, options: 0).handle
        let status = unsafe NtReadFile(keyboard, 0, CallRecord.pointer, context, block, &data, 12, &offset, nil)
        report.expect("NtReadFile with a routine, of keys that nobody presses", status, .pending)
        report.expect("waits", delay(alertable: true, milliseconds: 3), .success)
        var cancelled = IO_STATUS_BLOCK()
        report.expect("NtCancelIoFile", unsafe NtCancelIoFile(keyboard, &cancelled), .success)
        report.expect("has the routine called", delay(alertable: true, milliseconds: 60_000), .userApc)
        report.check(
            "which finds that it was cancelled",
            unsafe record.count == 2 && block.pointee.Status == NTStatus.cancelled.rawValue)
        _ = NtClose(keyboard)

        let folder = FileChecks.open("\\SystemRoot\\System32", options: FILE_DIRECTORY_FILE).handle
        var bytes = [UInt8](repeating: 0, count: 1024)
        let listed = unsafe bytes.withUnsafeMutableBytes {
            unsafe NtQueryDirectoryFile(
                folder, 0, CallRecord.pointer, context, block, $0.baseAddress, 1024, FileNamesInformation, 1, nil, 1)
        }
        report.expect("NtQueryDirectoryFile with a routine", listed, .success)
        _ = NtTestAlert()
        report.equal("has it called", record.count, 3)
        _ = NtClose(folder)
    }

    private static func yielding(_ report: Report) {
        report.expect("NtYieldExecution with nobody else ready", NtYieldExecution(), .noYieldPerformed)
        var zero: Int64 = 0
        report.expect("a delay of nothing", unsafe NtDelayExecution(0, &zero), .success)
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 2)
        unsafe words.initialize(repeating: 0, count: 2)
        // Counts how often it runs, until it is told to stop.
        let thread = unsafe WorkerThread(argument: UInt(bitPattern: words)) { argument in
            guard let words = unsafe argument?.assumingMemoryBound(to: UInt64.self) else { return 1 }
            while unsafe words[1] == 0 {
                unsafe words[0] += 1
                _ = NtYieldExecution()
            }
            return 0
        }
        while unsafe words[0] == 0 { Time.sleep(milliseconds: 1) }
        let start = unsafe words[0]
        var yielded = 0
        for _ in 0..<100 where NtYieldExecution() == 0 { yielded += 1 }
        report.equal("NtYieldExecution with another thread ready", yielded, 100)
        let middle = unsafe words[0]
        // The end of a time slice may take the other's place once or twice.
        report.check("lets it run each time", middle - start >= 95, "\(middle - start)")
        for _ in 0..<100 { _ = unsafe NtDelayExecution(0, &zero) }
        let end = unsafe words[0]
        report.check("so does a delay of nothing", end - middle >= 95, "\(end - middle)")
        unsafe words[1] = 1
        report.equal("and the other ends", thread.join(), 0)
    }
}
