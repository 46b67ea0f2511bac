import SeL4ABI

@testable import Microkernel

/// What must hold in any state, beyond that kernel and model say the same.
extension World {
    func checkInvariants() throws(Disagreement) {
        if !isOver {
            guard kernel.current.isRunnable, !kernel.current.isReady, kernel.decision == .keep,
                SimulatedMachine.context == kernel.current.context.rawValue
            else { throw Disagreement("the thread that runs is runnable, in no queue, and the machine's") }
        }
        try checkThatObjectsAreApart()
        for pool in model.pools {
            for case let root? in pool?.spaces ?? [] { try checkWhatIsMapped(in: root) }
        }
        guard
            SimulatedMachine.activeRoot == SimulatedMachine.Place.kernelRoot
                || model.objects[SimulatedMachine.activeRoot].map({ $0 is Table && $0.capabilityCount > 0 }) == true
        else { throw Disagreement("the processor uses page tables that are gone") }
        for line in model.lines {
            for held in line.children { try checkThatObjectsAreInside(held, nil) }
        }
    }

    /// No two live objects overlap, so no frame that a program can map holds a kernel object.
    private func checkThatObjectsAreApart() throws(Disagreement) {
        let live = model.objects.values.filter { $0.capabilityCount > 0 }.sorted { $0.address < $1.address }
        for (object, next) in zip(live, live.dropFirst())
        where object.address + 1 << Word(object.sizeBits) > next.address {
            throw Disagreement("the objects at \(object.address) and \(next.address) overlap")
        }
    }

    /// Whatever an address space leads to is alive: tables of the next level, and frames that somebody has. As live
    /// objects are apart, no program can read or write a word of the kernel's.
    private func checkWhatIsMapped(in table: Table) throws(Disagreement) {
        guard table.capabilityCount > 0 else { throw Disagreement("a page table at \(table.address) that is gone") }
        for entry in table.entries.values {
            switch entry {
            case .table(let next): try checkWhatIsMapped(in: next)
            case .page(let frame) where frame.capabilityCount == 0:
                throw Disagreement("a mapped frame at \(frame.address) that is gone")
            case .page: break
            }
        }
    }

    /// A capability names a live object, which lies in the untyped memory that it descends from.
    private func checkThatObjectsAreInside(
        _ held: Held, _ region: Range<Word>?
    ) throws(Disagreement) {
        var region = region
        if let object = held.capability.object {
            guard model.objects[object.address] === object else {
                throw Disagreement("a capability to an object at \(object.address) that is gone")
            }
            if let region, !region.contains(object.address) {
                throw Disagreement("the object at \(object.address) is outside of its untyped")
            }
        }
        if case .untyped(let memory) = held.capability {
            if let region, !region.contains(memory.address) || memory.address + memory.size > region.upperBound {
                throw Disagreement("the untyped at \(memory.address) is outside of the one it was made from")
            }
            region = memory.address..<memory.address + memory.size
        }
        for child in held.children { try checkThatObjectsAreInside(child, region) }
    }
}
