import CKernelTest
import SeL4ABI

/// Faults: what the handler learns, and what its reply does.
func faultChecks() {
    pageFaults()
    unknownSystemCalls()
    exceptions()
    handlers()
}

private func pageFaults() {
    let endpoint = Pool.make(.endpoint)
    let probe = Probe(faultHandler: Slots.minted(endpoint, badge: 3))
    let address = Pool.address()
    probe.start(at: address_of_probe_read(), rdi: address + 0x128)
    let read = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("a read of nothing is a VMFault", read.label, 5)
    equal("of four words", read.length, 4)
    equal("with the handler's badge", read.badge, 3)
    equal("word 0 is the instruction's address", read.words.0, Word(address_of_probe_read()))
    equal("word 1 is the address read", read.words.1, address + 0x128)
    equal("word 2: it was no instruction", read.words.2, 0)
    equal("word 3 is the processor's code: user, not present", read.words.3, 4)
    let frame = Pool.make(.page)
    _ = Pool.map(frame, address)
    store(address + 0x128, 0xCAFE)
    Invoke.trap(.reply, 0, 77 << 12 | 1, 0xBAD)
    equal("any reply lets it read again", probe.register(.rax), 0xCAFE)
    Invoke.trap(.receiveNonBlocking, endpoint)
    probe.start(at: address_of_probe_write(), rsi: address + 4096, rax: 9)
    equal("a write to nothing has code 6", Invoke.trap(.receiveNonBlocking, endpoint).words.3, 6)
    let readOnly = Pool.address()
    _ = Pool.map(Slots.copied(frame), readOnly, rights: 2)
    probe.start(at: address_of_probe_write(), rsi: readOnly)
    equal("a write to a read-only page has code 7", Invoke.trap(.receiveNonBlocking, endpoint).words.3, 7)
    probe.start(at: address_of_probe_read(), rdi: readOnly + 0x128)
    Invoke.trap(.receiveNonBlocking, endpoint)
    equal("reading it succeeds", probe.register(.rax), 0xCAFE)
    probe.start(at: UInt64(address) + 8192)
    let jump = Invoke.trap(.receiveNonBlocking, endpoint)
    check(
        "a jump to nothing is a VMFault there",
        jump.label == 5 && jump.words.0 == address + 8192 && jump.words.1 == address + 8192)
    probe.start(at: address_of_probe_read(), rdi: 0xFFFF_8000_0000_0000)
    let kernel = Invoke.trap(.receiveNonBlocking, endpoint)
    check("a read of the kernel's half is a VMFault", kernel.label == 5 && kernel.words.1 == 0xFFFF_8000_0000_0000)
    probe.suspend()
    Invoke.trap(.reply, 0, 0)
    probe.resume()
    check("suspended in a fault and resumed it faults again", Invoke.trap(.receiveNonBlocking, endpoint).label == 5)
}

private func unknownSystemCalls() {
    let endpoint = Pool.make(.endpoint)
    let probe = Probe(faultHandler: endpoint)
    probe.run(SystemCall(rawValue: -100), 0xD1, 0x51, 0xA0, 0xA1, 0xA2, 0xA3)
    let fault = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("a number that is none is UnknownSyscall", fault.label, 2)
    equal("of 19 words", fault.length, 19)
    check(
        "words 0 to 3 are rax, rbx, rcx, rdx",
        fault.words.0 == 0x1003 && fault.words.1 == 0x1004 && fault.words.3 == Word(bitPattern: -100))
    check("words 4 to 6 are rsi, rdi, rbp", fault.word(4) == 0x51 && fault.word(5) == 0xD1 && fault.word(6) == 0x1009)
    check("words 7 to 9 are r8 to r10", fault.word(7) == 0xA1 && fault.word(8) == 0xA2 && fault.word(9) == 0xA0)
    check(
        "words 11 to 14 are r12 to r15",
        fault.word(11) == 0x1014 && fault.word(12) == 0x1015 && fault.word(13) == 0x1016 && fault.word(14) == 0xA3)
    equal("word 15 is the instruction's address", fault.word(15), Word(address_of_probe_call()))
    equal("word 17 are the flags", fault.word(17), 0x202)
    equal("word 18 is the number", fault.word(18), Word(bitPattern: -100))
    for index in 4..<18 { Invoke.setBufferWord(index, 0xE00 + Word(index)) }
    Invoke.setBufferWord(15, Word(address_of_probe_end()))
    Invoke.setBufferWord(17, 0x3206)
    Invoke.trap(.reply, 0, 18, 0xE00, 0xE01, 0xE02, 0xE03)
    let end = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("a reply with label 0 lets it go on at word 15", end.words.0, Word(address_of_probe_end()))
    equal("with rax", probe.register(.rax), 0xE00)
    equal("with rbx", probe.register(.rbx), 0xE01)
    equal("with rcx, which a system call would lose", probe.register(.rcx), 0xE02)
    equal("with rsi", probe.register(.rsi), 0xE04)
    equal("with r11, which a system call would lose", probe.register(.r11), 0xE0A)
    equal("with r15", probe.register(.r15), 0xE0E)
    equal("with rsp", probe.register(.rsp), 0xE10)
    equal("with sanitised flags", probe.register(.rflags) & 0x3206, 0x206)
    probe.run(SystemCall(rawValue: 5), 0)
    equal("positive numbers are unknown too", Invoke.trap(.receiveNonBlocking, endpoint).label, 2)
    Invoke.trap(.reply, 0, 1 << 12 | 1, 0xF00)
    equal("a reply with another label still writes registers", probe.register(.rax), 0xF00)
    check("but the thread stays where it is", probe.isInCall)
    succeed("it can be resumed", probe.resume())
    equal("and makes its call again", Invoke.trap(.receiveNonBlocking, endpoint).label, 2)
    Invoke.trap(.reply, 0, 0)
    equal("an empty reply restarts it as it was", Invoke.trap(.receiveNonBlocking, endpoint).label, 2)
    probe.run(SystemCall(rawValue: 0), 0)
    equal("number 0 is unknown", Invoke.trap(.receiveNonBlocking, endpoint).label, 2)
    var unknown: Word = 0
    for number in 15...29 {
        probe.run(SystemCall(rawValue: -number), 0)
        let fault = Invoke.trap(.receiveNonBlocking, endpoint)
        if fault.label == 2 && fault.word(18) == Word(bitPattern: -number) { unknown += 1 }
    }
    equal("numbers -15 to -29 are those of kernels for measuring and tracing, and unknown", unknown, 15)
    probe.start(at: address_of_probe_interrupt(), rax: 0xFF12_3456)
    let interrupt = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("int 200 is UnknownSyscall", interrupt.label, 2)
    equal("with its number over rax", interrupt.word(18), 200 << 24 | 0x12_3456)
    equal("at the instruction", interrupt.word(15), Word(address_of_probe_interrupt()))
}

private func exceptions() {
    let endpoint = Pool.make(.endpoint)
    let probe = Probe(faultHandler: endpoint)
    probe.start(at: address_of_probe_end())
    let fault = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("an undefined instruction is UserException", fault.label, 3)
    equal("of five words", fault.length, 5)
    equal("word 0 is the undefined instruction's address", fault.words.0, Word(address_of_probe_end()))
    equal("word 1 is the stack pointer", fault.words.1, probe.register(.rsp))
    equal("word 2 are the flags", fault.words.2 & 0x202, 0x202)
    equal("word 3 is vector 6", fault.words.3, 6)
    equal("word 4 is the error code", fault.word(4), 0)
    let other = Probe(faultHandler: endpoint)
    other.start(at: address_of_probe_gate())
    let gate = Invoke.trap(.receiveNonBlocking, endpoint)
    // An emulator may count gates in another way; the bit says that it was one.
    check("the processor's, where it has one: of a gate that is not for users", gate.word(4) & 7 == 2, gate.word(4))
    equal("at the instruction that used it", gate.words.0, Word(address_of_probe_gate()))
    other.suspend()
    probe.start(at: address_of_probe_end())
    Invoke.trap(.receiveNonBlocking, endpoint)
    Invoke.trap(.reply, 0, 3, Word(address_of_probe_read()), 0x7700, 0x3202)
    let next = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("a reply with label 0 sets where to go on", next.words.0, Word(address_of_probe_read()))
    equal("and the stack pointer", probe.register(.rsp), 0x7700)
    equal("and sanitised flags", probe.register(.rflags) & 0x3202, 0x202)
    probe.start(at: address_of_probe_end())
    Invoke.trap(.receiveNonBlocking, endpoint)
    Invoke.trap(.reply, 0, 5 << 12 | 1, 0x1000)
    equal("with another label the thread stays", Invoke.trap(.receiveNonBlocking, endpoint).badge, 0)
    equal("with the registers written", probe.register(.rip), 0x1000)
}

private func handlers() {
    let endpoint = Pool.make(.endpoint)
    let rights: InlineArray<4, Word> = [2, 1, 3, 4]
    var silent: Word = 0
    for index in rights.indices {
        let probe = Probe(faultHandler: Slots.copied(endpoint, rights: rights[index]))
        probe.start(at: address_of_probe_end())
        let quiet = Invoke.trap(.receiveNonBlocking, endpoint, 0x555).info == 0x555
        if quiet { silent += 1 }
        probe.suspend()
    }
    equal("a handler needs Write, and Grant or GrantReply", silent, 4)
    let reply = Probe(faultHandler: Slots.copied(endpoint, rights: 9))
    reply.start(at: address_of_probe_end())
    equal("Write and GrantReply are enough", Invoke.trap(.receiveNonBlocking, endpoint).label, 3)
    let grant = Probe(faultHandler: Slots.copied(endpoint, rights: 5))
    grant.start(at: address_of_probe_end())
    equal("so are Write and Grant", Invoke.trap(.receiveNonBlocking, endpoint).label, 3)
    let notified = Probe(faultHandler: Pool.make(.notification))
    notified.start(at: address_of_probe_end())
    check("a notification is no handler", notified.isDone)
    let slot = Pool.emptySlot()
    let late = Probe(faultHandler: slot)
    late.start(at: address_of_probe_end())
    check("without one a thread that faults is inactive", late.isDone)
    Slots.copy(endpoint, to: slot)
    late.resume()
    equal("the handler is looked up when the fault happens", Invoke.trap(.receiveNonBlocking, endpoint).label, 3)
    let waiting = Probe(faultHandler: slot)
    waiting.start(at: address_of_probe_end())
    Slots.revoke(endpoint)
    equal("a fault waits in the queue like a Call", Invoke.trap(.receiveNonBlocking, endpoint).label, 3)
    saved()
    doubleFaults()
    depthMismatch()
    otherSpace()
}

/// Faults of a thread in an address space that its handler does not share.
private func otherSpace() {
    let endpoint = Pool.make(.endpoint)
    let probe = Probe(faultHandler: endpoint)
    let space = AddressSpace(codeAt: Word(address_of_probe_call()))
    Invoke.call(probe.thread, .tcbSetSpace, [endpoint, 0, 0], [InitialSlot.cnode, space.root])
    probe.run(SystemCall(rawValue: -100), 0xD1)
    let fault = Invoke.trap(.receiveNonBlocking, endpoint)
    check(
        "an UnknownSyscall from another address space is the same message",
        fault.label == 2 && fault.length == 19 && fault.word(15) == Word(address_of_probe_call()), fault.info)
    equal("with all its words", fault.word(18), Word(bitPattern: -100))
    Invoke.setBufferWord(15, Word(address_of_probe_read()))
    for index in 4..<15 { Invoke.setBufferWord(index, 0x9000) }
    Invoke.trap(.reply, 0, 16, 1, 2, 3, 4)
    let read = Invoke.trap(.receiveNonBlocking, endpoint)
    check(
        "a VMFault from there too",
        read.label == 5 && read.words.0 == Word(address_of_probe_read()) && read.words.1 == 0x9000 && read.words.3 == 4,
        read.info)
}

/// A fault's reply capability is one like a Call's.
private func saved() {
    let (endpoint, slot) = (Pool.make(.endpoint), Pool.emptySlot())
    let probe = Probe(faultHandler: endpoint)
    let address = Pool.address()
    probe.start(at: address_of_probe_read(), rdi: address)
    Invoke.trap(.receiveNonBlocking, endpoint)
    succeed("SaveCaller of a fault", Invoke.call(InitialSlot.cnode, .cnodeSaveCaller, [slot, 64]))
    let frame = Pool.make(.page)
    _ = Pool.map(frame, address)
    store(address, 0x5A5A)
    Invoke.trap(.send, slot, 0)
    equal("a Send through it lets the thread go on", probe.register(.rax), 0x5A5A)
    check("and uses it up as well", Slots.isEmpty(slot))
    // A handler without buffer.
    let (calls, handler) = (Pool.make(.endpoint), Probe())
    Invoke.call(handler.thread, .tcbSetIPCBuffer, [0], [0])
    handler.run(.receive, calls)
    let caller = Probe(faultHandler: calls)
    caller.run(SystemCall(rawValue: -100), 0)
    equal("a handler without buffer gets four words of a fault", handler.register(.messageInfo), 2 << 12 | 4)
}

/// A thread whose fault nobody can take is inactive until it is resumed.
private func doubleFaults() {
    let (endpoint, slot) = (Pool.make(.endpoint), Pool.emptySlot())
    _ = Slots.move(endpoint, to: slot)
    let probe = Probe(faultHandler: slot)
    probe.start(at: address_of_probe_end())
    Slots.delete(slot)
    let other = Pool.make(.endpoint)
    Slots.copy(other, to: slot)
    equal(
        "a fault that waits at an endpoint that is deleted is tried again, and then waits nowhere",
        Invoke.trap(.receiveNonBlocking, other, 0x77).info, 0x77)
    probe.resume()
    equal("resumed the thread faults at its new handler", Invoke.trap(.receiveNonBlocking, other).label, 3)
    probe.run(.send, 1 << 63)
    let fault = Invoke.trap(.receiveNonBlocking, other)
    equal("a CapFault", fault.label, 1)
    Invoke.trap(.reply, 0, 9 << 12)
    equal("whatever the reply's label, the thread tries again", Invoke.trap(.receiveNonBlocking, other).label, 1)
}

/// A CSpace whose second level asks for more bits than are left.
private func depthMismatch() {
    let endpoint = Pool.make(.endpoint)
    let (root, node) = (Pool.make(.capabilityTable, bits: 4), Pool.make(.capabilityTable, bits: 6))
    Invoke.call(root, .cnodeMint, [2, 4, node, 64, 15, 58], [InitialSlot.cnode])
    Invoke.call(root, .cnodeCopy, [1, 4, endpoint, 64, 15], [InitialSlot.cnode])
    let probe = Probe()
    Invoke.call(probe.thread, .tcbSetSpace, [1 << 60, 0, 0], [root, InitialSlot.vspace])
    probe.run(.send, 2 << 60)
    let fault = Invoke.trap(.receiveNonBlocking, endpoint)
    check("DepthMismatch makes it 6 words", fault.label == 1 && fault.length == 6, fault.info)
    equal("word 3 is DepthMismatch", fault.words.3, 3)
    equal("word 4 are the 60 bits left", fault.word(4), 60)
    equal("word 5 are the level's 64 bits", fault.word(5), 64)
}
