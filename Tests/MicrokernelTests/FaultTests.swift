import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Faults") struct Faults {
        let world = World()
        let endpoint: Word
        let faulter: TestKernel.Thread

        /// The root handles the faults of a thread that runs while the root waits.
        init() {
            endpoint = world.make(.endpoint)
            let handler = world.minted(endpoint, badge: 66)
            faulter = world.thread(world.startThread(priority: 50, faultHandler: handler))
            world.enter(.receive, endpoint)
            #expect(world.current == faulter)
        }

        private func except(_ vector: Int, error: Word = 0, address: Word = 0) {
            world.current.entryKind = .trap
            world.kernel.handleException(vector: vector, error: error, address: address)
            _ = world.kernel.prepareToRun()
            world.checkInvariants()
        }

        @Test("a page fault arrives with address and code, and any reply restarts the thread")
        func pageFault() {
            except(14, error: 6, address: 0x1234)
            #expect(world.current == world.root)
            let message = world.message(of: world.root)
            #expect(message.info.label == FaultLabel.vmFault.rawValue)
            #expect(message.words == [0x50_0000, 0x1234, 0, 6])
            #expect(world.root[.rdi] == 66)
            world.enter(.reply, 0, label: 99, [1, 2, 3])
            #expect(faulter.isRunnable && faulter[.rip] == 0x50_0000 && faulter[.r10] != 1)
        }

        @Test("an exception's reply changes rip, rsp and flags, and restarts if its label is 0")
        func exception() {
            except(6, error: 0)
            let message = world.message(of: world.root)
            #expect(message.info.label == FaultLabel.userException.rawValue)
            #expect(message.words == [0x50_0000, 0, 0x202, 6, 0])
            world.enter(.reply, 0, [0x60_0000, 0x7000, Word.max])
            #expect(faulter[.rip] == 0x60_0000 && faulter[.rsp] == 0x7000)
            #expect(faulter[.rflags] == 0xcd5 | 0x202, "only harmless flags are taken")
            #expect(faulter.isRunnable && faulter.entryKind == .trap)
        }

        @Test("a reply with another label leaves the thread inactive")
        func notRestarted() {
            except(13, error: 8)
            world.enter(.reply, label: 1)
            #expect(faulter.state == .inactive && faulter.fault == .none)
        }

        @Test("an unknown system call shows all registers and continues where the reply says")
        func unknownSyscall() {
            let registers: [Register] = [
                .rax, .rbx, .rcx, .rsi, .rdi, .rbp, .r8, .r9, .r10, .r11, .r12, .r13, .r14, .r15,
            ]
            for (index, register) in registers.enumerated() {
                faulter[register] = Word(1000 + index)
            }
            faulter[.rdx] = 12345
            faulter[.rip] += 2
            faulter.entryKind = .systemCall
            world.kernel.handleSystemCall()
            _ = world.kernel.prepareToRun()
            let message = world.message(of: world.root)
            #expect(message.info.label == FaultLabel.unknownSyscall.rawValue)
            #expect(message.words.count == 19)
            #expect(message.words[0] == 1000 && message.words[2] == 1002)
            #expect(message.words[3] == 12345 && message.words[14] == 1013)
            #expect(message.words[15] == 0x50_0000, "the system call instruction itself")
            #expect(message.words[18] == 12345)
            var reply = Array(message.words[0..<18])
            reply[0] = 4711
            reply[15] = 0x50_0002
            world.enter(.reply, 0, reply)
            #expect(faulter[.rax] == 4711 && faulter[.rip] == 0x50_0002)
            #expect(faulter[.rcx] == 1002 && faulter.entryKind == .trap)
        }

        @Test("a pointer that leads nowhere is a CapFault with the lookup's failure")
        func capFault() {
            world.enter(.send, 1 << 40)
            let message = world.message(of: world.root)
            #expect(message.info.label == FaultLabel.capFault.rawValue)
            #expect(
                message.words == [
                    0x50_0000, 1 << 40, 0, LookupFailureType.guardMismatch.rawValue, 64, 0, 52,
                ])
            world.enter(.reply)
            #expect(faulter.isRunnable && faulter[.rip] == 0x50_0000)
        }

        @Test("receiving from what is no endpoint is a CapFault in the receive phase")
        func receiveFault() {
            world.enter(.receiveNonBlocking, InitialSlot.thread)
            let message = world.message(of: world.root)
            #expect(
                message.words == [
                    0x50_0000, InitialSlot.thread, 1,
                    LookupFailureType.missingCapability.rawValue, 0,
                ])
        }

        @Test("a non-blocking Send to nowhere is ignored")
        func ignored() {
            world.enter(.sendNonBlocking, 1 << 40)
            #expect(world.current == faulter)
        }

        @Test("int n is an unknown system call at the instruction")
        func softwareInterrupt() {
            faulter[.rip] = 0x50_0002
            faulter[.rax] = 0x1234_5678
            faulter.entryKind = .trap
            world.kernel.handleSoftwareInterrupt(vector: 0x2e + 0x80)
            _ = world.kernel.prepareToRun()
            let message = world.message(of: world.root)
            #expect(message.words[15] == 0x50_0000)
            #expect(message.words[18] == Word(0xae) << 24 | 0x34_5678)
        }

        @Test("a vector that no program raised changes nothing while nobody runs")
        func strayVector() {
            faulter.faultHandler = InitialSlot.thread
            except(14, error: 4, address: 8)
            #expect(world.current.isNone)
            let memory = (0..<256).map { PhysicalMemory<SimulatedMachine>.load(Word($0) * 8) }
            world.kernel.handleSoftwareInterrupt(vector: 200)
            #expect(memory == (0..<256).map { PhysicalMemory<SimulatedMachine>.load(Word($0) * 8) })
        }

        @Test("a thread without a usable handler stops, and the kernel goes on")
        func doubleFault() {
            faulter.faultHandler = InitialSlot.thread
            SimulatedMachine.isDebugging = true
            except(14, error: 4, address: 8)
            #expect(faulter.state == .inactive && faulter.fault == .none)
            #expect(world.current.isNone, "nobody else can run")
            #expect(SimulatedMachine.console.hasPrefix("unhandled fault 5 at 500000 words 8 0"))
        }

        @Test("a kernel that does not debug says nothing of it")
        func silence() {
            faulter.faultHandler = InitialSlot.thread
            except(14, error: 4, address: 8)
            #expect(faulter.state == .inactive && SimulatedMachine.console.isEmpty)
        }

        @Test("a faulted thread that is resumed runs its instruction again")
        func resumed() {
            except(14, error: 4, address: 8)
            let helper = world.freeSlots()
            _ = helper
            world.kernel.resume(faulter)
            #expect(faulter.isRunnable && faulter[.rip] == 0x50_0000 && faulter.fault == .none)
            #expect(world.root.callerSlot.isEmpty)
        }
    }
}
