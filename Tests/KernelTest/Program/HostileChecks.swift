import CKernelTest
import SeL4ABI

/// Every piece of Hostile.S ends in just the fault that its table promises, and in nothing worse.
func hostileChecks() {
    let endpoint = Pool.make(.endpoint)
    let probe = Probe(faultHandler: endpoint)
    var entry = Word(address_of_hostile_table())
    while load(entry) != 0 {
        restart(probe, at: load(entry))
        let message = Invoke.trap(.receiveNonBlocking, endpoint)
        let isRight =
            message.label == load(entry + 8)
            && (message.label != FaultLabel.userException.rawValue || message.words.3 == load(entry + 16))
        let isAnyRight = load(entry + 8) == 0 && message.label != 0
        check(
            "ends in its thread's fault: ", name: load(entry + 24), isRight || isAnyRight,
            message.label << 8 | message.words.3)
        entry += 32
    }
    restart(probe, at: 1 << 63, others: .max)
    let message = Invoke.trap(.receiveNonBlocking, endpoint)
    check("registers as bad as they come: a VMFault at 0", message.label == 5 && message.words.0 == 0, message.words.0)
    probe.suspend()
}

/// Registers for the pieces: rdx holds the number of Yield, rbx a stack.
private func restart(_ probe: Probe, at address: Word, others: Word = 0) {
    probe.suspend()
    let stack = others == 0 ? Word(probe_stack(3)) : others
    Invoke.call(
        probe.thread, .tcbWriteRegisters,
        [
            1, 20, address, stack, others, others, stack, others, Word(bitPattern: -7), others, others, others,
            others, others, others, others, others, others, others, others, others, others,
        ])
}
