import CKernelTest
import SeL4ABI

/// Long operations give way to interrupts, and come to their end all the same.
///
/// The alarm's thread goes first whenever the kernel lets it. An operation that nothing can interrupt sees it twice at
/// most: on the way in and on the way out, and a little more often on a host that lets the processor stand still.
func preemptionChecks() {
    let alarm = Alarm()
    alarm.start()
    revoking(alarm)
    emptying(alarm)
    clearing(alarm)
    restarting(alarm)
    alarm.end()
}

/// Whether an operation lets the alarm's thread run in its midst. It may need to be long first: on a fast machine one
/// run may be over before the alarm goes off often enough.
private func isInterrupted(_ alarm: Alarm, _ operation: () -> Void, after prepare: () -> Void = {}) -> Bool {
    holdsUndisturbed(times: 1) {
        prepare()
        alarm.forget()
        operation()
        return alarm.count > 4
    }
}

/// Copies a capability into the first slots of a CNode.
func fill(_ node: Word, bits: Word, count: Word, with capability: Word) {
    for slot in 0..<count {
        Invoke.call(node, .cnodeCopy, [slot, bits, capability, 64, 15], [InitialSlot.cnode])
    }
}

/// How many of a CNode's slots hold something.
private func filled(_ node: Word, bits: Word) -> Word {
    var count: Word = 0
    for slot in 0..<Word(1) << bits
    where Invoke.call(node, .cnodeMove, [slot, bits, slot, bits], [node]).label == ErrorCode.deleteFirst.rawValue {
        count += 1
    }
    return count
}

private func revoking(_ alarm: Alarm) {
    let endpoint = Pool.make(.endpoint)
    let bits: Word = 13
    let node = Pool.make(.capabilityTable, bits: bits)
    var last = ErrorCode.noError.rawValue
    check(
        "Revoke of 8192 copies is interrupted",
        isInterrupted(alarm) {
            last = Slots.revoke(endpoint).label
        } after: {
            fill(node, bits: bits, count: 1 << bits, with: endpoint)
        })
    equal("it succeeds all the same", last, 0)
    equal("and leaves none of them", filled(node, bits: bits), 0)
    check("but the original", !Slots.isEmpty(endpoint))
    Slots.delete(node)
}

private func emptying(_ alarm: Alarm) {
    let endpoint = Pool.make(.endpoint)
    let bits: Word = 14
    let memory = Pool.make(.untyped, bits: bits + 5)
    let (node, inner) = (Pool.emptySlot(), Pool.emptySlot())
    var last = ErrorCode.noError.rawValue
    check(
        "Delete of a CNode with 16384 slots is interrupted",
        isInterrupted(alarm) {
            last = Slots.delete(node).label
        } after: {
            _ = Pool.retype(memory, .capabilityTable, bits, into: node)
            fill(node, bits: bits, count: 1 << bits, with: endpoint)
        })
    equal("it comes to its end", last, 0)
    check("and its slot is empty", Slots.isEmpty(node))
    succeed("and its memory is free", Pool.retype(memory, .capabilityTable, bits - 1, into: node))
    // A CNode inside a CNode, which holds the only capability to it.
    check(
        "Delete of a CNode within a CNode is interrupted",
        isInterrupted(alarm) {
            last = Slots.delete(node).label
        } after: {
            Slots.revoke(memory)
            _ = Pool.retype(memory, .capabilityTable, 4, into: node)
            _ = Pool.retype(memory, .capabilityTable, bits - 1, into: inner)
            fill(inner, bits: bits - 1, count: 1 << (bits - 1), with: endpoint)
            Invoke.call(node, .cnodeMove, [15, 4, inner, 64], [InitialSlot.cnode])
        })
    equal("it ends as well", last, 0)
    Slots.revoke(endpoint)
    succeed("and the memory of both is free", Pool.retype(memory, .capabilityTable, bits, into: node))
    Slots.revoke(memory)
    // Revoke of memory empties what was made from it.
    check(
        "Revoke of untyped memory with a full CNode in it is interrupted",
        isInterrupted(alarm) {
            last = Slots.revoke(memory).label
        } after: {
            _ = Pool.retype(memory, .capabilityTable, bits, into: node)
            fill(node, bits: bits, count: 1 << bits, with: endpoint)
        })
    equal("it succeeds", last, 0)
    check("and takes the CNode away", Slots.isEmpty(node))
}

private func clearing(_ alarm: Alarm) {
    guard let memory = Pool.makeIfPossible(.untyped, bits: 22) else { return }
    let frame = Pool.emptySlot()
    let address = Pool.address(tables: false)
    var last = ErrorCode.noError.rawValue
    check(
        "Retype of 4 MB that were used before is interrupted",
        isInterrupted(alarm) {
            last = Pool.retype(memory, .largePage, into: frame, count: 2).label
        } after: {
            Slots.revoke(memory)
            _ = Pool.retype(memory, .largePage, into: frame, count: 2)
            _ = Pool.map(frame, address)
            for offset: Word in stride(from: 0, to: 0x20_0000, by: 4096) { store(address + offset + 8, offset | 1) }
            Slots.revoke(memory)
        })
    equal("it hands out memory all the same", last, 0)
    _ = Pool.map(frame, address)
    var leftover: Word = 0
    for offset: Word in stride(from: 0, to: 0x20_0000, by: 8) { leftover |= load(address + offset) }
    equal("and what it makes is zero throughout", leftover, 0)
    Slots.revoke(memory)
}

/// Deleting an endpoint lets everybody go on who waits there, one by one.
private func restarting(_ alarm: Alarm) {
    let bits: Word = 14
    guard let memory = Pool.makeIfPossible(.untyped, bits: bits + 11) else { return }
    let node = Pool.make(.capabilityTable, bits: bits)
    let (source, endpoint) = (Pool.make(.untyped, bits: Word(ObjectSize.endpointBits)), Pool.emptySlot())
    let probe = Probe(priority: 90)
    var last = ErrorCode.noError.rawValue
    check(
        "Delete of an endpoint for which thousands of threads wait is interrupted",
        isInterrupted(alarm) {
            last = Slots.delete(endpoint).label
        } after: {
            Slots.revoke(memory)
            Slots.revoke(source)
            _ = Pool.retype(source, .endpoint, into: endpoint)
            wait(for: endpoint, count: 1 << bits, madeOf: memory, in: node, bits: bits)
            probe.run(.send, endpoint)
            letLowerRun()
        })
    equal("it ends too", last, 0)
    letLowerRun()
    check("and nobody waits there any more", probe.isDone)
    Slots.revoke(memory)
}

/// Makes threads, with their capabilities in a CNode, that wait to send to an endpoint, or will when we let them run.
private func wait(for endpoint: Word, count: Word, madeOf memory: Word, in node: Word, bits: Word) {
    let (root, thread) = (InitialSlot.cnode, Pool.emptySlot())
    for index in stride(from: 0, to: count, by: 256) {
        Invoke.call(memory, .untypedRetype, [ObjectType.thread.rawValue, 0, 0, 0, index, 256], [node])
    }
    for index in 0..<count {
        Invoke.call(root, .cnodeMove, [thread, 64, index, bits], [node])
        Invoke.call(thread, .tcbSetSpace, [0, 0, 0], [root, InitialSlot.vspace])
        Invoke.call(thread, .tcbSetPriority, [90], [InitialSlot.thread])
        Invoke.call(
            thread, .tcbWriteRegisters,
            [
                1, 20, Word(address_of_probe_call()), 0, 0x202, 0, 0, 0, Word(bitPattern: SystemCall.send.rawValue), 0,
                endpoint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ])
        Invoke.call(node, .cnodeMove, [index, bits, thread, 64], [root])
    }
}

/// Steps back until every thread of priority 90 has stopped or waits.
private func letLowerRun() {
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [80], [InitialSlot.thread])
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [100], [InitialSlot.thread])
}
