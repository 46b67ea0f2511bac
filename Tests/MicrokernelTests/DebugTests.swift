import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Debug calls") struct Debugging {
        let world = World()

        init() { SimulatedMachine.isDebugging = true }

        private func call(_ number: Int, _ argument: Word = 0) -> Word {
            let thread = world.current
            world.enter(SystemCall(rawValue: number), argument)
            return thread[.rdi]
        }

        @Test("a kernel that does not debug answers each with a fault", arguments: -14 ... -9)
        func notDebugging(number: Int) {
            SimulatedMachine.isDebugging = false
            _ = call(number)
            #expect(world.root.state == .inactive && SimulatedMachine.console.isEmpty)
        }

        @Test("DebugPutChar prints a character")
        func putCharacter() {
            _ = call(-9, 0x4e)
            #expect(SimulatedMachine.console == "N")
        }

        @Test("DebugCapIdentify answers the number of the kind, and 0 for nothing")
        func identify() {
            #expect(call(-12, InitialSlot.thread) == Word(CapabilityKind.thread.rawValue))
            #expect(call(-12, World.untyped) == Word(CapabilityKind.untyped.rawValue))
            #expect(call(-12, 999) == 0)
            #expect(call(-12, 1 << 40) == 0, "a pointer that leads nowhere")
        }

        @Test("DebugNameThread names a thread in listings, and no other kind of object")
        func name() {
            let buffer = world.buffer(of: world.root)
            for (index, character) in "worker\0".utf8.enumerated() {
                let word = buffer[index / 8] & ~(0xff << Word(index % 8 * 8))
                buffer[index / 8] = word | Word(character) << Word(index % 8 * 8)
            }
            _ = call(-14, InitialSlot.cnode)
            _ = call(-14, InitialSlot.thread)
            _ = call(-10)
            let current = SimulatedMachine.console.split(separator: "\n").first { $0.contains("current") }
            #expect(current?.hasSuffix(" worker") == true)
        }

        @Test("DebugDumpScheduler lists the thread that runs, then those that are ready, by priority")
        func scheduler() {
            let threads = [7, 9].map { world.thread(world.startThread(priority: $0)).address.rawValue }
            _ = call(-10)
            let lines = SimulatedMachine.console.split(separator: "\n").map { $0.split(separator: " ") }
            #expect(lines.count == 4)
            #expect(lines[1][1] == hexadecimal(0x8000))
            #expect(lines[2][1] == hexadecimal(threads[1]) && lines[3][1] == hexadecimal(threads[0]))
        }

        @Test("DebugSnapshot lists every capability of the caller's CSpace, those of CNodes in it too")
        func snapshot() {
            let node = world.make(.capabilityTable, bits: 2)
            let endpoint = world.make(.endpoint)
            let badged = world.minted(endpoint, badge: 0x77)
            #expect(
                world.invoke(
                    node, .cnodeCopy, [1, 2, badged, 64, 15], caps: [InitialSlot.cnode]
                ).error == .noError)
            _ = call(-13)
            let lines = SimulatedMachine.console.split(separator: "\n")
            func count(_ text: String) -> Int { lines.filter { $0.contains(text) }.count }
            for kind in ["thread", "cnode", "pml4", "irq control", "asid control", "asid pool", "domain", "frame"] {
                #expect(count(" \(kind) ") >= 1, "\(kind)")
            }
            #expect(count("untyped \(hexadecimal(0x100_0000)) bytes \(hexadecimal(1 << 24)) used") == 1)
            #expect(count("untyped \(hexadecimal(0x1_0000_0000)) device, bytes") == 1)
            #expect(count("badge \(hexadecimal(0x77))") == 2, "in the root CNode and in the other")
            #expect(lines.first == "capabilities" && lines.contains("threads that run or are ready"))
        }

        private func hexadecimal(_ value: Word) -> String {
            String(value, radix: 16)
        }
    }
}
