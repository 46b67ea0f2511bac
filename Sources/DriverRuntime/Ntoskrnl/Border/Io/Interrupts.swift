// An interrupt object lives until it is disconnected; its thread ends before the memory is freed.

import CNT
import CWDM
import NTABI
import SeL4

/// KINTERRUPT: a line of the interrupt controller and the thread that serves it.
///
/// The thread waits for the interrupt's notification and runs the service routine with the interrupt's lock held. The kernel
/// has masked the line: a level-sensitive one is let through again when the device has been served, a latched one before,
/// since the controller forgets an edge that comes while the line is masked.
@unsafe
struct Interrupt {
    let serviceRoutine: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> UInt8
    let context: UnsafeMutableRawPointer?
    let irql: UInt8
    let synchronizeIrql: UInt8
    let isLatched: Bool
    let notification: Notification
    let handler: IRQHandler
    var isConnected = true

    typealias Pointer = UnsafeMutablePointer<Interrupt>

    static func of(_ object: OpaquePointer) -> Pointer { unsafe Pointer(object) }

    static func serve(_ interrupt: Pointer) {
        unsafe KernelThread.current.pointee.irql = interrupt.pointee.irql
        while true {
            _ = unsafe interrupt.pointee.notification.wait()
            guard unsafe interrupt.pointee.isConnected else { break }
            // Acknowledging fails only if the handler is gone, and with it the interrupt.
            if unsafe interrupt.pointee.isLatched { try? unsafe interrupt.pointee.handler.acknowledge() }
            interruptLock.acquire()
            _ = unsafe interrupt.pointee.serviceRoutine(
                OpaquePointer(interrupt), interrupt.pointee.context)
            interruptLock.release()
            if unsafe !interrupt.pointee.isLatched { try? unsafe interrupt.pointee.handler.acknowledge() }
        }
        unsafe KernelThread.current.pointee.irql = UInt8(PASSIVE_LEVEL)
        unsafe interrupt.deallocate()
    }
}

/// What holding an interrupt's spin lock means. One for all interrupts of the process: their service routines never run at
/// once, as on one processor.
let interruptLock = BlockingLock()

/// Has `routine` called, in a thread of its own, for each interrupt of a line that the registry gives this driver.
/// Errors: those of `NtDriverConnectInterrupt`.
@c(IoConnectInterrupt)
public func ioConnectInterrupt(
    _ result: UnsafeMutablePointer<OpaquePointer?>,
    _ routine: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> UInt8,
    _ context: UnsafeMutableRawPointer?, _ lock: UnsafeMutablePointer<KSPIN_LOCK>?,
    _ vector: UInt32, _ irql: UInt8, _ synchronizeIrql: UInt8, _ mode: Int32, _ isShared: UInt8,
    _ processors: UInt64, _ savesFloatingState: UInt8
) -> NTSTATUS {
    var notification: UInt = 0
    var handler: UInt = 0
    let status = unsafe NtDriverConnectInterrupt(
        vector, mode == Int32(LevelSensitive) ? 1 : 0, &notification, &handler)
    guard NTStatus(code: status).isSuccess else { return status }
    let interrupt = Interrupt.Pointer.allocate(capacity: 1)
    unsafe interrupt.initialize(
        to: Interrupt(
            serviceRoutine: routine, context: context, irql: irql,
            synchronizeIrql: synchronizeIrql, isLatched: mode != Int32(LevelSensitive),
            notification: Notification(CapabilityPointer(notification)),
            handler: IRQHandler(CapabilityPointer(handler))))
    unsafe result.pointee = OpaquePointer(interrupt)
    do throws(NTStatus) {
        let started = unsafe try startThread(
            .interrupt,
            { argument in
                guard let argument = unsafe argument else { return }
                unsafe Interrupt.serve(argument.assumingMemoryBound(to: Interrupt.self))
            }, UnsafeMutableRawPointer(interrupt))
        unsafe KernelThread.release(started.thread)
        _ = unsafe NtClose(started.handle)
        return NTStatus.success.code
    } catch {
        _ = NtDriverDisconnectInterrupt(handler)
        unsafe interrupt.deallocate()
        return error.code
    }
}

/// No call of the service routine begins after this.
@c(IoDisconnectInterrupt) public func ioDisconnectInterrupt(_ object: OpaquePointer) {
    let interrupt = unsafe Interrupt.of(object)
    let notification = unsafe interrupt.pointee.notification
    interruptLock.acquire()
    unsafe interrupt.pointee.isConnected = false
    let handler = unsafe interrupt.pointee.handler
    interruptLock.release()
    // The thread sees that it is over and frees the object; then the executive takes the interrupt away.
    notification.signal()
    _ = NtDriverDisconnectInterrupt(handler.pointer.rawValue)
}

/// Calls `routine` with the interrupt's lock held, so that its service routine does not run meanwhile. Returns what
/// the routine returns.
@c(KeSynchronizeExecution)
public func keSynchronizeExecution(
    _ object: OpaquePointer,
    _ routine: @convention(c) (UnsafeMutableRawPointer?) -> UInt8,
    _ context: UnsafeMutableRawPointer?
) -> UInt8 {
    let old = unsafe keAcquireInterruptSpinLock(object)
    defer { unsafe keReleaseInterruptSpinLock(object, old) }
    return unsafe routine(context)
}

/// Takes the interrupt's lock. Returns the level before, for the release.
@c(KeAcquireInterruptSpinLock)
public func keAcquireInterruptSpinLock(_ object: OpaquePointer) -> UInt8 {
    let old = unsafe raiseIrql(Interrupt.of(object).pointee.synchronizeIrql)
    interruptLock.acquire()
    return old
}

/// Frees the interrupt's lock.
@c(KeReleaseInterruptSpinLock)
public func keReleaseInterruptSpinLock(_ object: OpaquePointer, _ old: UInt8) {
    interruptLock.release()
    lowerIrql(old)
}
