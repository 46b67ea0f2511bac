// Objects that drivers can hold a reference to are files, devices and threads of this process, and objects of the executive's;
// the first word tells which.

import CNtoskrnl
import CWDM
import NTABI

/// Adds a reference. Devices and files of the executive live for as long as it says; only threads
/// and events are counted here.
@c(ObfReferenceObject)
public func obfReferenceObject(_ object: UnsafeMutableRawPointer) -> Int {
    if let shared = unsafe SharedObject.at(object) { return unsafe SharedObject.retain(shared) }
    guard let thread = unsafe threadObject(object) else { return 1 }
    return unsafe Int(FetchAdd32(&thread.pointee.references, 1)) + 1
}

/// Takes a reference back. Returns how many are left.
@c(ObfDereferenceObject)
public func obfDereferenceObject(_ object: UnsafeMutableRawPointer) -> Int {
    if let shared = unsafe SharedObject.at(object) { return unsafe SharedObject.release(shared) }
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

/// The object behind a handle: a thread that this process started, or an object of the executive: an event, semaphore, mutex, timer,
/// process, thread, section, key or or token. A handle from user mode is one of the process
/// whose request is being dispatched, and needs the access; one from kernel mode is the driver's own.
///
/// Errors: those of the handle, `.objectTypeMismatch`, `.accessDenied`, `.insufficientResources`; `.notImplemented` for what lives
/// where a driver cannot do anything with it: files, directories, symbolic links.
@c(ObReferenceObjectByHandle)
public func obReferenceObjectByHandle(
    _ handle: UInt, _ access: UInt32, _ type: UnsafeMutableRawPointer?, _ mode: Int8,
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ information: UnsafeMutableRawPointer?
) -> NTSTATUS {
    if mode == Int8(KernelMode), let thread = unsafe systemThreads.thread(handle) {
        guard unsafe type == nil || type == PsThreadType else { return NTStatus.objectTypeMismatch.code }
        unsafe thread.pointee.references += 1
        unsafe result.pointee = UnsafeMutableRawPointer(thread)
        return NTStatus.success.code
    }
    do throws(NTStatus) {
        let object = try unsafe SharedObject.open(handle, access, fromUserMode: mode == Int8(UserMode), type: type)
        unsafe result.pointee = UnsafeMutableRawPointer(object)
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// A handle for an object that the driver has a pointer to. Errors: `.objectTypeMismatch` (of that type it is not),
/// `.notImplemented` (an object that the executive does not know), those of a new handle.
@c(ObOpenObjectByPointer)
public func obOpenObjectByPointer(
    _ object: UnsafeMutableRawPointer, _ attributes: UInt32, _ accessState: UnsafeMutableRawPointer?, _ access: UInt32,
    _ type: UnsafeMutableRawPointer?, _ mode: Int8, _ handle: UnsafeMutablePointer<HANDLE>
) -> NTSTATUS {
    guard let shared = unsafe SharedObject.at(object) else { return NTStatus.notImplemented.code }
    if let type = unsafe type {
        guard let own = unsafe shared.pointee.kind.type, unsafe own == type else {
            return NTStatus.objectTypeMismatch.code
        }
    }
    do throws(NTStatus) {
        unsafe handle.pointee = try SharedObject.duplicate(
            shared.pointee.handle, of: Handle.currentProcess.rawValue, access, 0)
        return NTStatus.success.code
    } catch {
        return error.code
    }
}
