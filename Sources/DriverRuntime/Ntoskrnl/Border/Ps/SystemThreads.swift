// A thread's entry is removed when its handle is looked up after it ended; until then it holds a reference.

import CNT
import CWDM
import NTABI

/// Threads that drivers started, by handle, so that a handle can become a pointer to wait for.
@unsafe
struct SystemThreads {
    private var entries: [(handle: HANDLE, thread: KernelThread.Pointer)] = unsafe []

    mutating func add(_ handle: HANDLE, _ thread: KernelThread.Pointer) {
        irpLock.acquire()
        unsafe entries.append((handle, thread))
        irpLock.release()
    }

    func thread(_ handle: HANDLE) -> KernelThread.Pointer? {
        irpLock.acquire()
        defer { irpLock.release() }
        let index = unsafe entries.firstIndex { unsafe $0.handle == handle }
        return unsafe index.map { unsafe entries[$0].thread }
    }

    /// Forgets a handle that is being closed.
    mutating func remove(_ handle: HANDLE) {
        irpLock.acquire()
        let index = unsafe entries.firstIndex { unsafe $0.handle == handle }
        let removed = unsafe index.map { unsafe entries.remove(at: $0).thread }
        irpLock.release()
        if let removed = unsafe removed { unsafe KernelThread.release(removed) }
    }
}

/// Starts a thread of this process at PASSIVE_LEVEL; other processes and attributes are not asked for. Its handle
/// is closed with ZwClose.
@c(PsCreateSystemThread)
public func psCreateSystemThread(
    _ handle: UnsafeMutablePointer<HANDLE>, _ access: UInt32,
    _ attributes: UnsafePointer<OBJECT_ATTRIBUTES>?, _ process: HANDLE,
    _ clientID: UnsafeMutablePointer<CLIENT_ID>?,
    _ routine: @convention(c) (UnsafeMutableRawPointer?) -> Void,
    _ context: UnsafeMutableRawPointer?
) -> NTSTATUS {
    do throws(NTStatus) {
        let started = try unsafe startThread(.passive, routine, context, isDrivers: true)
        unsafe systemThreads.add(started.handle, started.thread)
        unsafe handle.pointee = started.handle
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// Ends the calling thread, and does not return then. `.invalidParameter` if `PsCreateSystemThread` did not start it.
@c(PsTerminateSystemThread)
public func psTerminateSystemThread(_ status: NTSTATUS) -> NTSTATUS {
    guard unsafe KernelThread.current.pointee.isDrivers else { return NTStatus.invalidParameter.code }
    endCurrentThread(status: NTStatus(code: status))
}

/// ZwClose as drivers import it: the handle may be one of `PsCreateSystemThread`'s.
@c(ZwCloseInDriver) public func zwCloseInDriver(_ handle: HANDLE) -> NTSTATUS {
    unsafe systemThreads.remove(handle)
    return NtClose(handle)
}

/// The calling thread's object, to compare or to wait for.
@c(KeGetCurrentThread) public func keGetCurrentThread() -> UnsafeMutableRawPointer? {
    unsafe UnsafeMutableRawPointer(KernelThread.current)
}

/// The process that the request comes from.
@c(IoGetRequestorProcessId) public func ioGetRequestorProcessId(_ irp: IrpPointer) -> UInt32 {
    unsafe IrpRecord.of(irp).pointee.requesterProcess
}

/// The driver process: requests run in its threads, not in those of the requester.
@c(PsGetCurrentProcessId) public func psGetCurrentProcessId() -> UInt {
    currentClientID().UniqueProcess
}

/// The calling thread.
@c(PsGetCurrentThreadId) public func psGetCurrentThreadId() -> UInt {
    currentClientID().UniqueThread
}

private func currentClientID() -> CLIENT_ID {
    var information = THREAD_BASIC_INFORMATION()
    let currentThread = ~HANDLE(1)
    _ = unsafe NtQueryInformationThread(
        currentThread, 0, &information, UInt32(MemoryLayout<THREAD_BASIC_INFORMATION>.size), nil)
    return information.ClientId
}

/// Threads of a driver process are ranked by what they do; a driver's wish changes nothing.
@c(KeSetPriorityThread)
public func keSetPriorityThread(_ thread: UnsafeMutableRawPointer?, _ priority: Int32) -> Int32 {
    ThreadUrgency.passive.rawValue
}
