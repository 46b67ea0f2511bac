// What these give out are shared objects; what is asked of one is asked of its handle.

import CNT
import CNtoskrnl
import CWDM
import NTABI

/// A pointer, with a reference, to what NtOpenProcess or NtOpenThread finds.
private func lookUp(
    _ kind: SharedObject.Kind, _ process: UInt, _ thread: UInt, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>
) -> NTSTATUS {
    let allAccess: UInt32 = 0x1F_FFFF
    var attributes = OBJECT_ATTRIBUTES()
    attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
    var id = CLIENT_ID(UniqueProcess: process, UniqueThread: thread)
    var handle: HANDLE = 0
    let status = unsafe NTStatus(
        code: thread == 0
            ? NtOpenProcess(&handle, allAccess, &attributes, &id) : NtOpenThread(&handle, allAccess, &attributes, &id))
    guard status.isSuccess else { return NTStatus.invalidParameter.code }
    do throws(NTStatus) {
        unsafe result.pointee = UnsafeMutableRawPointer(try SharedObject.share(handle, kind))
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// The process of a number. Errors: `.invalidParameter` (none), `.insufficientResources`.
@c(PsLookupProcessByProcessId)
public func psLookupProcessByProcessId(
    _ id: UInt, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>
) -> NTSTATUS {
    unsafe lookUp(.process, id, 0, result)
}

/// The thread of a number. Errors: `.invalidParameter` (none), `.insufficientResources`.
@c(PsLookupThreadByThreadId)
public func psLookupThreadByThreadId(
    _ id: UInt, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>
) -> NTSTATUS {
    guard id != 0 else { return NTStatus.invalidParameter.code }
    return unsafe lookUp(.thread, 0, id, result)
}

/// The process that drivers run in, once somebody asked. Threads that race for it get the same pointer.
nonisolated(unsafe) private var ownProcess: UnsafeMutableRawPointer?

/// The process that runs: the drivers' own, as requests run in its threads. The pointer is always good.
@c(IoGetCurrentProcess)
public func ioGetCurrentProcess() -> UnsafeMutableRawPointer? {
    if unsafe ownProcess == nil {
        var found: UnsafeMutableRawPointer?
        _ = unsafe psLookupProcessByProcessId(psGetCurrentProcessId(), &found)
        unsafe ownProcess = found
    }
    return unsafe ownProcess
}

/// The process that a request comes from; null for one that comes from nobody. The pointer is good until the request is over.
@c(IoGetRequestorProcess)
public func ioGetRequestorProcess(_ irp: IrpPointer) -> UnsafeMutableRawPointer? {
    let record = unsafe IrpRecord.of(irp)
    guard unsafe record.pointee.requesterProcess != 0 else { return nil }
    if unsafe record.pointee.requester == nil {
        _ = unsafe psLookupProcessByProcessId(UInt(record.pointee.requesterProcess), &record.pointee.requester)
    }
    return unsafe record.pointee.requester
}

private func shared(_ object: UnsafeMutableRawPointer) -> SharedObject.Pointer {
    guard let found = unsafe SharedObject.at(object) else {
        preconditionFailure("a driver takes something else for a process or a thread")
    }
    return unsafe found
}

/// The number of a process.
@c(PsGetProcessId)
public func psGetProcessId(_ process: UnsafeMutableRawPointer) -> UInt { unsafe UInt(shared(process).pointee.id) }

/// The status that a process ended with, `.pending` while it has not.
@c(PsGetProcessExitStatus)
public func psGetProcessExitStatus(_ process: UnsafeMutableRawPointer) -> NTSTATUS {
    unsafe processInformation(shared(process).pointee.handle).ExitStatus
}

/// The number of the process that made it.
@c(PsGetProcessInheritedFromUniqueProcessId)
public func psGetProcessInheritedFromUniqueProcessId(_ process: UnsafeMutableRawPointer) -> UInt {
    unsafe processInformation(shared(process).pointee.handle).InheritedFromUniqueProcessId
}

/// The number of a thread: one of the executive's or one of this process.
@c(PsGetThreadId)
public func psGetThreadId(_ thread: UnsafeMutableRawPointer) -> UInt { unsafe UInt(shared(thread).pointee.id) }

/// The number of the process of a thread.
@c(PsGetThreadProcessId)
public func psGetThreadProcessId(_ thread: UnsafeMutableRawPointer) -> UInt {
    unsafe threadInformation(shared(thread).pointee.handle).ClientId.UniqueProcess
}

/// Whether a thread has ended.
@c(PsIsThreadTerminating)
public func psIsThreadTerminating(_ thread: UnsafeMutableRawPointer) -> UInt8 {
    unsafe threadInformation(shared(thread).pointee.handle).ExitStatus == NTStatus.pending.code ? 0 : 1
}

/// A view of a section in the drivers' process. Errors: those of NtMapViewOfSection.
@c(MmMapViewInSystemSpace)
public func mmMapViewInSystemSpace(
    _ section: UnsafeMutableRawPointer, _ base: UnsafeMutablePointer<UInt>, _ size: UnsafeMutablePointer<UInt>
) -> NTSTATUS {
    let viewUnmap: UInt32 = 2
    let readWrite: UInt32 = 4
    unsafe base.pointee = 0
    return unsafe NtMapViewOfSection(
        shared(section).pointee.handle, Handle.currentProcess.rawValue, base, 0, 0, nil, size, viewUnmap, 0, readWrite)
}

/// Ends a view.
@c(MmUnmapViewInSystemSpace)
public func mmUnmapViewInSystemSpace(_ base: UnsafeMutableRawPointer?) -> NTSTATUS {
    unsafe NtUnmapViewOfSection(Handle.currentProcess.rawValue, base)
}
