// The block that a thread is started with is handed to it and to nobody else.

import CNT
import CWDM
import NTABI

/// How urgent a thread of the runtime is, as NT priorities; docs/architecture.md says what the executive makes of them.
enum ThreadUrgency: Int32 {
    case interrupt = 31
    case deferredCalls = 30
    /// Requests, work items and the drivers' own threads.
    case passive = 29
}

/// Starts a thread that runs `routine(context)` and knows its KernelThread block. Returns the block, with a reference for the
/// caller, and the handle.
func startThread(
    _ urgency: ThreadUrgency, _ routine: @convention(c) (UnsafeMutableRawPointer?) -> Void,
    _ context: UnsafeMutableRawPointer?, isDrivers: Bool = false
) throws(NTStatus) -> (thread: KernelThread.Pointer, handle: HANDLE) {
    let thread = unsafe KernelThread.make()
    unsafe thread.pointee.startRoutine = routine
    unsafe thread.pointee.startContext = context
    unsafe thread.pointee.references = 2
    unsafe thread.pointee.isDrivers = isDrivers
    let entry: @convention(c) (UnsafeMutableRawPointer?) -> Void = unsafe threadMain
    var handle: HANDLE = 0
    let currentProcess = ~HANDLE(0)
    let allAccess: UInt32 = 0x1F_FFFF
    let status = NTStatus(
        code: unsafe NtCreateThreadEx(
            &handle, allAccess, nil, currentProcess,
            unsafeBitCast(entry, to: UnsafeMutableRawPointer.self), thread, 0, 0, 0, 0, nil))
    guard status.isSuccess else {
        unsafe thread.pointee.references = 1
        unsafe KernelThread.release(thread)
        throw status
    }
    setUrgency(urgency, of: handle)
    return unsafe (thread, handle)
}

/// ThreadPriority of NtSetInformationThread.
func setUrgency(_ urgency: ThreadUrgency, of handle: HANDLE) {
    var priority = urgency.rawValue
    let threadPriority: UInt32 = 2
    let status = unsafe NtSetInformationThread(
        handle, threadPriority, &priority, UInt32(MemoryLayout<Int32>.size))
    precondition(NTStatus(code: status).isSuccess, "the executive lets drivers rank their threads")
}

/// Where every thread of the runtime begins.
private func threadMain(_ argument: UnsafeMutableRawPointer?) {
    guard let argument = unsafe argument else { return }
    let thread = unsafe argument.assumingMemoryBound(to: KernelThread.self)
    unsafe SetCurrentKernelThread(thread)
    unsafe thread.pointee.startRoutine?(thread.pointee.startContext)
    endCurrentThread(status: .success)
}

/// Signals whoever waits for the thread, and ends it.
func endCurrentThread(status: NTStatus) -> Never {
    let thread = unsafe KernelThread.current
    dispatcherLock.acquire()
    _ = unsafe signalLocked(&thread.pointee.header)
    dispatcherLock.release()
    unsafe KernelThread.release(thread)
    let currentThread = ~HANDLE(1)
    _ = NtTerminateThread(currentThread, status.rawValue)
    preconditionFailure("a thread that ended itself runs on")
}
