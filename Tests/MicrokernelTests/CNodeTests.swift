import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Capability spaces") struct CNodes {
        let world = World()
        let root = InitialSlot.cnode

        @Test("a CNode below the root is reached through its guard")
        func nested() throws {
            let node = world.make(.capabilityTable, bits: 4)
            let endpoint = world.make(.endpoint)
            // 52 bits of the root's guard and 12 of its index leave nothing for the inner node, so
            // the inner one is the root of the operation.
            let answer = world.invoke(
                node, .cnodeCopy, [5, 4, endpoint, 64, 15], caps: [root])
            #expect(answer.error == .noError)
            let inner = TestKernel.Slot(world.capability(node).object).advanced(by: 5)
            #expect(inner.capability == world.capability(endpoint))
        }

        @Test("lookup failures say how far they came")
        func failures() {
            let node = world.make(.capabilityTable, bits: 4)
            let guarded = world.freeSlots()
            world.mint(node, into: guarded, badge: CNodeGuard(guardBits: 2, size: 3).rawValue)
            let deep = world.invoke(guarded, .cnodeDelete, [5, 6])
            #expect(deep.error == .failedLookup)
            #expect(deep.words == [0, LookupFailureType.guardMismatch.rawValue, 6, 2, 3])
            let shallow = world.invoke(guarded, .cnodeDelete, [0b10_000 >> 1, 5])
            #expect(shallow.words[1] == LookupFailureType.depthMismatch.rawValue)
            #expect(shallow.words == [0, 3, 5, 7])
            let long = world.invoke(node, .cnodeDelete, [0, 8])
            #expect(long.words == [0, LookupFailureType.depthMismatch.rawValue, 4, 0])
            let none = world.invoke(node, .cnodeDelete, [0, 0])
            #expect(none.error == .rangeError && none.words == [1, 64])
            let notNode = world.invoke(
                node, .cnodeCopy, [0, 4, 1, 64, 15], caps: [World.untyped])
            #expect(notNode.error == .failedLookup)
            #expect(notNode.words == [1, LookupFailureType.invalidRoot.rawValue])
        }

        @Test("a full destination is refused before an empty source")
        func order() {
            let endpoint = world.make(.endpoint)
            let empty = world.freeSlots()
            #expect(world.copy(empty, into: endpoint).error == .deleteFirst)
            let missing = world.copy(empty, into: world.freeSlots())
            #expect(missing.error == .failedLookup)
            #expect(missing.words == [1, LookupFailureType.missingCapability.rawValue, 64])
            let move = world.invoke(
                root, .cnodeMove, [endpoint, 64, endpoint, 64], caps: [root])
            #expect(move.error == .deleteFirst)
        }

        @Test("rights only shrink, and only where a kind has them")
        func rights() {
            let endpoint = world.make(.endpoint)
            let reader = world.freeSlots()
            world.copy(endpoint, into: reader, rights: .read)
            #expect(EndpointCapability(world.capability(reader)).rights == .read)
            let again = world.freeSlots()
            world.copy(reader, into: again, rights: .all)
            #expect(EndpointCapability(world.capability(again)).rights == .read)
            let page = world.make(.page)
            let readOnly = world.freeSlots()
            world.copy(page, into: readOnly, rights: .read)
            #expect(FrameCapability(world.capability(readOnly)).access == .read)
            let writeOnly = world.freeSlots()
            world.copy(page, into: writeOnly, rights: .write)
            #expect(FrameCapability(world.capability(writeOnly)).access == .none)
        }

        @Test("a badge is given once, and only by Mint")
        func badges() {
            let endpoint = world.make(.endpoint)
            let badged = world.minted(endpoint, badge: 7)
            #expect(EndpointCapability(world.capability(badged)).badge == 7)
            #expect(world.mint(badged, into: world.freeSlots(), badge: 8).error == .illegalOperation)
            let mutate = world.invoke(
                root, .cnodeMutate, [world.freeSlots(), 64, endpoint, 64, 9], caps: [root])
            #expect(mutate.error == .illegalOperation)
        }

        @Test("control, reply and unmapped table capabilities have no copies")
        func uncopyable() {
            let table = world.make(.pageTable)
            let vspace = world.make(.pml4)
            for source in [InitialSlot.irqControl, InitialSlot.ioPortControl, table, vspace] {
                #expect(world.copy(source, into: world.freeSlots()).error == .illegalOperation)
            }
        }

        @Test("Move and Mutate keep the place in the tree")
        func move() {
            let node = world.make(.capabilityTable, bits: 4)
            let target = world.freeSlots()
            let mutated = world.invoke(
                root, .cnodeMutate,
                [target, 64, node, 64, CNodeGuard(guardBits: 5, size: 8).rawValue], caps: [root])
            #expect(mutated.error == .noError)
            #expect(CNodeCapability(world.capability(target)).guardBits == 5)
            #expect(world.capability(node).isNull)
            world.revoke(World.untyped)
            #expect(world.capability(target).isNull)
        }

        @Test("Rotate moves two capabilities at once, and swaps when source is destination")
        func rotate() {
            let (first, second) = (world.make(.thread), world.make(.thread))
            let (a, b) = (world.capability(first), world.capability(second))
            let swapped = world.invoke(
                root, .cnodeRotate, [first, 64, 0, second, 64, 0, first, 64], caps: [root, root])
            #expect(swapped.error == .noError)
            #expect(world.capability(first) == b && world.capability(second) == a)
            let target = world.freeSlots()
            world.invoke(
                root, .cnodeRotate, [target, 64, 0, second, 64, 0, first, 64], caps: [root, root])
            #expect(world.capability(target) == a && world.capability(second) == b)
            #expect(world.capability(first).isNull)
            let same = world.invoke(
                root, .cnodeRotate, [first, 64, 0, second, 64, 0, second, 64], caps: [root, root])
            #expect(same.error == .illegalOperation)
        }

        @Test("an empty slot is an invalid capability, not a fault")
        func empty() {
            let answer = world.invoke(world.freeSlots(), .untypedRetype)
            #expect(answer.error == .invalidCapability && answer.words == [0])
            #expect(world.current == world.root)
        }
    }

    @Suite("Derivation and deletion") struct Derivation {
        let world = World()

        @Test("revoking deletes what descends and leaves the rest")
        func revoke() {
            let endpoint = world.make(.endpoint)
            let badged = world.minted(endpoint, badge: 1)
            let copy = world.freeSlots()
            world.copy(badged, into: copy)
            let other = world.minted(endpoint, badge: 2)
            world.revoke(copy)
            #expect(!world.capability(badged).isNull)
            world.revoke(badged)
            #expect(world.capability(copy).isNull)
            #expect(!world.capability(other).isNull && !world.capability(badged).isNull)
            world.revoke(endpoint)
            #expect(world.capability(badged).isNull && world.capability(other).isNull)
            #expect(!world.capability(endpoint).isNull)
            world.revoke(World.untyped)
            #expect(world.capability(endpoint).isNull)
        }

        @Test("deleting the first of a badge's line hands the line on")
        func firstBadged() {
            let endpoint = world.make(.endpoint)
            let first = world.minted(endpoint, badge: 5)
            let second = world.freeSlots()
            world.copy(first, into: second)
            world.delete(first)
            #expect(world.slot(second).isFirstBadged)
        }

        @Test("revoking and deleting empty slots succeeds")
        func nothing() {
            let slot = world.freeSlots()
            #expect(world.revoke(slot).error == .noError)
            #expect(world.delete(slot).error == .noError)
        }

        @Test("a CNode's last capability takes its content along, nested ones too")
        func nestedDelete() {
            let outer = world.make(.capabilityTable, bits: 3)
            let inner = world.make(.capabilityTable, bits: 3)
            let endpoint = world.make(.endpoint)
            let waiter = world.startThread(priority: 10)
            world.invoke(inner, .cnodeMove, [2, 3, endpoint, 64], caps: [InitialSlot.cnode])
            world.invoke(inner, .cnodeMove, [6, 3, waiter, 64], caps: [InitialSlot.cnode])
            world.invoke(outer, .cnodeMove, [7, 3, inner, 64], caps: [InitialSlot.cnode])
            let thread = TestKernel.Thread(
                TestKernel.Slot(PhysicalAddress(innerObject(outer, 7))).advanced(by: 6)
                    .capability.object)
            #expect(thread.isRunnable)
            let endpointSlot = TestKernel.Slot(PhysicalAddress(innerObject(outer, 7)))
                .advanced(by: 2)
            world.delete(outer)
            #expect(endpointSlot.isEmpty)
            #expect(!thread.isRunnable && thread.cspaceRoot.isEmpty && thread.vspaceRoot.isEmpty)
        }

        private func innerObject(_ node: Word, _ index: Word) -> Word {
            TestKernel.Slot(world.capability(node).object).advanced(by: index).capability.object
                .rawValue
        }

        @Test("a CNode that holds its own last capability can be revoked away")
        func selfReference() {
            let untyped = world.make(.untyped, bits: 16)
            for position in [Word(0), 3, 7] {
                let node = world.make(.capabilityTable, bits: 3, from: untyped)
                world.invoke(
                    node, .cnodeMove, [position, 3, node, 64], caps: [InitialSlot.cnode])
                #expect(world.capability(node).isNull)
            }
            world.revoke(untyped)
            #expect(!world.hasChildren(untyped))
        }

        @Test("a CNode that holds itself among others is revoked away with all of them", arguments: Word(0)..<8)
        func holdsItself(position: Word) {
            let untyped = world.make(.untyped, bits: 16)
            let node = world.make(.capabilityTable, bits: 3, from: untyped)
            let endpoint = world.make(.endpoint)
            for slot in Word(0)..<8 where slot != position {
                world.invoke(
                    node, .cnodeMint, [slot, 3, endpoint, 64, 15, 0x7000 + slot], caps: [InitialSlot.cnode])
            }
            #expect(world.hasChildren(endpoint))
            world.invoke(node, .cnodeMove, [position, 3, node, 64], caps: [InitialSlot.cnode])
            #expect(world.capability(node).isNull)
            world.revoke(untyped)
            #expect(!world.hasChildren(untyped) && !world.hasChildren(endpoint))
        }

        @Test("two CNodes that hold each other can be revoked away")
        func mutualReference() {
            let untyped = world.make(.untyped, bits: 16)
            for (left, right) in [(Word(0), Word(0)), (1, 6), (7, 7), (0, 5)] {
                let a = world.make(.capabilityTable, bits: 3, from: untyped)
                let b = world.make(.capabilityTable, bits: 3, from: untyped)
                let copy = world.freeSlots()
                world.copy(a, into: copy)
                world.invoke(a, .cnodeMove, [left, 3, b, 64], caps: [InitialSlot.cnode])
                world.invoke(copy, .cnodeMove, [right, 3, a, 64], caps: [InitialSlot.cnode])
                // Nothing names b from outside; the copy of a goes into b through a.
                world.delete(copy)
            }
            world.revoke(untyped)
            #expect(!world.hasChildren(untyped))
        }

        @Test("a chain of CNodes longer than the kernel walks is still revoked away")
        func longChain() {
            let untyped = world.make(.untyped, bits: 18)
            var outer = world.make(.capabilityTable, bits: 1, from: untyped)
            let first = outer
            world.checksInvariants = false
            for _ in 0..<200 {
                let next = world.make(.capabilityTable, bits: 1, from: untyped)
                let copy = world.freeSlots()
                world.copy(next, into: copy)
                world.invoke(outer, .cnodeMove, [1, 1, next, 64], caps: [InitialSlot.cnode])
                if outer != first { world.delete(outer) }
                outer = copy
            }
            world.checksInvariants = true
            world.delete(outer)
            world.delete(first)
            world.revoke(untyped)
            #expect(!world.hasChildren(untyped))
        }

        @Test("revoking can be interrupted and goes on when called again")
        func preempted() {
            let node = world.make(.capabilityTable, bits: 10)
            let endpoint = world.make(.endpoint)
            world.checksInvariants = false
            for index in 0..<Word(1000) {
                world.invoke(
                    node, .cnodeMint, [index, 10, endpoint, 64, 15, index + 1],
                    caps: [InitialSlot.cnode])
            }
            world.checksInvariants = true
            SimulatedMachine.interruptsPending = 5
            var rounds = 0
            while world.hasChildren(endpoint) {
                world.revoke(endpoint)
                rounds += 1
            }
            #expect(rounds == 6)
        }

        @Test("deleting an endpoint's last capability restarts who waits there")
        func endpointDeleted() {
            let endpoint = world.make(.endpoint)
            let helper = world.startThread(priority: 10)
            let thread = world.thread(helper)
            let parking = world.make(.notification)
            let signaller = world.minted(parking, badge: 1)
            // The helper blocks in a Send; another thread then lets the root go on.
            let waker = world.startThread(priority: 5)
            world.enter(.receive, parking)
            #expect(world.current == thread)
            let rip = thread[.rip]
            world.enter(.send, endpoint)
            #expect(thread.state == .blockedOnSend)
            #expect(world.current == world.thread(waker))
            world.enter(.send, signaller)
            #expect(world.current == world.root)
            world.delete(endpoint)
            #expect(thread.isRunnable)
            #expect(thread[.rip] == rip, "at the system call again")
        }

        /// Threads of priority 10 that wait to send, after which the root thread goes on.
        private func senders(_ count: Int, to endpoint: Word) -> [TestKernel.Thread] {
            let threads = (0..<count).map { _ in world.thread(world.startThread(priority: 10)) }
            let parking = world.make(.notification)
            let waker = world.startThread(priority: 5)
            world.enter(.receive, parking)
            for _ in threads { world.enter(.send, endpoint) }
            #expect(world.current == world.thread(waker))
            world.enter(.sendNonBlocking, parking)
            #expect(threads.allSatisfy { $0.state == .blockedOnSend })
            return threads
        }

        @Test("deleting an endpoint can be interrupted; meanwhile its slot is as good as empty")
        func endpointDeletedInPieces() {
            let endpoint = world.make(.endpoint)
            let threads = senders(100, to: endpoint)
            SimulatedMachine.interruptsPending = 3
            var waiting = [100]
            while !world.slot(endpoint).isEmpty {
                world.delete(endpoint)
                waiting.append(threads.count { !$0.isRunnable })
                #expect(world.capability(endpoint).kind != .endpoint)
            }
            #expect(waiting.count == 5 && waiting.last == 0)
            #expect(waiting == waiting.sorted(by: >), "each call comes further")
        }

        @Test("an endpoint at the end of a chain of CNodes lets go who waits, however long it is", arguments: 62..<67)
        func endpointInChain(depth: Int) {
            let untyped = world.make(.untyped, bits: 18)
            let endpoint = world.make(.endpoint, from: untyped)
            let thread = senders(1, to: endpoint)[0]
            var inner = endpoint
            for _ in 0..<depth {
                let outer = world.make(.capabilityTable, bits: 1, from: untyped)
                world.invoke(outer, .cnodeMove, [1, 1, inner, 64], caps: [InitialSlot.cnode])
                inner = outer
            }
            world.delete(inner)
            #expect(world.slot(inner).isEmpty)
            world.revoke(untyped)
            #expect(thread.isRunnable)
            #expect(!world.hasChildren(untyped))
        }
    }
}
