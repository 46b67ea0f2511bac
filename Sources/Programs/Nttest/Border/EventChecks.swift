// Events. Pointers passed to services are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum EventChecks {
    static func run(_ report: Report) {
        states(report)
        refusals(report)
        resets(report)
    }

    private static func state(_ event: UInt) -> Int32 {
        var information = EVENT_BASIC_INFORMATION()
        _ = unsafe NtQueryEvent(event, 0, &information, 8, nil)
        return information.EventState
    }

    private static func states(_ report: Report) {
        var event: UInt = 0
        report.expect(
            "NtCreateEvent",
            unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, NotificationEvent, 0), .success)
        var previous: Int32 = 9
        report.expect("NtSetEvent", unsafe NtSetEvent(event, &previous), .success)
        report.equal("tells the state before", previous, 0)
        report.expect("NtSetEvent again", unsafe NtSetEvent(event, &previous), .success)
        report.equal("which was set", previous, 1)
        report.expect("NtResetEvent", unsafe NtResetEvent(event, &previous), .success)
        report.equal("tells that it was set", previous, 1)
        report.equal("a reset event is not signalled", state(event), 0)
        report.expect("NtSetEvent without a place for the state", NtSetEvent(event, nil), .success)
        report.expect("NtClearEvent", NtClearEvent(event), .success)
        report.equal("a cleared event is not signalled", state(event), 0)
        report.expect("NtPulseEvent", unsafe NtPulseEvent(event, &previous), .success)
        report.equal("a pulse leaves nothing behind", state(event), 0)
        var information = EVENT_BASIC_INFORMATION()
        var length: UInt32 = 0
        report.expect(
            "NtQueryEvent", unsafe NtQueryEvent(event, 0, &information, 8, &length), .success)
        report.equal("its type", information.EventType, NotificationEvent)
        report.equal("the length it needs", length, 8)
        report.expect(
            "NtQueryEvent into a wrong size",
            unsafe NtQueryEvent(event, 0, &information, 7, nil), .infoLengthMismatch)
        report.expect(
            "NtQueryEvent of an unknown class",
            unsafe NtQueryEvent(event, 1, &information, 8, nil), .invalidInfoClass)
        _ = NtClose(event)
    }

    private static func refusals(_ report: Report) {
        var event: UInt = 0
        report.expect(
            "an event of an unknown type",
            unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, 2, 0), .invalidParameter)
        report.expect(
            "a null place for the handle",
            NtCreateEvent(nil, EVENT_ALL_ACCESS, nil, NotificationEvent, 0), .accessViolation)
        report.expect(
            "a wild place for the handle",
            unsafe NtCreateEvent(
                UnsafeMutablePointer(bitPattern: 0x6660_0000), EVENT_ALL_ACCESS, nil,
                NotificationEvent, 0), .accessViolation)
        report.expect(
            "an address of the kernel's half",
            unsafe NtCreateEvent(
                UnsafeMutablePointer(bitPattern: UInt(bitPattern: -4096)), EVENT_ALL_ACCESS, nil,
                NotificationEvent, 0), .accessViolation)
        var attributes = OBJECT_ATTRIBUTES()
        report.expect(
            "attributes of a wrong length",
            unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, &attributes, NotificationEvent, 0),
            .invalidParameter)
        attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
        attributes.ObjectName = 8
        report.expect(
            "a name at a wild address",
            unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, &attributes, NotificationEvent, 0),
            .accessViolation)
        report.expect("NtSetEvent of a bad handle", NtSetEvent(0x9990, nil), .invalidHandle)
        report.expect("NtClearEvent of a bad handle", NtClearEvent(0x9990), .invalidHandle)
        var readOnly: UInt = 0
        _ = unsafe NtCreateEvent(&readOnly, EVENT_QUERY_STATE, nil, NotificationEvent, 0)
        report.expect(
            "setting without EVENT_MODIFY_STATE", NtSetEvent(readOnly, nil), .accessDenied)
        report.expect(
            "waiting without SYNCHRONIZE", NtWaitForSingleObject(readOnly, 0, nil), .accessDenied)
        var wild: UInt32 {
            unsafe NtSetEvent(
                ObjectChecks.newEvent(), UnsafeMutablePointer(bitPattern: 0x6660_0000))
        }
        report.expect("a wild place for the state", wild, .accessViolation)
        _ = NtClose(readOnly)
    }

    private static func resets(_ report: Report) {
        var event: UInt = 0
        _ = unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, SynchronizationEvent, 1)
        report.expect(
            "a signalled event lets a wait through", NtWaitForSingleObject(event, 0, nil), .success)
        report.equal("which resets a synchronization event", state(event), 0)
        var zero: Int64 = 0
        report.expect(
            "so that the next wait times out",
            unsafe NtWaitForSingleObject(event, 0, &zero), .timeout)
        _ = NtClose(event)
        _ = unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, NotificationEvent, 1)
        _ = NtWaitForSingleObject(event, 0, nil)
        report.equal("a notification event stays set", state(event), 1)
        _ = NtClose(event)
    }
}
