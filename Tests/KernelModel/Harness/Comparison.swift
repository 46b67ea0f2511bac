import Foundation
import SeL4ABI

@testable import Microkernel

/// Everything that a program could find out, and what it depends on: the same in the kernel and the model.
extension World {
    func compare() throws(Disagreement) {
        try expect(kernel.current.address.rawValue, model.current?.address ?? 0) { "the thread that runs" }
        for object in model.objects.values where object.capabilityCount > 0 || object === model.interrupts {
            try compareSlots(of: object)
            switch object {
            case let thread as Thread: try compare(thread)
            case let endpoint as Endpoint:
                let state: Word = endpoint.queue.isEmpty ? 0 : endpoint.hasSenders ? 1 : 2
                try compareQueue(at: endpoint.address, endpoint.queue, state: state)
            case let notification as Notification: try compare(notification)
            case let frame as Frame where !frame.isDevice: try compareMemory(at: frame.address, frame.words)
            case let table as Table: try compareMemory(at: table.address, table.words)
            case let pool as ASIDPool:
                try compareMemory(at: pool.address, pool.spaces.map { $0?.address ?? 0 })
            default: break
            }
        }
        try compareReadyQueues()
        try compareAuthority()
        for line in model.lines {
            var previous = TestedKernel.Slot.none
            try compareChildren(of: line, &previous)
            try expect(previous.isNone ? 0 : previous.next.address.rawValue, 0) { "the end of the derivation list" }
        }
    }

    private func expect(
        _ actual: Word, _ expected: Word, _ what: () -> String
    ) throws(Disagreement) {
        if actual != expected {
            throw Disagreement(
                "\(what()): the kernel says 0x\(String(actual, radix: 16)), the model 0x\(String(expected, radix: 16))")
        }
    }

    private func compare(_ thread: Thread) throws(Disagreement) {
        let real = TestedKernel.Thread(PhysicalAddress(thread.address))
        func same(_ name: String, _ actual: Word, _ expected: Word) throws(Disagreement) {
            try expect(actual, expected) { "\(name) of the thread at 0x\(String(thread.address, radix: 16))" }
        }
        for index in 0..<Register.count {
            let register = Register(rawValue: index)
            try same("register \(index)", real[register], thread[register])
        }
        let state: ThreadState
        switch thread.state {
        case .inactive: state = .inactive
        case .running: state = .running
        case .receiving(let endpoint, let canGrant):
            state = .blockedOnReceive
            try same("endpoint", real.blockingObject.rawValue, endpoint.address)
            try same("right to grant", real.blockingMarks.contains(.canGrant) ? 1 : 0, canGrant ? 1 : 0)
        case .sending(let endpoint, let sending):
            state = .blockedOnSend
            try same("endpoint", real.blockingObject.rawValue, endpoint.address)
            try same("badge", real.blockingBadge, sending.badge)
            let marks: Word =
                (sending.canGrant ? 1 : 0) | (sending.canGrantReply ? 2 : 0) | (sending.isCall ? 4 : 0)
            try same("sender's rights", real.blockingMarks.rawValue, marks)
        case .awaitingReply: state = .blockedOnReply
        case .waiting(let notification):
            state = .blockedOnNotification
            try same("notification", real.blockingObject.rawValue, notification.address)
        }
        try same("state", real.state.rawValue, state.rawValue)
        try same("fault", real.fault.rawValue, thread.fault?.label.rawValue ?? 0)
        try same("entry", real.entryKind.rawValue, thread.isInSystemCall ? 0 : 1)
        try same("priority", real.priority, thread.priority)
        try same("maximum priority", real.maximumPriority, thread.maximumPriority)
        try same("domain", real.domain, thread.domain)
        try same("time slice", real.timeSlice, Word(thread.timeSlice))
        try same("bound notification", real.boundNotification.address.rawValue, thread.boundNotification?.address ?? 0)
        try same("fault handler", real.faultHandler, thread.faultHandler)
        try same("buffer address", real.ipcBufferAddress, thread.bufferAddress)
        try same("flags", real.flags.rawValue, thread.flags | (thread.usesFPU ? 1 << 30 : 0))
        try same("place in a ready queue", real.isReady ? 1 : 0, thread.isQueued ? 1 : 0)
        try same("readiness for answers", real.replySlot.isEmpty ? 0 : 1, thread.canBeAnswered ? 1 : 0)
        if thread.canBeAnswered {
            let answer = real.replySlot.next
            try same("the right to answer", answer.address.rawValue, thread.answer?.slot.realAddress ?? 0)
            if !answer.isNone {
                try same("the way back from it", answer.previous.address.rawValue, real.replySlot.address.rawValue)
                try same("what follows it", answer.next.address.rawValue, 0)
            }
        }
    }

    private func compare(_ notification: Notification) throws(Disagreement) {
        let real = TestedKernel.Notification(PhysicalAddress(notification.address))
        let state: Word = notification.pending != nil ? 2 : notification.queue.isEmpty ? 0 : 1
        try compareQueue(at: notification.address, notification.queue, state: state)
        if let pending = notification.pending { try expect(real.badges, pending) { "collected badges" } }
        try expect(real.boundThread.address.rawValue, notification.bound?.address ?? 0) { "bound thread" }
    }

    /// Domains, vectors, ports: what has no object.
    private func compareAuthority() throws(Disagreement) {
        try expect(kernel.currentDomain, model.currentDomain) { "the domain that runs" }
        try expect(kernel.domainSchedule.remaining, model.domains.ticksLeft) { "the ticks left to the domain" }
        for index in 0..<2 {
            let entry = model.domains.entries[index]
            try expect(kernel.domainSchedule.entries[index].domain, entry.domain) { "a domain of the schedule" }
            try expect(kernel.domainSchedule.entries[index].duration, entry.duration) { "a duration of the schedule" }
        }
        guard SimulatedMachine.lastPortAccess == model.ports.last else {
            throw Disagreement("the last access to a port")
        }
        guard SimulatedMachine.pins == model.interrupts.pins else { throw Disagreement("what interrupt pins are told") }
        if checkedChanges == model.changes { return }
        for (index, pool) in model.pools.enumerated() {
            try expect(kernel.asidPools[index].rawValue, pool?.address ?? 0) { "pool \(index) of identifiers" }
        }
        for vector in 0..<InterruptTable.vectorCount {
            let isUsed = model.interrupts.handlerCount[vector] > 0
            try expect(kernel.interruptsInUse[vector] ? 1 : 0, isUsed ? 1 : 0) { "whether vector \(vector) is in use" }
        }
        var ports = [Word](repeating: 0, count: 1024)
        for range in model.ports.inUse.keys {
            for port in range.first...range.last { ports[Int(port >> 6)] |= 1 << Word(port & 63) }
        }
        for index in ports.indices {
            try expect(kernel.portsInUse[index], ports[index]) { "which ports from \(index * 64) on are in use" }
        }
    }

    private func compareQueue(at address: Word, _ queue: [Thread], state: Word) throws(Disagreement) {
        let real = TestedKernel.WaitQueue(PhysicalAddress(address))
        try expect(real.state, state) { "state of the queue at 0x\(String(address, radix: 16))" }
        var previous = TestedKernel.Thread.none
        var next = real.first
        for thread in queue {
            try expect(next.address.rawValue, thread.address) { "a thread in the queue at \(address)" }
            try expect(next.waitPrevious.address.rawValue, previous.address.rawValue) { "a queue's way back" }
            previous = next
            next = next.waitNext
        }
        try expect(next.address.rawValue, 0) { "the end of the queue at \(address)" }
        try expect(real.last.address.rawValue, previous.address.rawValue) { "the last of the queue at \(address)" }
    }

    private func compareReadyQueues() throws(Disagreement) {
        var words = [16 of Word](repeating: 0)
        for (index, queue) in model.ready {
            words[index >> 6] |= 1 << Word(index & 63)
            var next = TestedKernel.Thread(PhysicalAddress(kernel.ready.heads[index]))
            var previous = TestedKernel.Thread.none
            for thread in queue {
                try expect(next.address.rawValue, thread.address) { "a thread in ready queue \(index)" }
                try expect(next.readyPrevious.address.rawValue, previous.address.rawValue) {
                    "a ready queue's way back"
                }
                previous = next
                next = next.readyNext
            }
            try expect(next.address.rawValue, 0) { "the end of ready queue \(index)" }
            try expect(kernel.ready.tails[index], previous.address.rawValue) { "the last of ready queue \(index)" }
        }
        for index in 0..<16 {
            try expect(kernel.ready.bitmap[index], words[index]) { "the bitmap of ready queues" }
        }
    }

    /// Frames hold what the model wrote there, tables what it entered; new memory reads as zero.
    private func compareMemory(at address: Word, _ expected: [Word]) throws(Disagreement) {
        let isSame = expected.withUnsafeBytes { words in
            words.baseAddress.map { memcmp(SimulatedMachine.memory + Int(address), $0, words.count) } == 0
        }
        if !isSame { throw Disagreement("the contents of the page at 0x\(String(address, radix: 16))") }
    }

    private func compareSlots(of holder: KernelObject) throws(Disagreement) {
        let first = Slot(holder: holder, index: 0).realAddress
        for index in holder.slots.indices {
            let real = TestedKernel.Slot(PhysicalAddress(first)).advanced(by: Word(index))
            if let held = holder.slots[index] {
                if !held.capability.isSame(as: real.capability) {
                    throw Disagreement(
                        "the capability in slot \(index) at 0x\(String(holder.address, radix: 16)): "
                            + "the kernel has a \(real.capability.kind), the model \(held.capability)")
                }
            } else if !(holder is Thread && index == 2) {
                let words = real.load(0) | real.load(8) | real.load(16) | real.load(24)
                try expect(words, 0) { "the empty slot \(index) at 0x\(String(holder.address, radix: 16))" }
            }
        }
    }

    /// The list is the tree in the order: each capability, then its descendants.
    private func compareChildren(of held: Held, _ previous: inout TestedKernel.Slot) throws(Disagreement) {
        for child in held.children {
            let real = TestedKernel.Slot(PhysicalAddress(child.slot.realAddress))
            try expect(real.previous.address.rawValue, previous.address.rawValue) { "the derivation list backwards" }
            if !previous.isNone {
                try expect(previous.next.address.rawValue, real.address.rawValue) { "the derivation list" }
            }
            previous = real
            try expect(kernel.hasChildren(real) ? 1 : 0, child.children.isEmpty ? 0 : 1) {
                "whether there are descendants of \(child.capability)"
            }
            try compareChildren(of: child, &previous)
        }
    }
}

extension Slot {
    /// Where the kernel keeps the slot.
    var realAddress: Word { holder.address + Word(index) * 32 }
}
