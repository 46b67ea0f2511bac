import NTABI
import Testing

@testable import Executive

/// All suites that use the window, one after the other.
@Suite(.serialized) struct MemoryTests {}

extension MemoryTests {
    @Suite struct Allocation {
        @Test func `A reservation is rounded to 64 KB below and to a page above`() throws {
            let space = try Machine().space()
            let result = try space.allocate(
                at: 0x12_3456, size: 0x1000, type: .reserve, protection: .readWrite)
            #expect(result.base == 0x12_0000)
            #expect(result.size == 0x5000)
        }

        @Test func `Without an address the lowest place is taken, or the highest on request`() throws {
            let space = try Machine().space()
            let first = try space.allocate(
                at: nil, size: 1, type: [.reserve, .commit], protection: .readWrite)
            let second = try space.allocate(
                at: nil, size: 0x1_1000, type: .reserve, protection: .readWrite)
            let third = try space.allocate(
                at: nil, size: 1, type: .reserve, protection: .readWrite)
            let top = try space.allocate(
                at: nil, size: 0x1000, type: [.reserve, .topDown], protection: .readWrite)
            #expect(first.base == 0x1_0000 && first.size == 0x1000)
            #expect(second.base == 0x2_0000)
            #expect(third.base == 0x4_0000)
            #expect(top.base == 0x7FFD_0000)
        }

        @Test func `A place that was freed is taken again`() throws {
            let space = try Machine().space()
            var bases: [UInt] = []
            for _ in 0..<4 {
                bases.append(
                    try space.allocate(
                        at: nil, size: 0x10000, type: .reserve, protection: .readWrite
                    ).base)
            }
            _ = try space.free(at: bases[1], size: 0, type: .release)
            let again = try space.allocate(
                at: nil, size: 0x10000, type: .reserve, protection: .readWrite)
            #expect(again.base == bases[1])
        }

        @Test func `What is reserved cannot be reserved again, nor can what is not be committed`() throws {
            let space = try Machine().space()
            _ = try space.allocate(
                at: 0x10_0000, size: 0x10000, type: .reserve, protection: .readWrite)
            #expect(throws: NTStatus.conflictingAddresses) {
                try space.allocate(
                    at: 0x10_8000, size: 1, type: .reserve, protection: .readWrite)
            }
            #expect(throws: NTStatus.conflictingAddresses) {
                try space.allocate(
                    at: 0x20_0000, size: 1, type: .commit, protection: .readWrite)
            }
            #expect(throws: NTStatus.conflictingAddresses) {
                try space.allocate(
                    at: 0x10_F000, size: 0x2000, type: .commit, protection: .readWrite)
            }
            #expect(throws: NTStatus.conflictingAddresses) {
                try space.allocate(at: 0x1000, size: 1, type: .reserve, protection: .readWrite)
            }
        }

        @Test func `Reserved pages cannot be used until they are committed`() throws {
            let space = try Machine().space()
            let base = try space.allocate(
                at: nil, size: 0x4000, type: .reserve, protection: .readWrite
            ).base
            #expect(throws: NTStatus.accessViolation) { try space.load(base) }
            _ = try space.allocate(
                at: base + 0x1000, size: 0x1000, type: .commit, protection: .readWrite)
            #expect(try space.load(base + 0x1000) == 0)
            try space.store(7, at: base + 0x1FFF)
            #expect(try space.load(base + 0x1FFF) == 7)
            #expect(throws: NTStatus.accessViolation) { try space.load(base + 0x2000) }
        }

        @Test func `Decommitted pages are gone, and read as zeros when they are committed again`() throws {
            let space = try Machine().space()
            let base = try space.allocate(
                at: nil, size: 0x3000, type: [.reserve, .commit], protection: .readWrite
            ).base
            try space.store(1, at: base)
            try space.store(2, at: base + 0x1000)
            _ = try space.free(at: base + 0x1000, size: 0x1000, type: .decommit)
            #expect(throws: NTStatus.accessViolation) { try space.load(base + 0x1000) }
            #expect(try space.load(base) == 1)
            _ = try space.allocate(
                at: base + 0x1000, size: 1, type: .commit, protection: .readWrite)
            #expect(try space.load(base + 0x1000) == 0)
        }

        @Test func `Releasing the middle of a range leaves two`() throws {
            let space = try Machine().space()
            let base = try space.allocate(
                at: nil, size: 0x40000, type: [.reserve, .commit], protection: .readWrite
            ).base
            for page in 0..<64 as Range<UInt> { try space.store(UInt8(page), at: base + page * 4096) }
            _ = try space.free(at: base + 0x5000, size: 0x3000, type: .release)
            #expect(try space.load(base + 0x4000) == 4)
            #expect(throws: NTStatus.accessViolation) { try space.load(base + 0x5000) }
            #expect(try space.load(base + 0x8000) == 8)
            #expect(try space.load(base + 0x3F000) == 63)
            #expect(space.describe(base).RegionSize == 0x5000)
            #expect(space.describe(base + 0x8000).AllocationBase == base + 0x8000)
        }

        @Test func `Freeing wrongly is refused with Windows' statuses`() throws {
            let space = try Machine().space()
            let base = try space.allocate(
                at: nil, size: 0x10000, type: .reserve, protection: .readWrite
            ).base
            #expect(throws: NTStatus.memoryNotAllocated) {
                try space.free(at: 0x5000_0000, size: 0, type: .release)
            }
            #expect(throws: NTStatus.freeVMNotAtBase) {
                try space.free(at: base + 0x1000, size: 0, type: .release)
            }
            #expect(throws: NTStatus.unableToFreeVM) {
                try space.free(at: base, size: 0x11000, type: .release)
            }
            #expect(throws: NTStatus.unableToFreeVM) {
                try space.free(at: AddressSpace.sharedDataAddress, size: 0, type: .release)
            }
        }

        @Test func `No more is promised than there is`() throws {
            let machine = try Machine(pages: 600)
            let space = try machine.space()
            #expect(throws: NTStatus.commitmentLimit) {
                try space.allocate(
                    at: nil, size: 600 * 4096, type: [.reserve, .commit], protection: .readWrite)
            }
            let limit = UInt(machine.memory.commitLimit)
            let base = try space.allocate(
                at: nil, size: limit * 4096, type: [.reserve, .commit], protection: .readWrite
            ).base
            for page in 0..<limit { try space.store(1, at: base + page * 4096) }
            #expect(throws: NTStatus.commitmentLimit) {
                try space.allocate(
                    at: nil, size: 1, type: [.reserve, .commit], protection: .readWrite)
            }
        }
    }

    @Suite struct Pages {
        @Test func `A fault maps a page once, with the rights it has`() throws {
            let machine = try Machine()
            let space = try machine.space()
            let base = try space.allocate(
                at: nil, size: 0x2000, type: [.reserve, .commit], protection: .readWrite
            ).base
            try space.handleFault(at: base + 5, isWrite: false)
            let mapping = try #require(machine.hardware.mapping(at: base, in: space))
            #expect(mapping.isWritable)
            #expect(machine.hardware.mapping(at: base + 0x1000, in: space) == nil)
        }

        @Test func `Only pages that may be executed are mapped so, and no other can be fetched from`() throws {
            let machine = try Machine()
            let space = try machine.space()
            let base = try space.allocate(
                at: nil, size: 0x1000, type: [.reserve, .commit], protection: .readWrite
            ).base
            #expect(throws: NTStatus.accessViolation) {
                try space.handleFault(at: base, isWrite: false, isFetch: true)
            }
            try space.handleFault(at: base, isWrite: true)
            #expect(try #require(machine.hardware.mapping(at: base, in: space)).isExecutable == false)
            #expect(throws: NTStatus.accessViolation) {
                try space.handleFault(at: base, isWrite: false, isFetch: true)
            }
            _ = try space.protect(at: base, size: 1, to: .executeReadWrite)
            #expect(machine.hardware.mapping(at: base, in: space) == nil)
            try space.handleFault(at: base, isWrite: false, isFetch: true)
            #expect(try #require(machine.hardware.mapping(at: base, in: space)).isExecutable)
            _ = try space.protect(at: base, size: 1, to: .readWrite)
            #expect(machine.hardware.mapping(at: base, in: space) == nil)
        }

        @Test func `A protection that allows less is enforced at once, one that allows more when it is used`() throws {
            let machine = try Machine()
            let space = try machine.space()
            let base = try space.allocate(
                at: nil, size: 0x1000, type: [.reserve, .commit], protection: .readWrite
            ).base
            try space.handleFault(at: base, isWrite: true)
            #expect(try space.protect(at: base, size: 1, to: .readOnly).old == .readWrite)
            #expect(machine.hardware.mapping(at: base, in: space) == nil)
            #expect(throws: NTStatus.accessViolation) { try space.handleFault(at: base, isWrite: true) }
            try space.handleFault(at: base, isWrite: false)
            #expect(machine.hardware.mapping(at: base, in: space)?.isWritable == false)
            _ = try space.protect(at: base, size: 1, to: .noAccess)
            #expect(throws: NTStatus.accessViolation) { try space.handleFault(at: base, isWrite: false) }
            _ = try space.protect(at: base, size: 1, to: .readWrite)
            try space.handleFault(at: base, isWrite: true)
            #expect(machine.hardware.mapping(at: base, in: space)?.isWritable == true)
        }

        @Test func `A guard page raises its alarm once`() throws {
            let space = try Machine().space()
            let base = try space.allocate(
                at: nil, size: 0x1000, type: [.reserve, .commit],
                protection: PageProtection(rawValue: 0x104)
            ).base
            #expect(throws: NTStatus.guardPageViolation) {
                try space.handleFault(at: base, isWrite: true)
            }
            try space.handleFault(at: base, isWrite: true)
        }

        @Test func `A stack grows page by page, tells the TEB, and ends with an overflow`() throws {
            let space = try Machine().space()
            let teb: UInt = 0x7FFF_0000_4000
            try space.allocateSystemPages(at: teb, size: 0x3000)
            let stack = try space.allocateStack(reserve: 0x10000, commit: 0x2000, teb: teb)
            #expect(stack.base - stack.deallocationBase == 0x10000)
            #expect(stack.base - stack.limit == 0x2000)
            try space.handleFault(at: stack.base - 8, isWrite: true)
            #expect(throws: NTStatus.accessViolation) {
                try space.handleFault(at: stack.limit - 0x2000, isWrite: true)
            }
            var page = stack.limit - 0x1000
            let overflow = stack.deallocationBase + UInt(1 + UserStack.pagesOfOverflow) * 0x1000
            while page > overflow {
                try space.handleFault(at: page + 16, isWrite: true)
                let limit = try space.resolve(teb + 0x10, forWriting: false).load(as: UInt.self)
                #expect(limit == page)
                page -= 0x1000
            }
            #expect(throws: NTStatus.stackOverflow) {
                try space.handleFault(at: page + 16, isWrite: true)
            }
            // Whoever handles the overflow has the rest of the stack but its lowest page.
            for rest in stride(from: stack.deallocationBase + 0x1000, through: overflow, by: 0x1000) {
                try space.handleFault(at: rest + 16, isWrite: true)
            }
            #expect(throws: NTStatus.accessViolation) {
                try space.handleFault(at: stack.deallocationBase, isWrite: true)
            }
        }

        @Test func `What a process held comes back`() throws {
            let machine = try Machine()
            func live() throws {
                let space = try machine.space()
                let base = try space.allocate(
                    at: nil, size: 0x20000, type: [.reserve, .commit], protection: .readWrite
                ).base
                for page in 0..<32 as Range<UInt> {
                    try space.handleFault(at: base + page * 4096, isWrite: true)
                }
                _ = try space.allocateStack(reserve: 0x10000, commit: 0x1000, teb: base)
                let section = Section(
                    try AnonymousSegment.make(machine.memory, size: 0x3000, isReserved: false),
                    protection: .readWrite, attributes: .commit)
                let view = try space.mapView(of: section, ViewRequest())
                try space.handleFault(at: view.base, isWrite: true)
                try space.handleFault(at: AddressSpace.sharedDataAddress, isWrite: false)
                space.tearDown()
            }
            let before = machine.memory.counters
            try live()
            let after = machine.memory.counters
            #expect(after.freePages == before.freePages)
            #expect(after.committedPages == before.committedPages)
            #expect(machine.hardware.mappings.isEmpty)
            #expect(machine.hardware.spaces == 0)
        }
    }
}
