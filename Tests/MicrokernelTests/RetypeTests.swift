import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Untyped memory") struct Retype {
        let world = World()

        @Test("objects follow each other, aligned to their size")
        func placement() {
            let endpoint = world.make(.endpoint)
            let page = world.make(.page)
            let notification = world.make(.notification)
            #expect(world.capability(endpoint).object.rawValue == 0x100_0000)
            #expect(FrameCapability(world.capability(page)).base.rawValue == 0x100_1000)
            #expect(world.capability(notification).object.rawValue == 0x100_2000)
        }

        @Test("new memory reads as zero, though RAM did not")
        func cleared() {
            let page = world.make(.page)
            let base = FrameCapability(world.capability(page)).base.rawValue
            for offset in stride(from: Word(0), to: 4096, by: 8) {
                #expect(PhysicalMemory<SimulatedMachine>.load(base + offset) == 0)
            }
        }

        @Test("without children an untyped starts over, and its memory is cleared again")
        func startsOver() {
            let page = world.make(.page)
            let base = FrameCapability(world.capability(page)).base.rawValue
            PhysicalMemory<SimulatedMachine>.store(base + 8, 77)
            world.delete(page)
            let again = world.make(.page)
            #expect(FrameCapability(world.capability(again)).base.rawValue == base)
            #expect(PhysicalMemory<SimulatedMachine>.load(base + 8) == 0)
        }

        @Test("with a child left it goes on behind the last object")
        func watermark() {
            let first = world.make(.page)
            let second = world.make(.page)
            world.delete(first)
            let third = world.make(.page)
            let base = FrameCapability(world.capability(second)).base.rawValue
            #expect(FrameCapability(world.capability(third)).base.rawValue == base + 4096)
        }

        @Test("memory runs out with the bytes that are left")
        func exhausted() {
            let small = world.make(.untyped, bits: 12)
            _ = world.make(.thread, from: small)
            let slots = world.freeSlots(2)
            let answer = world.retype(.thread, into: slots, count: 2, from: small)
            #expect(answer.error == .notEnoughMemory)
            #expect(answer.words == [2048])
            #expect(world.retype(.thread, into: slots, from: small).error == .noError)
        }

        @Test("where FPU states are large a thread takes 2^12 bytes, and no object lies in any of them")
        func largeThreads() {
            SimulatedMachine.threadBits = 12
            let parent = world.make(.untyped, bits: 13)
            let small = world.make(.untyped, bits: 11)
            #expect(world.retype(.thread, into: world.freeSlots(), from: small).words == [2048])
            let threads = [world.make(.thread, from: parent), world.make(.thread, from: parent)]
            let base = world.capability(parent).object.rawValue
            #expect(threads.map { world.capability($0).object.rawValue } == [base, base + 4096])
            #expect(world.retype(.endpoint, into: world.freeSlots(), from: parent).words == [0])
            // The second half belongs to the thread, and with it to what the thread came from.
            #expect(world.hasChildren(parent))
            world.delete(threads[0])
            #expect(world.hasChildren(parent))
            world.delete(threads[1])
            #expect(!world.hasChildren(parent))
            #expect(world.retype(.page, into: world.freeSlots(), count: 2, from: parent).error == .noError)
        }

        @Test(
            "arguments are refused in the order of the contract",
            arguments: [
                ([12, 0, 0, 0, 50, 1], ErrorCode.invalidArgument, [0]),
                ([0, 64, 0, 0, 50, 1], .rangeError, [0, 47]),
                ([0, 48, 0, 0, 50, 1], .rangeError, [0, 47]),
                ([4, 43, 0, 0, 50, 1], .rangeError, [0, 47]),
                ([4, 0, 0, 0, 50, 1], .invalidArgument, [1]),
                ([0, 3, 0, 0, 50, 1], .invalidArgument, [1]),
                ([2, 0, 0, 65, 50, 1], .rangeError, [1, 64]),
                ([2, 0, 0, 0, 4096, 1], .rangeError, [0, 4095]),
                ([2, 0, 0, 0, 50, 0], .rangeError, [1, 256]),
                ([2, 0, 0, 0, 50, 257], .rangeError, [1, 256]),
                ([2, 0, 0, 0, 4095, 2], .rangeError, [1, 1]),
                ([2, 0, 0, 0, 1, 1], .deleteFirst, []),
                ([7, 0, 0, 0, 50, 1], .notEnoughMemory, [1 << 24]),
            ] as [([Word], ErrorCode, [Word])])
        func refused(_ arguments: [Word], _ error: ErrorCode, _ words: [Word]) {
            let answer = world.invoke(
                World.untyped, .untypedRetype, arguments, caps: [InitialSlot.cnode])
            #expect(answer.error == error)
            #expect(answer.words == words)
        }

        @Test("too few words or no root is a truncated message; another label an illegal operation")
        func malformed() {
            #expect(
                world.invoke(World.untyped, .untypedRetype, [2, 0, 0, 0, 50, 1]).error
                    == .truncatedMessage)
            #expect(
                world.invoke(
                    World.untyped, .untypedRetype, [2, 0, 0, 0, 50], caps: [InitialSlot.cnode]
                ).error == .truncatedMessage)
            #expect(world.invoke(World.untyped, .cnodeCopy, [0]).error == .illegalOperation)
        }

        @Test("device memory makes frames and untypeds only, and is never touched")
        func device() {
            let slot = world.freeSlots()
            let answer = world.retype(.endpoint, into: slot, from: World.device)
            #expect(answer.error == .invalidArgument)
            #expect(answer.words == [1])
            let page = world.make(.page, from: World.device)
            #expect(FrameCapability(world.capability(page)).isDevice)
            let part = world.make(.untyped, bits: 12, from: World.device)
            #expect(UntypedCapability(world.capability(part)).isDevice)
        }

        @Test("clearing can be interrupted and goes on where it stopped")
        func preempted() {
            SimulatedMachine.interruptsPending = 3
            let slot = world.freeSlots()
            var rounds = 0
            while world.capability(slot).isNull && rounds < 10 {
                let rip = world.root[.rip]
                world.retype(.largePage, into: slot)
                rounds += 1
                if world.capability(slot).isNull {
                    #expect(world.root[.rip] == rip, "the call starts again")
                }
            }
            #expect(rounds == 4)
            #expect(world.message(of: world.root).error == .noError)
            let base = FrameCapability(world.capability(slot)).base.rawValue
            for offset in stride(from: Word(0), to: 2 << 20, by: 4096) {
                #expect(PhysicalMemory<SimulatedMachine>.load(base + offset) == 0)
            }
        }

        @Test("an untyped with children is not copied; one copied hands out nothing more")
        func copies() {
            let parent = world.make(.untyped, bits: 14)
            let copy = world.freeSlots()
            #expect(world.copy(parent, into: copy).error == .noError)
            let slot = world.freeSlots()
            #expect(world.retype(.page, into: slot, from: parent).error == .notEnoughMemory)
            #expect(world.retype(.page, into: slot, from: copy).error == .noError)
            #expect(world.copy(copy, into: world.freeSlots()).error == .revokeFirst)
            world.revoke(parent)
            #expect(world.capability(copy).isNull && world.capability(slot).isNull)
            #expect(world.retype(.page, into: slot, from: parent).error == .noError)
        }
    }
}
