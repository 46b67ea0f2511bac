// The strings are the driver's; the executive captures them.

import CNT
import CWDM
import NTABI

private func attributes(_ name: UnsafePointer<UNICODE_STRING>, _ flags: UInt32)
    -> OBJECT_ATTRIBUTES
{
    var attributes = OBJECT_ATTRIBUTES()
    attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
    attributes.ObjectName = UInt(bitPattern: name)
    attributes.Attributes = flags
    return attributes
}

/// Makes a permanent link in the object namespace. Errors: those of the name; `.objectNameCollision`.
@c(IoCreateSymbolicLink)
public func ioCreateSymbolicLink(
    _ name: UnsafePointer<UNICODE_STRING>, _ target: UnsafePointer<UNICODE_STRING>
) -> NTSTATUS {
    var handle: HANDLE = 0
    var attributes = unsafe attributes(name, OBJ_PERMANENT | OBJ_CASE_INSENSITIVE)
    let allAccess: UInt32 = 0xF_0001
    let status = unsafe NtCreateSymbolicLinkObject(&handle, allAccess, &attributes, target)
    if NTStatus(code: status).isSuccess { _ = NtClose(handle) }
    return status
}

/// The same: links have no protection.
@c(IoCreateUnprotectedSymbolicLink)
public func ioCreateUnprotectedSymbolicLink(
    _ name: UnsafePointer<UNICODE_STRING>, _ target: UnsafePointer<UNICODE_STRING>
) -> NTSTATUS {
    unsafe ioCreateSymbolicLink(name, target)
}

/// Removes a link. Errors: those of the name.
@c(IoDeleteSymbolicLink)
public func ioDeleteSymbolicLink(_ name: UnsafePointer<UNICODE_STRING>) -> NTSTATUS {
    var handle: HANDLE = 0
    var attributes = unsafe attributes(name, OBJ_CASE_INSENSITIVE)
    let delete: UInt32 = 0x1_0000
    let status = unsafe NtOpenSymbolicLinkObject(&handle, delete, &attributes)
    guard NTStatus(code: status).isSuccess else { return status }
    defer { _ = NtClose(handle) }
    return NtMakeTemporaryObject(handle)
}
