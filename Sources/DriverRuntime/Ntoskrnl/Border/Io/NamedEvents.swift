// The name is the driver's; the executive captures it.

import CNT
import CNtoskrnl
import CWDM
import NTABI

/// Opens the named event, or makes it, signalled. Null if the name is bad. The pointer is good until the driver goes.
private func namedEvent(
    _ name: UnsafePointer<UNICODE_STRING>, _ handle: UnsafeMutablePointer<HANDLE>, type: UInt32
) -> UnsafeMutableRawPointer? {
    var attributes = OBJECT_ATTRIBUTES()
    attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
    attributes.ObjectName = UInt(bitPattern: name)
    attributes.Attributes = OBJ_OPENIF | OBJ_CASE_INSENSITIVE
    let allAccess: UInt32 = 0x1F_0003
    let status = unsafe NTStatus(code: NtCreateEvent(handle, allAccess, &attributes, type, 1))
    guard status.isSuccess else { return nil }
    let event = unsafe try? SharedObject.open(handle.pointee, allAccess, fromUserMode: false, type: ExEventObjectType)
    if unsafe event == nil { _ = unsafe NtClose(handle.pointee) }
    return UnsafeMutableRawPointer(event)
}

/// A notification event that others find by its name. Its handle is closed with ZwClose.
@c(IoCreateNotificationEvent)
public func ioCreateNotificationEvent(
    _ name: UnsafePointer<UNICODE_STRING>, _ handle: UnsafeMutablePointer<HANDLE>
) -> UnsafeMutableRawPointer? {
    unsafe namedEvent(name, handle, type: UInt32(EventNotificationObject))
}

/// A synchronization event that others find by its name. Its handle is closed with ZwClose.
@c(IoCreateSynchronizationEvent)
public func ioCreateSynchronizationEvent(
    _ name: UnsafePointer<UNICODE_STRING>, _ handle: UnsafeMutablePointer<HANDLE>
) -> UnsafeMutableRawPointer? {
    unsafe namedEvent(name, handle, type: UInt32(EventSynchronizationObject))
}
