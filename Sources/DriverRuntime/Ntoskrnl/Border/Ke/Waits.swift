// Objects and time-outs are the driver's, valid for as long as the call lasts, as NT demands.

import CWDM
import NTABI

/// Waits for one or all of `objects`. Order of answers: satisfied now, `.timeout` for a time-out of zero, else what happens
/// first.
private func wait(
    for objects: UnsafeBufferPointer<UnsafeMutableRawPointer?>, all: Bool,
    timeout: UnsafeMutablePointer<Int64>?
) -> NTStatus {
    if unsafe timeout?.pointee != 0 { requireRightToSleep() }
    for index in 0..<objects.count {
        guard let object = unsafe objects[index], let shared = unsafe SharedObject.at(object) else { continue }
        if objects.count == 1 {
            return unsafe NTStatus(code: NtWaitForSingleObject(shared.pointee.handle, 0, timeout))
        }
        return unsafe MixedWait(objects).wait(all: all, timeout: timeout)
    }
    return unsafe waitForOwn(objects, all: all, timeout: timeout)
}

/// The same for objects of this process alone.
func waitForOwn(
    _ objects: UnsafeBufferPointer<UnsafeMutableRawPointer?>, all: Bool, timeout: UnsafeMutablePointer<Int64>?
) -> NTStatus {
    let thread = unsafe KernelThread.current
    dispatcherLock.acquire()
    if let result = unsafe satisfyNow(objects, all: all, thread) {
        dispatcherLock.release()
        return NTStatus(rawValue: result)
    }
    if let timeout = unsafe timeout, unsafe timeout.pointee == 0 {
        dispatcherLock.release()
        return .timeout
    }
    return unsafe withUnsafeTemporaryAllocation(of: WaitBlock.self, capacity: objects.count) {
        blocks in
        unsafe thread.pointee.waitResult = -1
        unsafe enlist(blocks, for: objects, all: all, thread)
        dispatcherLock.release()
        var wasSet = true
        if let timeout = unsafe timeout {
            wasSet = unsafe thread.pointee.wake.wait(atMost: timeout.pointee)
        } else {
            unsafe thread.pointee.wake.wait()
        }
        dispatcherLock.acquire()
        defer { dispatcherLock.release() }
        let result = unsafe thread.pointee.waitResult
        if result < 0 {
            unsafe WaitBlock.unlink(blocks)
            return .timeout
        }
        // Satisfied between the time-out and the lock: the wake-up is still to be taken back.
        if !wasSet { unsafe thread.pointee.wake.clear() }
        return NTStatus(rawValue: UInt32(result))
    }
}

/// At DISPATCH_LEVEL nobody could end the sleep: it stops the driver, as it stops Windows.
private func requireRightToSleep() {
    let irql = unsafe KernelThread.current.pointee.irql
    let irqlNotLessOrEqual: UInt32 = 0xA
    if irql >= UInt8(DISPATCH_LEVEL) { keBugCheckEx(irqlNotLessOrEqual, 0, UInt(irql), 0, 0) }
}

private func header(_ object: UnsafeMutableRawPointer?) -> WaitBlock.Header {
    guard let object = unsafe object else { preconditionFailure("a driver waits for no object") }
    return unsafe object.assumingMemoryBound(to: DISPATCHER_HEADER.self)
}

func satisfyNow(
    _ objects: UnsafeBufferPointer<UnsafeMutableRawPointer?>, all: Bool,
    _ thread: KernelThread.Pointer
) -> UInt32? {
    var signaled = 0
    for index in 0..<objects.count {
        let object = unsafe header(objects[index])
        guard unsafe WaitBlock.isSignaled(object, for: thread) else { continue }
        signaled += 1
        if !all {
            unsafe WaitBlock.satisfy(object, for: thread)
            return UInt32(index)
        }
    }
    guard all, signaled == objects.count else { return nil }
    for index in 0..<objects.count { unsafe WaitBlock.satisfy(header(objects[index]), for: thread) }
    return 0
}

func enlist(
    _ blocks: UnsafeMutableBufferPointer<WaitBlock>,
    for objects: UnsafeBufferPointer<UnsafeMutableRawPointer?>, all: Bool,
    _ thread: KernelThread.Pointer
) {
    guard let first = blocks.baseAddress else { return }
    for index in 0..<objects.count {
        let object = unsafe header(objects[index])
        let block = unsafe first + index
        unsafe block.initialize(
            to: WaitBlock(
                links: LIST_ENTRY(), thread: thread, object: object, index: Int32(index),
                group: blocks, waitsForAll: all))
        unsafe InsertTailList(
            &object.pointee.WaitListHead,
            UnsafeMutableRawPointer(block).assumingMemoryBound(to: LIST_ENTRY.self))
    }
}

/// Waits for an event, semaphore, mutex, timer or thread: `.success`, or `.timeout`. `timeout` in 100 ns, negative
/// from now; null for ever, zero for a look. Below DISPATCH_LEVEL.
@c(KeWaitForSingleObject)
public func keWaitForSingleObject(
    _ object: UnsafeMutableRawPointer?, _ reason: Int32, _ mode: Int8, _ alertable: UInt8,
    _ timeout: UnsafeMutablePointer<Int64>?
) -> NTSTATUS {
    var objects = unsafe object
    return unsafe withUnsafePointer(to: &objects) { pointer in
        unsafe wait(
            for: UnsafeBufferPointer(start: pointer, count: 1), all: false, timeout: timeout)
    }.code
}

/// Waits for all (`waitType` 0) or any (1) of up to 64 objects. For any, success is the satisfied one's index.
/// Errors: `.invalidParameter` (none, or more).
@c(KeWaitForMultipleObjects)
public func keWaitForMultipleObjects(
    _ count: UInt32, _ objects: UnsafePointer<UnsafeMutableRawPointer?>, _ waitType: Int32,
    _ reason: Int32, _ mode: Int8, _ alertable: UInt8, _ timeout: UnsafeMutablePointer<Int64>?,
    _ waitBlocks: UnsafeMutableRawPointer?
) -> NTSTATUS {
    guard count > 0, count <= 64 else { return NTStatus.invalidParameter.code }
    return unsafe wait(
        for: UnsafeBufferPointer(start: objects, count: Int(count)), all: waitType == 0,
        timeout: timeout
    ).code
}

/// Sleeps. `interval` as for a wait. PASSIVE_LEVEL.
@c(KeDelayExecutionThread)
public func keDelayExecutionThread(
    _ mode: Int8, _ alertable: UInt8, _ interval: UnsafeMutablePointer<Int64>
) -> NTSTATUS {
    requireRightToSleep()
    return unsafe NtDelayExecution(0, interval)
}
