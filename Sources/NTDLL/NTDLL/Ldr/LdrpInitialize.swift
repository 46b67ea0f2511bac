import CNT
import NTABI

/// What every thread runs first, called by LdrInitializeThunk: makes the process ready if nobody has yet, then the
/// thread, and goes on with the CONTEXT that the executive prepared.
@c(LdrpInitialize)
public func ldrpInitialize(_ context: UInt, _ ntdllBase: UInt) {
    var status = NTStatus.success
    do throws(NTStatus) {
        if !ProcessState.isInitialized {
            ProcessState.isInitialized = true
            try ProcessStart.run(ntdllBase: ntdllBase)
        } else if currentPEB.value.InheritedAddressSpace != 0 {
            currentPEB.value.InheritedAddressSpace = 0
            ProcessCopy.forgetThreads()
            try ThreadLocalStorage.attachThread()
        } else {
            try initializeThread()
        }
        currentTEB.value.SameTebFlags |= UInt16(TEB_LOADER_INITIALIZED)
        // What was queued while the thread had not begun is called before its start routine.
        status = Services.resume(Pointer(context), alertable: true)
    } catch { status = error }
    var line = Log.Line()
    line.add("ntdll: a thread cannot start, status ")
    line.add(hex: UInt(status.rawValue), digits: 8)
    line.send()
    _ = NtTerminateProcess(Handle.currentProcess.rawValue, status.rawValue)
}

private func initializeThread() throws(NTStatus) {
    Loader.lock.enter()
    defer { Loader.lock.leave() }
    try ThreadLocalStorage.attachThread()
    Initializer.attachThread()
}
