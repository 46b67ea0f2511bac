// The word is the driver's own, changed under `rundownLock`. Its block lies on the stack of the thread that waits, which does not
// return before the last that holds protection has let go.

import CWDM

/// Guards every EX_RUNDOWN_REF. Held for a few instructions only.
private let rundownLock = BlockingLock()

// EX_RUNDOWN_REF keeps something from going away while others use it. The word is twice the number of those who do; once
// somebody waits for the last of them it is odd: 1, or the address of the waiter's block and 1.

@unsafe
private struct RundownWait {
    var count: UInt
    var isOver = unsafe KEVENT()
}

/// Nobody uses it, everybody may.
@c(ExInitializeRundownProtection)
public func exInitializeRundownProtection(_ reference: UnsafeMutablePointer<UInt>) { unsafe reference.pointee = 0 }

/// The same after a rundown.
@c(ExReInitializeRundownProtection)
public func exReInitializeRundownProtection(_ reference: UnsafeMutablePointer<UInt>) { unsafe reference.pointee = 0 }

/// The rundown is over, and nobody gets protection any more.
@c(ExRundownCompleted)
public func exRundownCompleted(_ reference: UnsafeMutablePointer<UInt>) { unsafe reference.pointee = 1 }

/// Whether the caller may use it: not once somebody waits for it to go.
@c(ExAcquireRundownProtection)
public func exAcquireRundownProtection(_ reference: UnsafeMutablePointer<UInt>) -> UInt8 {
    rundownLock.acquire()
    defer { rundownLock.release() }
    guard unsafe reference.pointee & 1 == 0 else { return 0 }
    unsafe reference.pointee += 2
    return 1
}

/// The caller does not use it any more. The last one lets the waiter go on.
@c(ExReleaseRundownProtection)
public func exReleaseRundownProtection(_ reference: UnsafeMutablePointer<UInt>) {
    rundownLock.acquire()
    defer { rundownLock.release() }
    guard unsafe reference.pointee & 1 != 0 else {
        unsafe reference.pointee -= 2
        return
    }
    guard let wait = unsafe UnsafeMutablePointer<RundownWait>(bitPattern: reference.pointee & ~1) else { return }
    unsafe wait.pointee.count -= 1
    if unsafe wait.pointee.count == 0 { _ = unsafe keSetEvent(&wait.pointee.isOver, 0, 0) }
}

/// Waits until nobody uses it; nobody new gets protection from now on.
@c(ExWaitForRundownProtectionRelease)
public func exWaitForRundownProtectionRelease(_ reference: UnsafeMutablePointer<UInt>) {
    var wait = unsafe RundownWait(count: 0)
    unsafe withUnsafeMutablePointer(to: &wait) { wait in
        unsafe keInitializeEvent(&wait.pointee.isOver, 0, 0)
        rundownLock.acquire()
        let word = unsafe reference.pointee
        unsafe wait.pointee.count = word / 2
        unsafe reference.pointee = word < 2 ? 1 : UInt(bitPattern: wait) | 1
        rundownLock.release()
        guard word >= 2 else { return }
        unsafe withUnsafeMutablePointer(to: &wait.pointee.isOver) { event in
            _ = unsafe keWaitForSingleObject(UnsafeMutableRawPointer(event), 0, 0, 0, nil)
        }
        // Whoever set the event has let go of the lock when this one has had it.
        rundownLock.acquire()
        unsafe reference.pointee = 1
        rundownLock.release()
    }
}
