import CKernelTest
import SeL4ABI

/// The FPU's registers belong to their thread, and can be denied to it.
func fpuChecks() {
    let handler = Pool.make(.endpoint)
    let probe = Probe(faultHandler: handler)
    func finish() -> Answer { Invoke.trap(.receiveNonBlocking, handler) }
    probe.start(at: address_of_probe_get_vector())
    _ = finish()
    equal("a new thread's vector registers are 0", probe.register(.rax), 0)
    probe.start(at: address_of_probe_set_vector(), rdi: 0x1234_5678)
    equal("a thread uses the FPU", finish().words.3, 6)
    let other = Probe(faultHandler: handler)
    other.start(at: address_of_probe_set_vector(), rdi: 0x8765)
    _ = finish()
    probe.start(at: address_of_probe_get_vector())
    _ = finish()
    equal("its registers survive another thread's use", probe.register(.rax), 0x1234_5678)
    other.start(at: address_of_probe_get_vector())
    _ = finish()
    equal("and the other's do", other.register(.rax), 0x8765)
    Invoke.call(probe.thread, .tcbSetFlags, [0, 1])
    probe.start(at: address_of_probe_get_vector())
    let fault = finish()
    equal("with the flag set its use is UserException", fault.label, 3)
    equal("vector 7", fault.words.3, 7)
    equal("at the instruction", fault.words.0, Word(address_of_probe_get_vector()))
    other.start(at: address_of_probe_get_vector())
    _ = finish()
    equal("others may use it", other.register(.rax), 0x8765)
    Invoke.call(probe.thread, .tcbSetFlags, [1, 0])
    Invoke.trap(.reply, 0, 0)
    probe.start(at: address_of_probe_get_vector())
    equal("with the flag cleared it may again", finish().words.3, 6)
    equal("and finds what it had", probe.register(.rax), 0x1234_5678)
    probe.suspend()
    other.suspend()
    for kind in vectorKinds.indices where has_vector_registers(UInt64(kind)) != 0 { keepsVectorRegisters(kind) }

    let words = Word(test_words())
    store(words + 8, 0)
    store(words + 16, 1)
    let spinner = Probe(priority: 100)
    spinner.start(at: address_of_check_vector_registers(), rdi: 0x77, rsi: words + 8, stack: 2)
    var changes: UInt64 = 0
    // Ten times the other thread takes the processor from us while we use the FPU.
    for _ in 0..<10 {
        let count = spinner.register(.rax)
        let wentOn = comesTrue {
            changes |= check_vector_registers(0x1234, UInt64(words + 16)) >> 63
            return spinner.register(.rax) != count
        }
        if !wentOn { check("two threads that use the FPU take turns", false) }
    }
    store(words + 8, 1)
    let ends = comesTrue {
        Invoke.yield()
        return spinner.isDone
    }
    equal("our registers survive preemption", Word(changes), 0)
    check("so do the other thread's", ends && spinner.register(.rax) >> 63 == 0, spinner.register(.rax))
}

/// Kinds of vector registers, and what is said of a new thread's and of those that two threads use by turns.
private let vectorKinds: InlineArray<3, (fresh: StaticString, kept: StaticString)> = [
    ("all of a new thread's SSE registers are 0", "two threads keep all of their SSE registers"),
    ("all of a new thread's AVX registers are 0", "two threads keep all of their AVX registers"),
    ("all of a new thread's AVX-512 registers are 0", "two threads keep all of their AVX-512 registers"),
]

private func keepsVectorRegisters(_ kind: Int) {
    let notification = Pool.make(.notification)
    let (first, second, fresh) = (Probe(), Probe(), Probe())
    let code = address_of_probe_keep_registers()
    first.start(at: code, rdi: 0x1234_5678_9ABC_DE00, rsi: notification, rax: Word(kind))
    second.start(at: code, rdi: 0xFEDC_BA98_7654_3200, rsi: notification, rax: Word(kind), stack: 1)
    fresh.start(at: address_of_probe_merge_registers(), rax: Word(kind), stack: 2)
    equal(vectorKinds[kind].fresh, fresh.register(.rax), 0)
    Invoke.trap(.send, notification)
    Invoke.trap(.send, notification)
    let areDone = first.isDone && second.isDone
    check(
        vectorKinds[kind].kept, areDone && first.register(.rax) == 0 && second.register(.rax) == 0,
        first.register(.rax) << 32 | second.register(.rax))
}
