import CKernelTest
import SeL4ABI

/// TCB_ReadRegisters, WriteRegisters, CopyRegisters and the TLS base.
func registerChecks() {
    arguments()
    sanitising()
    copying()
    exactness()
}

private func read(_ thread: Word, _ register: Register) -> Word {
    Invoke.call(thread, .tcbReadRegisters, [0, 20]).word(register.rawValue)
}

private func arguments() {
    let thread = Pool.make(.thread)
    expect("Read: one word is too few", Invoke.call(thread, .tcbReadRegisters, [0]), .truncatedMessage)
    expect("Read: no registers", Invoke.call(thread, .tcbReadRegisters, [0, 0]), .rangeError, [1, 20])
    expect("Read: 21 registers", Invoke.call(thread, .tcbReadRegisters, [0, 21]), .rangeError, [1, 20])
    expect("Read: the caller itself", Invoke.call(InitialSlot.thread, .tcbReadRegisters, [0, 20]), .illegalOperation)
    expect(
        "Read: the count goes before that", Invoke.call(InitialSlot.thread, .tcbReadRegisters, [0, 21]), .rangeError,
        [1, 20])
    equal("Read: all twenty", Invoke.call(thread, .tcbReadRegisters, [0, 20]).length, 20)
    equal("Read: as many as asked for", Invoke.call(thread, .tcbReadRegisters, [0, 3]).length, 3)
    equal("a new thread's flags: interrupts on and the fixed bit", read(thread, .rflags), 0x202)
    equal("a new thread's instruction pointer is 0", read(thread, .rip), 0)
    equal("a new thread's stack pointer is 0", read(thread, .rsp), 0)
    expect("Write: one word is too few", Invoke.call(thread, .tcbWriteRegisters, [0]), .truncatedMessage)
    expect("Write: fewer words than the count", Invoke.call(thread, .tcbWriteRegisters, [0, 2, 5]), .truncatedMessage)
    expect(
        "Write: the caller itself", Invoke.call(InitialSlot.thread, .tcbWriteRegisters, [0, 1, 5]), .illegalOperation)
    succeed("Write: no registers", Invoke.call(thread, .tcbWriteRegisters, [0, 0]))
    succeed("Write: the first two", Invoke.call(thread, .tcbWriteRegisters, [0, 2, 0x1234, 0x5678]))
    equal("writes the first", read(thread, .rip), 0x1234)
    equal("and the second", read(thread, .rsp), 0x5678)
    equal("and leaves the third", read(thread, .rflags), 0x202)
    succeed(
        "Write: more registers than there are",
        Invoke.call(
            thread, .tcbWriteRegisters,
            [0, 22, 0x1234, 0x5678, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6660, 1, 2]))
    equal("writes those there are", read(thread, .gsBase), 0x6660)
    expect("Copy: nothing given", Invoke.call(thread, .tcbCopyRegisters), .truncatedMessage)
    expect("Copy: no source", Invoke.call(thread, .tcbCopyRegisters, [0]), .truncatedMessage)
    expect(
        "Copy: the source is no thread", Invoke.call(thread, .tcbCopyRegisters, [0], [InitialSlot.cnode]),
        .invalidCapability, [1])
}

private func write(_ thread: Word, flags: Word = 0, rip: Word = 0, fs: Word = 0, gs: Word = 0) {
    Invoke.call(
        thread, .tcbWriteRegisters,
        [
            0, 20, rip, 0xA1, flags, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0,
            0xB1, fs, gs,
        ])
}

private func sanitising() {
    let thread = Pool.make(.thread)
    write(thread)
    var (index, right) = (3, true)
    while index < 18 {
        if read(thread, Register(rawValue: index)) != 0xA0 + Word(index) { right = false }
        index += 1
    }
    check("general registers come back as they were written", right)
    equal("flags 0 become interrupts on and the fixed bit", read(thread, .rflags), 0x202)
    write(thread, flags: .max)
    equal("flags keep only what users may change", read(thread, .rflags), 0xED7)
    write(thread, flags: 0x100)
    equal("the trap flag is taken away", read(thread, .rflags), 0x202)
    write(thread, flags: 0x3000)
    equal("so is the I/O privilege", read(thread, .rflags), 0x202)
    write(thread, rip: 0x8000_0000_0000, fs: 1 << 63, gs: 0x8000_0000_0000)
    equal("a non-canonical rip becomes 0", read(thread, .rip), 0)
    equal("a non-canonical fs base becomes 0", read(thread, .fsBase), 0)
    equal("a non-canonical gs base becomes 0", read(thread, .gsBase), 0)
    write(thread, rip: 0x7FFF_FFFF_FFFF, fs: 0x7FFF_FFFF_FFF8, gs: 0x1000)
    equal("the last canonical rip stays", read(thread, .rip), 0x7FFF_FFFF_FFFF)
    equal("a canonical fs base stays", read(thread, .fsBase), 0x7FFF_FFFF_FFF8)
    equal("a canonical gs base stays", read(thread, .gsBase), 0x1000)
    succeed("SetTLSBase", Invoke.call(thread, .tcbSetTLSBase, [0x4321_0000]))
    equal("sets the fs base", read(thread, .fsBase), 0x4321_0000)
    let probe = Probe()
    probe.run(.setTLSBase, 0x7654_3000)
    equal("a thread sets its own fs base", probe.register(.fsBase), 0x7654_3000)
    check("and goes on", probe.isDone)
    // Ready, but not running, when another sets it: the processor gets it with the thread.
    let words = Word(test_words())
    store(words, 0x600D)
    let other = Probe(priority: 50)
    other.start(at: address_of_probe_read_tls())
    succeed("SetTLSBase of a thread that is ready", Invoke.call(other.thread, .tcbSetTLSBase, [words]))
    other.setPriority(Probe.priority)
    equal("it runs with that base", other.register(.rax), 0x600D)
}

private func copying() {
    let (source, target) = (Pool.make(.thread), Pool.make(.thread))
    write(source, rip: 0x4000, fs: 0x5000, gs: 0x6000)
    succeed("Copy: nothing chosen", Invoke.call(target, .tcbCopyRegisters, [0], [source]))
    equal("copies nothing", read(target, .rip), 0)
    succeed("Copy: frame registers", Invoke.call(target, .tcbCopyRegisters, [4], [source]))
    equal("the instruction pointer", read(target, .rip), 0x4000)
    equal("the stack pointer", read(target, .rsp), 0xA1)
    equal("r15", read(target, .r15), 0xB1)
    equal("but not the fs base", read(target, .fsBase), 0)
    succeed("Copy: the others", Invoke.call(target, .tcbCopyRegisters, [8], [source]))
    equal("the fs base", read(target, .fsBase), 0x5000)
    equal("the gs base", read(target, .gsBase), 0x6000)
    var zero: Word = 0
    let fresh = Pool.make(.thread)
    for index in 0..<20 where index != Register.rflags.rawValue { zero |= read(fresh, Register(rawValue: index)) }
    equal("a new thread's registers are all 0 but the flags", zero, 0)
    let endpoint = Pool.make(.endpoint)
    let waiter = Probe()
    waiter.run(.receive, endpoint)
    succeed("Read: with the suspend flag", Invoke.call(waiter.thread, .tcbReadRegisters, [1, 1]).withoutWords)
    Invoke.trap(.sendNonBlocking, endpoint, 3 << 12)
    check("suspends the thread", waiter.label != 3)
    waiter.run(.receive, endpoint)
    succeed("Copy: with the suspend flag", Invoke.call(target, .tcbCopyRegisters, [1], [waiter.thread]))
    Invoke.trap(.sendNonBlocking, endpoint, 3 << 12)
    check("suspends the source", waiter.label != 3)
    let (spinner, clone) = (Probe(priority: 90), Probe())
    spinner.run(.receive, Pool.make(.endpoint))
    succeed("Copy: resume the target", Invoke.call(clone.thread, .tcbCopyRegisters, [2 | 4], [spinner.thread]))
    check("it ran", clone.isDone || clone.isInCall)
}

/// Whether each of two threads that count in rax goes on ten times after the other did.
private func takeTurns(_ one: Probe, _ two: Probe) -> Bool {
    for _ in 0..<10 {
        let (first, second) = (one.register(.rax), two.register(.rax))
        let bothWentOn = comesTrue {
            Invoke.yield()
            return one.register(.rax) != first && two.register(.rax) != second
        }
        if !bothWentOn { return false }
    }
    return true
}

/// Every register survives what others do, when its thread is stopped anywhere but in a system call.
private func exactness() {
    let words = Word(test_words())
    let (one, two) = (Probe(priority: 100), Probe(priority: 100))
    store(words, 0)
    one.start(at: address_of_check_integer_registers(), rdi: 0xABC0, rsi: words, stack: 0)
    two.start(at: address_of_check_integer_registers(), rdi: 0xDEF0, rsi: words, stack: 1)
    check("two threads take turns", takeTurns(one, two))
    store(words, 1)
    let bothEnd = comesTrue {
        Invoke.yield()
        return one.isDone && two.isDone
    }
    check("both come to their ends", bothEnd)
    equal("the first one's registers survive", one.register(.rax) >> 63, 0)
    equal("the second one's registers survive", two.register(.rax) >> 63, 0)
    let probe = Probe()
    probe.run(.sendNonBlocking, 0, 0, 0x21, 0x22, 0x23, 0x24)
    equal("a system call keeps rbx", probe.register(.rbx), 0x1004)
    equal("a system call keeps rax", probe.register(.rax), 0x1003)
    equal("a system call keeps rbp", probe.register(.rbp), 0x1009)
    equal("a system call keeps r12", probe.register(.r12), 0x1014)
    equal("a system call keeps r14", probe.register(.r14), 0x1016)
    equal("a system call keeps its number in rdx", probe.register(.rdx), Word(bitPattern: -4))
    equal("a send keeps the message registers", probe.register(.r10), 0x21)
}
