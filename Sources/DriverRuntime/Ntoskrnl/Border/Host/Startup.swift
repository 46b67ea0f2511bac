// Runs on the process's first thread, alone until it starts the others.

import CNT
import CWDM
import NTABI

/// Makes the runtime's state, then the threads that serve it.
func startRuntime() {
    unsafe KernelThread.adoptCurrent()
    makeState()
    let currentThread = ~HANDLE(1)
    setUrgency(.passive, of: currentThread)
    do throws(NTStatus) {
        unsafe try start(.deferredCalls) { _ in unsafe deferredCalls.run() }
        unsafe try start(.passive) { _ in unsafe workQueue.run() }
    } catch {
        stop(error)
    }
    installEmulation()
}

/// Each global comes into being when it is first used: here, so that no two threads ever do that at once.
private func makeState() {
    unsafe ring.beginRound()
    precondition(unsafe irps.request(0) == nil, "no request has been taken yet")
    precondition(unsafe timers.earliest == nil, "no timer has been set yet")
    unsafe devices.needsReport = false
    unsafe deferredCalls.wake()
    unsafe workQueue.wake()
}

private func start(
    _ urgency: ThreadUrgency, _ routine: @convention(c) (UnsafeMutableRawPointer?) -> Void
) throws(NTStatus) {
    let started = try unsafe startThread(urgency, routine, nil)
    unsafe KernelThread.release(started.thread)
    _ = unsafe NtClose(started.handle)
}

/// The dispatch thread.
func serveRequests() -> Never {
    while true {
        unsafe ring.beginRound()
        while let request = unsafe ring.next() {
            dispatch(request)
            if unsafe devices.needsReport { unsafe devices.report() }
        }
        unsafe ring.endRound()
    }
}

/// Without the executive's help there is nothing to run for.
func stop(_ status: NTStatus) -> Never {
    let currentProcess = ~HANDLE(0)
    _ = NtTerminateProcess(currentProcess, status.rawValue)
    preconditionFailure("a process that ended itself runs on")
}
