import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Address spaces") struct AddressSpaces {
        let world = World()
        let vspace: Word

        init() {
            vspace = world.make(.pml4)
            let assigned = world.invoke(
                InitialSlot.asidPool, .asidPoolAssign, caps: [vspace])
            #expect(assigned.error == .noError)
        }

        private func map(_ table: Word, _ label: InvocationLabel, _ address: Word) -> Answer {
            world.invoke(table, label, [address, 0], caps: [vspace])
        }

        private func mapPage(
            _ page: Word, _ address: Word, rights: Word = 3, attributes: Word = 0
        ) -> Answer {
            world.invoke(page, .pageMap, [address, rights, attributes], caps: [vspace])
        }

        private func mapTables(_ address: Word) -> [Word] {
            let tables = [
                world.make(.pdpt), world.make(.pageDirectory), world.make(.pageTable),
            ]
            #expect(map(tables[0], .pdptMap, address).error == .noError)
            #expect(map(tables[1], .pageDirectoryMap, address).error == .noError)
            #expect(map(tables[2], .pageTableMap, address).error == .noError)
            return tables
        }

        /// The lowest entry for an address.
        private func entry(_ address: Word, _ level: TableLevel = .pageTable) -> Word? {
            let root = world.capability(vspace).object
            return try? world.kernel.entry(for: address, at: level, in: root).entry.word
        }

        @Test("a new root has the kernel's half and an identifier of its own")
        func roots() {
            let root = world.capability(vspace).object
            #expect(PhysicalMemory<SimulatedMachine>.load(root.rawValue + 2048) == 0xfeed_0800)
            #expect(PhysicalMemory<SimulatedMachine>.load(root.rawValue + 2040) == 0)
            #expect(RootTableCapability(world.capability(vspace)).asid == ASID(2))
            let again = world.invoke(InitialSlot.asidPool, .asidPoolAssign, caps: [vspace])
            #expect(again.error == .invalidCapability && again.words == [1])
        }

        @Test("tables and pages go in from the top; what is missing is named by its bits")
        func order() {
            let address: Word = 0x40_0000_0000 + 0x1234_5000
            let page = world.make(.page)
            #expect(mapPage(page, address).words == [0, 2, 39])
            let pdpt = world.make(.pdpt)
            #expect(map(pdpt, .pdptMap, address).error == .noError)
            #expect(mapPage(page, address).words == [0, 2, 30])
            let directory = world.make(.pageDirectory)
            #expect(map(directory, .pageDirectoryMap, address).error == .noError)
            #expect(mapPage(page, address).words == [0, 2, 21])
            let table = world.make(.pageTable)
            #expect(map(table, .pageTableMap, address).error == .noError)
            #expect(map(table, .pageTableMap, address).words == [0])
            #expect(map(world.make(.pageTable), .pageTableMap, address).error == .deleteFirst)
            #expect(mapPage(page, address).error == .noError)
            let base = FrameCapability(world.capability(page)).base.rawValue
            #expect(entry(address) == base | 7)
        }

        @Test("rights and attributes become bits of the entry")
        func bits() {
            let address: Word = 0x1000_0000
            _ = mapTables(address)
            let page = world.make(.page)
            let base = FrameCapability(world.capability(page)).base.rawValue
            let (readOnly, writable, never): (Word, Word, Word) = (5, 7, 1 << 63)
            let cases: [(Word, Word, Word)] = [
                (2, 0, readOnly), (3, 3, writable | 0x18), (1, 0, 1), (3, 4, writable | 0x80),
                (3, 8, writable | never), (2, 0xFFF3, readOnly | 0x18), (2, 0xFFFB, readOnly | never | 0x18),
            ]
            for (rights, attributes, bits) in cases {
                #expect(mapPage(page, address, rights: rights, attributes: attributes).error == .noError)
                #expect(entry(address) == base | bits)
            }
        }

        @Test("a mapped frame stays where it is")
        func remap() {
            let address: Word = 0x1000_0000
            _ = mapTables(address)
            let page = world.make(.page)
            #expect(mapPage(page, address).error == .noError)
            let moved = mapPage(page, address + 4096)
            #expect(moved.error == .invalidArgument && moved.words == [0])
            let elsewhere = world.invoke(
                page, .pageMap, [address, 3, 0], caps: [InitialSlot.vspace])
            #expect(elsewhere.error == .invalidCapability && elsewhere.words == [1])
            #expect(world.invoke(page, .pageUnmap).error == .noError)
            #expect(entry(address) == 0)
            #expect(world.invoke(page, .pageUnmap).error == .noError)
            #expect(mapPage(page, address + 4096).error == .noError)
        }

        @Test("addresses are checked")
        func addresses() {
            let page = world.make(.page)
            #expect(mapPage(page, 0x7fff_ffff_f000).error == .invalidArgument)
            #expect(mapPage(page, Word.max & ~4095).error == .invalidArgument)
            #expect(mapPage(page, 0x1000_0800).error == .alignmentError)
            let pdpt = world.make(.pdpt)
            #expect(map(pdpt, .pdptMap, 0x8000_0000_0000).error == .invalidArgument)
        }

        @Test("large pages take a directory entry, unless a table has it")
        func largePage() {
            let address: Word = 0x4000_0000
            let tables = mapTables(address)
            let large = world.make(.largePage)
            #expect(mapPage(large, address).error == .deleteFirst)
            #expect(world.invoke(tables[2], .pageTableUnmap).error == .noError)
            #expect(mapPage(large, address).error == .noError)
            let base = FrameCapability(world.capability(large)).base.rawValue
            #expect(entry(address, .pageDirectory) == base | 0x87)
            world.delete(large)
            #expect(entry(address, .pageDirectory) == 0)
        }

        @Test("deleting a frame or table takes it out of the address space")
        func deletion() {
            let address: Word = 0x1000_0000
            let tables = mapTables(address)
            let page = world.make(.page)
            #expect(mapPage(page, address).error == .noError)
            let copy = world.freeSlots()
            world.copy(page, into: copy)
            world.delete(copy)
            #expect(entry(address) != 0, "a copy has no mapping of its own")
            world.delete(page)
            #expect(entry(address) == 0)
            let tableCopy = world.freeSlots()
            world.copy(tables[2], into: tableCopy)
            #expect(world.invoke(tables[2], .pageTableUnmap).error == .revokeFirst)
            world.delete(tableCopy)
            world.delete(tables[2])
            #expect(entry(address) == nil)
        }

        @Test("the root's end frees its identifier and its threads fall back to the kernel's space")
        func rootDeleted() {
            let slot = world.makeThread(priority: 255)
            world.invoke(
                slot, .tcbSetSpace, [0, 0, 0], caps: [InitialSlot.cnode, vspace])
            let root = world.capability(vspace).object.rawValue
            world.invoke(slot, .tcbResume)
            world.enter(.yield)
            #expect(SimulatedMachine.activeRoot == root)
            world.enter(.yield)
            #expect(SimulatedMachine.activeRoot == 0x4000)
            world.invoke(slot, .tcbSuspend)
            world.delete(slot)
            world.delete(vspace)
            let next = world.make(.pml4)
            world.invoke(InitialSlot.asidPool, .asidPoolAssign, caps: [next])
            #expect(RootTableCapability(world.capability(next)).asid == ASID(2))
        }

        @Test("seven more pools of 512 identifiers, made of one page each")
        func pools() {
            func makePool(_ untyped: Word, _ slot: Word) -> Answer {
                world.invoke(
                    InitialSlot.asidControl, .asidControlMakePool, [slot, 64],
                    caps: [untyped, InitialSlot.cnode])
            }
            let wrong = world.make(.untyped, bits: 13)
            #expect(makePool(wrong, world.freeSlots()).words == [1])
            var last: Word = 0
            for _ in 0..<7 {
                last = world.freeSlots()
                #expect(makePool(world.make(.untyped, bits: 12), last).error == .noError)
            }
            let untyped = world.make(.untyped, bits: 12)
            #expect(makePool(untyped, world.freeSlots()).error == .deleteFirst)
            world.delete(last)
            let slot = world.freeSlots()
            #expect(makePool(untyped, slot).error == .noError)
            #expect(ASIDPoolCapability(world.capability(slot)).base == ASID(7 * 512))
        }

        @Test("a root whose identifier is another's by now is no address space")
        func staleIdentifier() {
            func makePool() -> Word {
                let (memory, slot) = (world.make(.untyped, bits: 12), world.freeSlots())
                let answer = world.invoke(
                    InitialSlot.asidControl, .asidControlMakePool, [slot, 64], caps: [memory, InitialSlot.cnode])
                #expect(answer.error == .noError)
                return slot
            }
            func assign(_ root: Word, in pool: Word) {
                #expect(world.invoke(pool, .asidPoolAssign, caps: [root]).error == .noError)
            }
            let (old, new) = (world.make(.pml4), world.make(.pml4))
            let first = makePool()
            assign(old, in: first)
            world.delete(first)
            let pdpt = world.make(.pdpt)
            #expect(world.invoke(pdpt, .pdptMap, [0, 0], caps: [old]).error == .failedLookup, "its pool is gone")
            assign(new, in: makePool())
            let refused = world.invoke(pdpt, .pdptMap, [0, 0], caps: [old])
            #expect(refused.error == .invalidCapability && refused.words == [1])
            #expect(world.invoke(pdpt, .pdptMap, [0, 0], caps: [new]).error == .noError)
        }
    }

    @Suite("Ports and interrupts") struct Devices {
        let world = World()

        private func issue(_ first: Word, _ last: Word, into slot: Word) -> Answer {
            world.invoke(
                InitialSlot.ioPortControl, .ioPortControlIssue, [first, last, slot, 64],
                caps: [InitialSlot.cnode])
        }

        @Test("a range of ports is issued once, used within its bounds, and freed with its end")
        func ports() {
            let slot = world.freeSlots()
            #expect(issue(0x3f8, 0x3ff, into: slot).error == .noError)
            #expect(issue(0x3ff, 0x400, into: world.freeSlots()).error == .revokeFirst)
            #expect(issue(2, 1, into: world.freeSlots()).words == [1])
            #expect(world.invoke(slot, .ioPortOut8, [0x3f8, 0x141]).error == .noError)
            #expect(SimulatedMachine.portWrites.last?.value == 0x41)
            #expect(world.invoke(slot, .ioPortIn16, [0x3f8]).words == [0x2222])
            #expect(world.invoke(slot, .ioPortIn32, [0x3fd]).error == .illegalOperation)
            #expect(world.invoke(slot, .ioPortIn8, [0x3f7]).error == .illegalOperation)
            world.delete(slot)
            #expect(issue(0x3ff, 0x400, into: slot).error == .noError)
            #expect(issue(0, 0xffff, into: world.freeSlots()).error == .revokeFirst)
            world.revoke(InitialSlot.ioPortControl)
            #expect(world.capability(slot).isNull)
            #expect(issue(0, 0xffff, into: slot).error == .noError)
        }

        private func getIOAPIC(_ slot: Word, pin: Word = 1, vector: Word = 5) -> Answer {
            world.invoke(
                InitialSlot.irqControl, .irqControlGetIOAPIC, [slot, 64, 0, pin, 0, 0, vector],
                caps: [InitialSlot.cnode])
        }

        @Test("without an IOAPIC there is no pin to be had")
        func noIOAPIC() {
            SimulatedMachine.ioapicCount = 0
            #expect(getIOAPIC(world.freeSlots()).error == .illegalOperation)
        }

        @Test("an interrupt signals its notification and stays masked until acknowledged")
        func interrupt() {
            let handler = world.freeSlots()
            #expect(getIOAPIC(handler).error == .noError)
            #expect(SimulatedMachine.masked[5] == true)
            #expect(getIOAPIC(world.freeSlots()).error == .revokeFirst)
            let notification = world.make(.notification)
            let badged = world.minted(notification, badge: 32)
            world.invoke(handler, .irqHandlerSetNotification, caps: [badged])
            world.invoke(handler, .irqHandlerAck)
            #expect(SimulatedMachine.masked[5] == false)
            world.kernel.handleInterrupt(vector: 5)
            #expect(SimulatedMachine.masked[5] == true)
            world.enter(.receiveNonBlocking, notification)
            #expect(world.root[.rdi] == 32)
            world.kernel.handleInterrupt(vector: 6)
            world.delete(handler)
            #expect(SimulatedMachine.masked[5] == true)
            #expect(getIOAPIC(handler).error == .noError)
        }

        @Test("the source of an interrupt is checked")
        func sources() {
            let slot = world.freeSlots()
            #expect(getIOAPIC(slot, pin: 24).words == [0, 23])
            #expect(getIOAPIC(slot, vector: 108).words == [0, 107])
            let message = world.invoke(
                InitialSlot.irqControl, .irqControlGetMSI, [slot, 64, 0, 32, 0, 0, 9],
                caps: [InitialSlot.cnode])
            #expect(message.words == [0, 31])
            #expect(
                world.invoke(
                    InitialSlot.irqControl, .irqControlGet, [1, slot, 64],
                    caps: [InitialSlot.cnode]
                ).error == .illegalOperation)
            let endpoint = world.make(.endpoint)
            #expect(getIOAPIC(slot).error == .noError)
            let set = world.invoke(slot, .irqHandlerSetNotification, caps: [endpoint])
            #expect(set.error == .invalidCapability && set.words == [0])
        }
    }
}
