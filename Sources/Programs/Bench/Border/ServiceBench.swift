// Single services. Nothing is passed by address but variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

/// Services that end where they began: in, looked up, out.
enum ServiceBench {
    static func run(_ clock: Stopwatch) throws(NTStatus) {
        try clock.measure("null-call", count: 1000) { () throws(NTStatus) in
            _ = NtTestAlert()
        }
        var event: UInt = 0
        try check(unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, NotificationEvent, 0))
        try clock.measure("set-event", count: 1000) { () throws(NTStatus) in
            try check(NtSetEvent(event, nil))
        }
        try clock.measure("clear-event", count: 1000) { () throws(NTStatus) in
            try check(NtClearEvent(event))
        }
        try check(NtSetEvent(event, nil))
        try clock.measure("wait-signalled", count: 1000) { () throws(NTStatus) in
            try check(NtWaitForSingleObject(event, 0, nil))
        }
        try clock.measure("close-bad-handle", count: 1000) { () throws(NTStatus) in
            guard NtClose(0xFFFC) == NTStatus.invalidHandle.rawValue else { throw .unsuccessful }
        }
        try check(NtClose(event))
    }
}
