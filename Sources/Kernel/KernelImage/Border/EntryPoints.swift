// The functions that the entry code calls, each on the empty kernel stack with interrupts off. None
// returns: they leave for a thread or for idling, so that nothing of the entry code's is kept. Why the unsafe claim of `kernel` holds:
// its storage is sized for it (checked at boot), zero-filled as `Kernel` asks, and used by one core
// that never re-enters.

import CMicrokernelX86
import Microkernel
import MicrokernelX86
import SeL4ABI

private typealias State = Kernel<X86Machine>

/// Out of the kernel, to the current thread if there is one.
@inline(__always) private func leave(_ canRun: Bool) -> Never {
    if canRun { kernel_resume() }
    kernel_idle()
}

private var kernel: UnsafeMutablePointer<State> {
    @inline(__always) get {
        unsafe UnsafeMutablePointer<State>(bitPattern: UInt(address_of_kernel_state()))
            .unsafelyUnwrapped
    }
}

/// The loader's magic number and the physical address of its information, as it left them in
/// registers.
@c(kernel_boot)
func kernelBoot(magic: UInt32, information: UInt32) -> Never {
    let storage = address_of_kernel_state_end() - address_of_kernel_state()
    precondition(MemoryLayout<State>.size <= storage, "kernel_state is too small")
    do {
        unsafe try Boot.start(&kernel.pointee, magic: magic, information: information)
    } catch {
        var report = FatalReport()
        report.put(error.message)
        report.halt()
    }
    if X86Machine.isDebugging { unsafe kernel.pointee.printSnapshot() }
    leave(unsafe kernel.pointee.prepareToRun())
}

/// The `syscall` instruction with seL4_Call; everything else is in the saved registers.
@c(kernel_call)
func kernelCall(capability: Word, info: Word) -> Never {
    leave(unsafe kernel.pointee.handleCall(capability, MessageInfo(rawValue: info)))
}

/// The `syscall` instruction with seL4_ReplyRecv; everything else is in the saved registers.
@c(kernel_reply_receive)
func kernelReplyReceive(capability: Word, info: Word) -> Never {
    leave(unsafe kernel.pointee.handleReplyReceive(capability, MessageInfo(rawValue: info)))
}

/// The `syscall` instruction with any other number; number and arguments are in the saved registers.
@c(kernel_system_call)
func kernelSystemCall() -> Never {
    unsafe kernel.pointee.handleSystemCall()
    leave(unsafe kernel.pointee.prepareToRun())
}

/// An exception of user code.
@c(kernel_exception)
func kernelException(vector: Word, error: Word, address: Word) -> Never {
    if Vector.needsEmergencyStack(Int(vector)) { FatalReport.machineCheck(vector: vector, error: error) }
    unsafe kernel.pointee.handleException(vector: Int(vector), error: error, address: address)
    leave(unsafe kernel.pointee.prepareToRun())
}

/// An interrupt, or user code's `int` with a number above the timer's.
@c(kernel_interrupt)
func kernelInterrupt(vector: Word) -> Never {
    switch Int(vector) {
    case Vector.timer:
        unsafe kernel.pointee.handleTimerTick()
        X86Machine.endInterrupt()
    case Vector.firstDevice..<Vector.timer:
        let device = Int(vector) - Vector.firstDevice
        // The vector before the timer's is nobody's, but a device may send it in a message.
        if device < Vector.deviceCount { unsafe kernel.pointee.handleInterrupt(vector: device) }
        X86Machine.endInterrupt()
    case Vector.timer + 1..<Vector.spurious:
        unsafe kernel.pointee.handleSoftwareInterrupt(vector: Int(vector))
    default:
        break  // spurious: nothing to acknowledge
    }
    leave(unsafe kernel.pointee.prepareToRun())
}

/// An exception inside the kernel: a broken invariant, a bad memory cell, a machine check. `frame` lies on the stack
/// of the trap, which nothing uses any more.
@c(kernel_fatal)
func kernelFatal(frame: UInt, address: Word) {
    unsafe UnsafePointer<TrapFrame>(bitPattern: frame).unsafelyUnwrapped.pointee.report(address: address)
}

#if KERNEL_DEBUG
    /// What Swift's own checks say goes to the serial port.
    @c(putchar)
    func putCharacter(_ character: Int32) -> Int32 {
        SerialPort.put(UInt8(truncatingIfNeeded: character))
        return character
    }
#endif
