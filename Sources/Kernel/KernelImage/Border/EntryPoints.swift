// The functions that the entry code calls, each on the empty kernel stack with interrupts off.
// Those that return say whether there is a thread to run. Why the unsafe claim of `kernel` holds:
// its storage is sized for it (checked at boot), zero-filled as `Kernel` asks, and used by one core
// that never re-enters.

import CMicrokernelX86
import Microkernel
import MicrokernelX86
import SeL4ABI

private typealias State = Kernel<X86Machine>

private var kernel: UnsafeMutablePointer<State> {
    @inline(__always) get {
        unsafe UnsafeMutablePointer<State>(bitPattern: UInt(address_of_kernel_state()))
            .unsafelyUnwrapped
    }
}

/// The loader's magic number and the physical address of its information, as it left them in
/// registers.
@c(kernel_boot)
func kernelBoot(magic: UInt32, information: UInt32) -> Bool {
    let storage = address_of_kernel_state_end() - address_of_kernel_state()
    precondition(MemoryLayout<State>.size <= storage, "kernel_state is too small")
    do {
        unsafe try Boot.start(&kernel.pointee, magic: magic, information: information)
    } catch {
        var report = FatalReport()
        report.put(error.message)
        report.halt()
    }
    return unsafe kernel.pointee.prepareToRun()
}

/// The `syscall` instruction; number and arguments are in the saved registers.
@c(kernel_system_call)
func kernelSystemCall() -> Bool {
    unsafe kernel.pointee.handleSystemCall()
    return unsafe kernel.pointee.prepareToRun()
}

/// An exception of user code.
@c(kernel_exception)
func kernelException(vector: Word, error: Word, address: Word) -> Bool {
    if Vector.needsEmergencyStack(Int(vector)) { fail(vector, error, address, 0) }
    unsafe kernel.pointee.handleException(vector: Int(vector), error: error, address: address)
    return unsafe kernel.pointee.prepareToRun()
}

/// An interrupt, or user code's `int` with a number above the timer's.
@c(kernel_interrupt)
func kernelInterrupt(vector: Word) -> Bool {
    switch Int(vector) {
    case Vector.timer:
        unsafe kernel.pointee.handleTimerTick()
        X86Machine.endInterrupt()
    case Vector.firstDevice..<Vector.timer:
        unsafe kernel.pointee.handleInterrupt(vector: Int(vector) - Vector.firstDevice)
        X86Machine.endInterrupt()
    case Vector.timer + 1..<Vector.spurious:
        unsafe kernel.pointee.handleSoftwareInterrupt(vector: Int(vector))
    default:
        break  // spurious: nothing to acknowledge
    }
    return unsafe kernel.pointee.prepareToRun()
}

/// An exception inside the kernel: a broken invariant, a bad memory cell, a machine check.
@c(kernel_fatal)
func kernelFatal(vector: Word, error: Word, address: Word, instruction: Word) {
    fail(vector, error, address, instruction)
}

private func fail(_ vector: Word, _ error: Word, _ address: Word, _ instruction: Word) -> Never {
    var report = FatalReport()
    report.put("kernel exception ")
    report.put(hexadecimal: vector)
    report.put(" at ")
    report.put(hexadecimal: instruction)
    report.put(" error ")
    report.put(hexadecimal: error)
    report.put(" address ")
    report.put(hexadecimal: address)
    report.halt()
}
