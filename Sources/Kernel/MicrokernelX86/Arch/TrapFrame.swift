import SeL4ABI

/// What the entry code saves of the kernel's own registers when an exception stops the kernel, in memory order.
public struct TrapFrame: BitwiseCopyable {
    /// rax, rbx, rcx, rdx, rsi, rdi, rbp, r8 … r15.
    public var registers: [15 of Word]
    public var vector: Word
    public var error: Word
    public var instruction: Word
    public var codeSegment: Word
    public var flags: Word
    public var stack: Word
    public var stackSegment: Word

    /// The last words of a kernel that trapped: what happened and where, and every register.
    ///
    /// The first line ends with the line of the source if it is one of Swift's own checks that failed. `neptune` finds the
    /// lines of other instructions, and their callers' (KernelTrap); whoever reads the first line knows that the last one
    /// follows.
    @_optimize(size) public func report(address: Word) -> Never {
        var report = FatalReport()
        report.put("kernel trap ")
        report.put(hexadecimal: vector)
        report.put(" at ")
        report.put(hexadecimal: instruction)
        report.put(" error ")
        report.put(hexadecimal: error)
        report.put(" address ")
        report.put(hexadecimal: address)
        report.putSource(of: instruction)
        report.beginLine()
        report.put(" rsp ")
        report.put(hexadecimal: stack)
        report.put(" rflags ")
        report.put(hexadecimal: flags)
        report.beginLine()
        report.put(" rax rbx rcx rdx rsi rdi rbp r8 to r15:")
        for index in 0..<15 {
            if index % 5 == 0 { report.beginLine() }
            report.put(" ")
            report.put(hexadecimal: registers[index])
        }
        report.beginLine()
        report.put("the kernel halts")
        report.halt()
    }
}
