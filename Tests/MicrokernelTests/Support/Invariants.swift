import SeL4ABI
import Testing

@testable import Microkernel

extension World {
    /// What must hold between any two system calls.
    func checkInvariants() {
        guard checksInvariants else { return }
        checkDerivationList()
        checkReadyQueues()
        if !kernel.current.isNone {
            #expect(kernel.current.isRunnable, "the current thread can run")
            #expect(!kernel.current.isReady, "the current thread is in no queue")
            #expect(SimulatedMachine.context == kernel.current.context.rawValue)
        }
        #expect(kernel.decision == .keep, "every decision has been carried out")
    }

    /// Every slot that is reachable from the root CNode and the threads in it.
    func reachableSlots() -> [TestKernel.Slot] {
        var slots: [TestKernel.Slot] = []
        var seen: Set<Word> = []
        func visit(_ first: TestKernel.Slot, _ count: Word) {
            guard seen.insert(first.address.rawValue).inserted else { return }
            for index in 0..<count {
                let slot = first.advanced(by: index)
                slots.append(slot)
                let capability = slot.capability
                let object = TestKernel.Slot(capability.object)
                switch capability.kind {
                case .cnode: visit(object, CNodeCapability(capability).slotCount)
                case .thread: visit(object, 5)
                case .zombie: visit(object, ZombieCapability(capability).count)
                default: break
                }
            }
        }
        visit(slot(0), 1 << Word(World.radix))
        return slots
    }

    /// The list is the same both ways, and an empty slot is not in it.
    private func checkDerivationList() {
        var broken: [Word] = []
        for slot in reachableSlots() {
            let (next, previous) = (slot.next, slot.previous)
            if slot.isEmpty {
                if slot.load(8) | slot.load(16) | slot.load(24) != 0 {
                    broken.append(slot.address.rawValue)
                }
            } else if !next.isNone && (next.isEmpty || next.previous != slot)
                || !previous.isNone && (previous.isEmpty || previous.next != slot)
            {
                broken.append(slot.address.rawValue)
            }
        }
        #expect(broken == [], "slots out of the derivation list")
    }

    /// A queue holds runnable threads of its priority, linked both ways, and is marked.
    private func checkReadyQueues() {
        var broken: [Int] = []
        for index in 0..<1024 {
            var thread = TestKernel.Thread(PhysicalAddress(kernel.ready.heads[index]))
            let isMarked = kernel.ready.bitmap[index >> 6] >> Word(index & 63) & 1 != 0
            var isGood = isMarked == !thread.isNone
            var previous = TestKernel.Thread.none
            while !thread.isNone {
                let place = ReadyQueues.index(domain: thread.domain, priority: thread.priority)
                isGood =
                    isGood && thread.isReady && thread.isRunnable && place == index
                    && thread.readyPrevious == previous
                previous = thread
                thread = thread.readyNext
            }
            if !isGood || kernel.ready.tails[index] != previous.address.rawValue {
                broken.append(index)
            }
        }
        #expect(broken == [], "ready queues out of order")
    }
}

/// The suites share one simulated machine, so no two tests run at a time.
@Suite("Microkernel", .serialized) enum MicrokernelTests {}
