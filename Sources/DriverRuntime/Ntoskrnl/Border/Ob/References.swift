// Objects that drivers can hold a reference to are files, devices and threads of this process, and events of the executive's;
// the first word tells which.

import CNtoskrnl
import CWDM
import NTABI

/// Adds a reference. Devices and files of the executive live for as long as it says; only threads
/// and events are counted here.
@c(ObfReferenceObject)
public func obfReferenceObject(_ object: UnsafeMutableRawPointer) -> Int {
    if let event = unsafe SharedEvent.at(object) { return unsafe SharedEvent.retain(event) }
    guard let thread = unsafe threadObject(object) else { return 1 }
    return unsafe Int(FetchAdd32(&thread.pointee.references, 1)) + 1
}

/// Takes a reference back. Returns how many are left.
@c(ObfDereferenceObject)
public func obfDereferenceObject(_ object: UnsafeMutableRawPointer) -> Int {
    if let event = unsafe SharedEvent.at(object) { return unsafe SharedEvent.release(event) }
    guard let thread = unsafe threadObject(object) else { return 1 }
    let rest = unsafe Int(thread.pointee.references) - 1
    unsafe KernelThread.release(thread)
    return rest
}

private func threadObject(_ object: UnsafeMutableRawPointer) -> KernelThread.Pointer? {
    // A dispatcher header begins with its type; I/O objects begin with small numbers that no thread has.
    guard unsafe object.load(as: UInt8.self) == UInt8(ThreadObject),
        unsafe object.load(fromByteOffset: 2, as: UInt8.self)
            == UInt8(MemoryLayout<DISPATCHER_HEADER>.size / 4)
    else { return nil }
    return unsafe object.assumingMemoryBound(to: KernelThread.self)
}

/// The object behind a handle: a thread that this process started, or an event. A handle from user mode is one of the process
/// whose request is being dispatched, and needs the access; one from kernel mode is the driver's own.
///
/// Errors: those of the handle, `.objectTypeMismatch`, `.accessDenied`, `.insufficientResources`; `.notImplemented` for objects
/// of other kinds, which live in the executive where drivers cannot point.
@c(ObReferenceObjectByHandle)
public func obReferenceObjectByHandle(
    _ handle: UInt, _ access: UInt32, _ type: UnsafeMutableRawPointer?, _ mode: Int8,
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ information: UnsafeMutableRawPointer?
) -> NTSTATUS {
    if mode == Int8(KernelMode), let thread = unsafe systemThreads.thread(handle) {
        unsafe thread.pointee.references += 1
        unsafe result.pointee = UnsafeMutableRawPointer(thread)
        return NTStatus.success.code
    }
    guard unsafe type == nil || type == ExEventObjectType else { return NTStatus.notImplemented.code }
    do throws(NTStatus) {
        let event = try unsafe SharedEvent.open(
            handle, access, fromUserMode: mode == Int8(UserMode), mustBeEvent: type != nil)
        unsafe result.pointee = UnsafeMutableRawPointer(event)
        return NTStatus.success.code
    } catch {
        return error.code
    }
}
