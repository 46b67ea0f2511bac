// The functions that the entry code calls.

import Microkernel
import MicrokernelX86
import SeL4ABI

@c(kernel_boot)
func kernelBoot(magic: UInt32, information: UInt32) -> Bool {
    var report = FatalReport()
    report.put("hello ")
    report.put(hexadecimal: Word(magic))
    report.halt()
}

@c(kernel_system_call)
func kernelSystemCall() -> Bool {
    false
}

@c(kernel_exception)
func kernelException(vector: Word, error: Word, address: Word) -> Bool {
    false
}

@c(kernel_interrupt)
func kernelInterrupt(vector: Word) -> Bool {
    false
}

/// An exception inside the kernel: a broken invariant, a bad memory cell, a machine check.
@c(kernel_fatal)
func kernelFatal(vector: Word, error: Word, address: Word, instruction: Word) {
    var report = FatalReport()
    report.put("exception ")
    report.put(hexadecimal: vector)
    report.put(" in the kernel at ")
    report.put(hexadecimal: instruction)
    report.put(", error ")
    report.put(hexadecimal: error)
    report.put(", address ")
    report.put(hexadecimal: address)
    report.halt()
}
