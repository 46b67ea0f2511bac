// Objects that drivers can hold a reference to are files, devices and threads of this process; the first word tells which.

import CWDM
import NTABI

/// Adds a reference. Devices and files of the executive live for as long as it says; only threads are counted here.
@c(ObfReferenceObject)
public func obfReferenceObject(_ object: UnsafeMutableRawPointer) -> Int {
    guard let thread = unsafe threadObject(object) else { return 1 }
    return unsafe Int(FetchAdd32(&thread.pointee.references, 1)) + 1
}

/// Takes a reference back. Returns how many are left.
@c(ObfDereferenceObject)
public func obfDereferenceObject(_ object: UnsafeMutableRawPointer) -> Int {
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

/// The object behind a handle, if it is one of this process's own threads; any other object lives in the executive, and
/// drivers cannot point into that.
@c(ObReferenceObjectByHandle)
public func obReferenceObjectByHandle(
    _ handle: UInt, _ access: UInt32, _ type: UnsafeMutableRawPointer?, _ mode: Int8,
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ information: UnsafeMutableRawPointer?
) -> NTSTATUS {
    guard let thread = unsafe systemThreads.thread(handle) else {
        return NTStatus.notImplemented.code
    }
    unsafe thread.pointee.references += 1
    unsafe result.pointee = UnsafeMutableRawPointer(thread)
    return NTStatus.success.code
}
