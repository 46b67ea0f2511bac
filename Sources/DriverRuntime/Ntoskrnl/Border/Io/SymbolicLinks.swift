// The strings are the driver's; the executive captures them. The list of links is guarded by `irpLock`.

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

/// The links of this process's drivers. Each lives by its handle, so that none outlasts a driver that ends unexpectedly and
/// stands in the way of the next.
struct SymbolicLinks {
    private var entries: [(name: UnicodeString, handle: HANDLE)] = []

    mutating func add(_ handle: HANDLE) {
        let name = fullName(of: handle)
        irpLock.acquire()
        entries.append((name, handle))
        irpLock.release()
    }

    /// Takes the handle of the link that `handle` is one of, too.
    mutating func remove(sameAs handle: HANDLE) -> HANDLE? {
        let name = fullName(of: handle)
        irpLock.acquire()
        defer { irpLock.release() }
        let index = entries.firstIndex { $0.name == name }
        return index.map { entries.remove(at: $0).handle }
    }

    /// Where the namespace has the object, whatever name it was opened by.
    private func fullName(of handle: HANDLE) -> UnicodeString {
        unsafe withUnsafeTemporaryAllocation(byteCount: 0x1000, alignment: 8) { buffer in
            let status = unsafe NtQueryObject(
                handle, ObjectNameInformation, buffer.baseAddress, UInt32(buffer.count), nil)
            guard NTStatus(code: status).isSuccess else { return UnicodeString() }
            return unsafe UnicodeString(copying: buffer.load(as: UNICODE_STRING.self))
        }
    }
}

/// Makes a link in the object namespace that lives as long as the driver. Errors: those of the name; `.objectNameCollision`.
@c(IoCreateSymbolicLink)
public func ioCreateSymbolicLink(
    _ name: UnsafePointer<UNICODE_STRING>, _ target: UnsafePointer<UNICODE_STRING>
) -> NTSTATUS {
    var handle: HANDLE = 0
    var attributes = unsafe attributes(name, OBJ_CASE_INSENSITIVE)
    let allAccess: UInt32 = 0xF_0001
    let status = unsafe NtCreateSymbolicLinkObject(&handle, allAccess, &attributes, target)
    if NTStatus(code: status).isSuccess { unsafe symbolicLinks.add(handle) }
    return status
}

/// The same: links have no protection.
@c(IoCreateUnprotectedSymbolicLink)
public func ioCreateUnprotectedSymbolicLink(
    _ name: UnsafePointer<UNICODE_STRING>, _ target: UnsafePointer<UNICODE_STRING>
) -> NTSTATUS {
    unsafe ioCreateSymbolicLink(name, target)
}

/// Removes a link, whoever made it. Errors: those of the name.
@c(IoDeleteSymbolicLink)
public func ioDeleteSymbolicLink(_ name: UnsafePointer<UNICODE_STRING>) -> NTSTATUS {
    var handle: HANDLE = 0
    var attributes = unsafe attributes(name, OBJ_CASE_INSENSITIVE)
    let delete: UInt32 = 0x1_0000
    let status = unsafe NtOpenSymbolicLinkObject(&handle, delete, &attributes)
    guard NTStatus(code: status).isSuccess else { return status }
    defer { _ = NtClose(handle) }
    if let own = unsafe symbolicLinks.remove(sameAs: handle) { _ = NtClose(own) }
    return NtMakeTemporaryObject(handle)
}
