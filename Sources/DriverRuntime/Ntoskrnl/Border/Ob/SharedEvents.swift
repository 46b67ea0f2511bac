// A shared event's block is freed with its last reference; the header's mark tells it from a driver's own event.

import CNT
import CWDM
import NTABI

/// An event of the executive that a driver points to: it looks like a KEVENT, and what is done to it is done to the handle.
@unsafe
struct SharedEvent {
    var event = unsafe KEVENT()
    let handle: HANDLE
    var references: Int32 = 1

    typealias Pointer = UnsafeMutablePointer<SharedEvent>

    private static let allAccess: UInt32 = 0x1F_0003

    /// The shared event at an address, if that is what stands there.
    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> Pointer? {
        guard unsafe object.load(fromByteOffset: 1, as: UInt8.self) == UInt8(SharedEventMark),
            unsafe object.load(as: UInt8.self) <= UInt8(EventSynchronizationObject)
        else { return nil }
        return unsafe object.assumingMemoryBound(to: SharedEvent.self)
    }

    /// The event behind a handle of the requester (`fromUserMode`) or of this process.
    ///
    /// Errors, in this order: those of the handle, `.objectTypeMismatch` (`mustBeEvent`) or `.notImplemented` for anything but an
    /// event, `.accessDenied`, `.insufficientResources`.
    static func open(
        _ handle: HANDLE, _ access: UInt32, fromUserMode: Bool, mustBeEvent: Bool
    ) throws(NTStatus) -> Pointer {
        let copy = try unsafe copyOfHandle(handle, of: fromUserMode ? KernelThread.current.pointee.requesterProcess : 0)
        defer { _ = NtClose(copy) }
        var state = EVENT_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<EVENT_BASIC_INFORMATION>.size)
        let full = try unsafe duplicate(copy, of: Handle.currentProcess.rawValue, allAccess, 0)
        guard unsafe NTStatus(code: NtQueryEvent(full, 0, &state, size, nil)).isSuccess else {
            _ = NtClose(full)
            throw mustBeEvent ? .objectTypeMismatch : .notImplemented
        }
        if unsafe fromUserMode && !grants(copy, access) {
            _ = NtClose(full)
            throw .accessDenied
        }
        guard let memory = unsafe allocatePool(MemoryLayout<SharedEvent>.size) else {
            _ = NtClose(full)
            throw .insufficientResources
        }
        let event = unsafe memory.assumingMemoryBound(to: SharedEvent.self)
        unsafe event.initialize(to: SharedEvent(handle: full))
        unsafe initializeHeader(
            &event.pointee.event.Header, type: Int(state.EventType), size: MemoryLayout<KEVENT>.size, state: 0)
        unsafe event.pointee.event.Header.Absolute = UInt8(SharedEventMark)
        return unsafe event
    }

    static func retain(_ event: Pointer) -> Int {
        unsafe Int(FetchAdd32(&event.pointee.references, 1)) + 1
    }

    static func release(_ event: Pointer) -> Int {
        let rest = unsafe Int(FetchAdd32(&event.pointee.references, -1)) - 1
        if rest == 0 {
            _ = unsafe NtClose(event.pointee.handle)
            unsafe freePool(UnsafeMutableRawPointer(event))
        }
        return rest
    }

    /// Waits for the event as the executive does.
    static func wait(_ event: Pointer, timeout: UnsafeMutablePointer<Int64>?) -> NTStatus {
        unsafe NTStatus(code: NtWaitForSingleObject(event.pointee.handle, 0, timeout))
    }

    /// 1 while the event is signalled.
    static func state(_ event: Pointer) -> Int32 {
        var state = EVENT_BASIC_INFORMATION()
        _ = unsafe NtQueryEvent(
            event.pointee.handle, 0, &state, UInt32(MemoryLayout<EVENT_BASIC_INFORMATION>.size), nil)
        return state.EventState
    }

    private static func copyOfHandle(_ handle: HANDLE, of process: UInt32) throws(NTStatus) -> HANDLE {
        let sameAccess: UInt32 = 2
        guard process != 0 else {
            return try unsafe duplicate(handle, of: Handle.currentProcess.rawValue, 0, sameAccess)
        }
        var owner: HANDLE = 0
        var identifier = CLIENT_ID()
        identifier.UniqueProcess = UInt(process)
        var attributes = OBJECT_ATTRIBUTES()
        attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
        let duplicateHandles: UInt32 = 0x40
        let status = unsafe NTStatus(code: NtOpenProcess(&owner, duplicateHandles, &attributes, &identifier))
        guard status.isSuccess else { throw status }
        defer { _ = NtClose(owner) }
        return try unsafe duplicate(handle, of: owner, 0, sameAccess)
    }

    private static func duplicate(
        _ handle: HANDLE, of process: HANDLE, _ access: UInt32, _ options: UInt32
    ) throws(NTStatus) -> HANDLE {
        var copy: HANDLE = 0
        let status = unsafe NTStatus(
            code: NtDuplicateObject(process, handle, Handle.currentProcess.rawValue, &copy, access, 0, options))
        guard status.isSuccess else { throw status }
        return copy
    }

    private static func grants(_ handle: HANDLE, _ access: UInt32) -> Bool {
        var basic = OBJECT_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<OBJECT_BASIC_INFORMATION>.size)
        let status = unsafe NtQueryObject(handle, 0, &basic, size, nil)
        return NTStatus(code: status).isSuccess && basic.GrantedAccess & access == access
    }
}
