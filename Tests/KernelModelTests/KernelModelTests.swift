import SeL4ABI
import Testing

@testable import KernelModel
@testable import Microkernel

@Suite("The kernel beside its model", .serialized) struct KernelModelTests {
    @Test("kernel and model agree for ten thousand random operations")
    func randomOperations() {
        #expect(KernelFuzzing.run(operations: 10_000, seed: 1) == nil)
    }

    @Test("the bytes of a coverage-guided fuzzer are operations too")
    func fuzzedBytes() {
        let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 7 ^ $0 >> 5) }
        #expect(KernelFuzzing.run(bytes: bytes) == nil)
    }

    @Test(
        "one word of the kernel's that differs is noticed",
        arguments: [
            ("a badge", SimulatedMachine.Place.cnode + 42 * 32 + 8),
            ("a mark in the derivation list", SimulatedMachine.Place.cnode + 30 * 32 + 24),
            ("a user register", SimulatedMachine.Place.thread + UInt(ThreadLayout.registers) + 14 * 8),
            ("a priority", SimulatedMachine.Place.thread + UInt(ThreadLayout.priority)),
            ("a word of a message", SimulatedMachine.Place.buffer + 48),
            ("a page-table entry", SimulatedMachine.Place.vspace + 16),
            ("an identifier of an address space", SimulatedMachine.Place.asidPool + 16),
        ])
    func corruption(what: String, address: UInt) throws {
        let world = World()
        for operation in Episode.opening { try world.perform(operation) }
        PhysicalMemory<SimulatedMachine>.store(address, PhysicalMemory<SimulatedMachine>.load(address) ^ 1)
        #expect(throws: Disagreement.self, "\(what)") { try world.compare() }
    }

    @Test("a mapped frame whose last capability is gone is noticed")
    func danglingMapping() throws {
        let world = World()
        for operation in Episode.opening { try world.perform(operation) }
        try world.checkInvariants()
        let frame = try #require(world.model.objects[SimulatedMachine.Place.buffer] as? Frame)
        let table = try #require(world.model.objects.values.first { ($0 as? Table)?.level == .pageTable } as? Table)
        table.set(5, .page(frame), 0)
        frame.capabilityCount = 0
        world.model.changes += 1
        #expect(throws: Disagreement.self) { try world.checkInvariants() }
    }

    @Test("a trap is caught, and the work after it goes on")
    func traps() {
        #expect(!TrapCatcher.run { preconditionFailure("on purpose") })
        #expect(TrapCatcher.run {})
    }

    @Test("shrinking leaves only what fails")
    func shrinking() {
        let operations = (0..<100).map { Operation.interrupt(vector: $0) }
        let wanted: Set = [17, 18, 80]
        let shortest = shrink(operations) { candidate in
            wanted.allSatisfy { candidate.contains(.interrupt(vector: $0)) }
        }
        #expect(shortest == [17, 18, 80].map { Operation.interrupt(vector: $0) })
    }

    @Test("a failing sequence prints as Swift")
    func printing() {
        let call = SystemCallArguments(number: -1, pointer: 2, label: 18, length: 2, words: [30, 64])
        #expect(
            Operation.call(call).description
                == ".call(SystemCallArguments(number: -1, pointer: 2, label: 18, length: 2, words: [30, 64]))")
        #expect(Operation.tick.description == ".tick")
    }
}
