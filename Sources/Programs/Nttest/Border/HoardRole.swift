// A child that takes of one thing until it is refused. Pointers passed to services are variables of the calling frame or,
// for requests that stay pending, memory that is never given back.

import CNT
import NTABI
import NativeRuntime

/// What can be hoarded.
enum Hoard: UInt, CaseIterable {
    case events, handles, longNames, links, timers, sections, files, keys
    case ranges, memory, scatteredPages, views
    case threads, waitingThreads, processes, calls, timerCalls, reads

    var name: StaticString {
        switch self {
        case .events: "events"
        case .handles: "handles of one event"
        case .longNames: "events with long names"
        case .links: "links to long paths"
        case .timers: "timers that run"
        case .sections: "sections"
        case .files: "open files"
        case .keys: "open keys"
        case .ranges: "reserved memory"
        case .memory: "committed memory"
        case .scatteredPages: "pages that need a table each"
        case .views: "views of one section"
        case .threads: "threads"
        case .waitingThreads: "threads that wait"
        case .processes: "processes"
        case .calls: "queued calls"
        case .timerCalls: "timers with calls"
        case .reads: "reads that wait for keys"
        }
    }

    /// How to take one more. Returns the status.
    fileprivate func taker() -> (UInt) -> UInt32 {
        switch self {
        case .events, .handles, .longNames, .links, .timers, .timerCalls, .files, .keys: objectTaker()
        case .sections, .ranges, .memory, .scatteredPages, .views: memoryTaker()
        case .threads, .waitingThreads, .processes, .calls, .reads: activityTaker()
        }
    }

    private func objectTaker() -> (UInt) -> UInt32 {
        var handle: UInt = 0
        let event = ObjectChecks.newEvent()
        let me = Handle.currentProcess.rawValue
        let long = Array(repeating: 0x61 as UInt16, count: 8000)
        switch self {
        case .handles:
            return { _ in unsafe NtDuplicateObject(me, event, me, &handle, 0, 0, DUPLICATE_SAME_ACCESS) }
        case .longNames:
            return { number in
                let path = ("\\BaseNamedObjects\\" as StaticString).utf16Units + long + Array(String(number).utf16)
                return unsafe withAttributes(path) {
                    unsafe NtCreateEvent(&handle, EVENT_ALL_ACCESS, $0, NotificationEvent, 0)
                }
            }
        case .links:
            return { number in
                let path = ("\\BaseNamedObjects\\hoard" as StaticString).utf16Units + Array(String(number).utf16)
                return unsafe withAttributes(path) { attributes in
                    unsafe withUnicodeString([0x5C] + long) {
                        unsafe NtCreateSymbolicLinkObject(&handle, SYMBOLIC_LINK_ALL_ACCESS, attributes, $0)
                    }
                }
            }
        case .timers, .timerCalls:
            let routine = unsafe self == .timerCalls ? CallRecord.pointer : nil
            return { _ in
                let status = unsafe NtCreateTimer(&handle, TIMER_ALL_ACCESS, nil, NotificationTimer)
                guard status == 0 else { return status }
                var due: Int64 = -600_000_000_000
                return unsafe NtSetTimer(handle, &due, routine, nil, 0, 0, nil)
            }
        case .files:
            return { _ in FileChecks.open("\\SystemRoot\\System32\\ntdll.dll").status }
        case .keys:
            return { _ in
                unsafe withAttributes("\\Registry\\Machine\\Software") { unsafe NtOpenKey(&handle, KEY_READ, $0) }
            }
        default: return { _ in unsafe NtCreateEvent(&handle, EVENT_ALL_ACCESS, nil, NotificationEvent, 0) }
        }
    }

    private func memoryTaker() -> (UInt) -> UInt32 {
        var handle: UInt = 0
        var bytes: Int64 = 4096
        var base: UInt = 0
        var size: UInt = 0
        switch self {
        case .ranges:
            return { _ in
                (base, size) = (0, 65536)
                return VirtualMemory.allocate(&base, &size, MEM_RESERVE, PAGE_READWRITE)
            }
        case .memory:
            return { _ in
                (base, size) = (0, 1 << 20)
                let status = VirtualMemory.allocate(&base, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)
                if status == 0 {
                    for page in 0..<16 as Range<UInt> { unsafe VirtualMemory.bytes(base + page << 16).pointee = 1 }
                }
                return status
            }
        case .scatteredPages:
            // A system service touches the page: a table that is refused is an exception, and the end, of a program.
            return { _ in
                (base, size) = (0, 1 << 21)
                var status = VirtualMemory.allocate(&base, &size, MEM_RESERVE, PAGE_READWRITE)
                guard status == 0 else { return status }
                size = 4096
                status = VirtualMemory.allocate(&base, &size, MEM_COMMIT, PAGE_READWRITE)
                if status == 0 { unsafe VirtualMemory.bytes(base).pointee = 1 }
                return status
            }
        case .views:
            bytes = 65536
            _ = unsafe NtCreateSection(&handle, SECTION_ALL_ACCESS, nil, &bytes, PAGE_READWRITE, SEC_COMMIT, 0)
            return { _ in
                (base, size) = (0, 0)
                let status = SectionChecks.map(handle, &base, &size, PAGE_READWRITE)
                if status == 0 { unsafe VirtualMemory.bytes(base).pointee = 1 }
                return status
            }
        default:
            return { _ in
                unsafe NtCreateSection(&handle, SECTION_ALL_ACCESS, nil, &bytes, PAGE_READWRITE, SEC_COMMIT, 0)
            }
        }
    }

    private func activityTaker() -> (UInt) -> UInt32 {
        switch self {
        case .threads: return { _ in unsafe WorkerThread(suspended: true) { _ in 0 }.status }
        case .waitingThreads:
            let event = ObjectChecks.newEvent()
            return { _ in
                unsafe WorkerThread(argument: event) { NtWaitForSingleObject(UInt(bitPattern: $0), 0, nil) }.status
            }
        case .processes:
            let image = ("\\SystemRoot\\System32\\nttest.exe" as StaticString).utf16Units
            return { _ in
                do throws(NTStatus) {
                    _ = try ChildProcess.create(image, commandLine: ("nttest.exe seven" as StaticString).utf16Units)
                    return 0
                } catch { return error.rawValue }
            }
        case .reads:
            let file = FileChecks.open("\\Device\\KeyboardClass0", access: GENERIC_READ, options: 0).handle
            let block = UnsafeMutablePointer<IO_STATUS_BLOCK>.allocate(capacity: 1)
            let data = UnsafeMutablePointer<UInt64>.allocate(capacity: 16)
            return { _ in
                var offset: Int64 = 0
                let status = unsafe NtReadFile(file, 0, nil, nil, block, data, 12, &offset, nil)
                return status == NTStatus.pending.rawValue ? 0 : status
            }
        default:
            return { _ in
                unsafe NtQueueApcThread(Handle.currentThread.rawValue, CallRecord.pointer, nil, nil, nil)
            }
        }
    }
}

enum HoardRole {
    static let readyEvent: StaticString = "\\BaseNamedObjects\\nttest-hoarded"

    /// Takes until it is refused, says so with the event, and keeps what it has until it is ended. Returns only if it was
    /// not refused, or in another way than for want of quota.
    static func play(_ kind: UInt) -> UInt32 {
        guard let hoard = Hoard(rawValue: kind) else { return NTStatus.invalidParameter.rawValue }
        var ready: UInt = 0
        _ = unsafe withAttributes(readyEvent) { unsafe NtOpenEvent(&ready, EVENT_ALL_ACCESS, $0) }
        let take = hoard.taker()
        for number in 0..<4_000_000 as Range<UInt> {
            let status = take(number)
            if status == 0 { continue }
            guard [.quotaExceeded, .pagefileQuotaExceeded].contains(NTStatus(rawValue: status)) else { return status }
            _ = NtSetEvent(ready, nil)
            while true { Time.sleep(milliseconds: 60_000) }
        }
        return NTStatus.unsuccessful.rawValue
    }
}
