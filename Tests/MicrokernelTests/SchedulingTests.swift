import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Scheduling") struct Scheduling {
        let world = World()

        private func tick(_ count: Int = 1) {
            for _ in 0..<count {
                world.kernel.handleTimerTick()
                _ = world.kernel.prepareToRun()
                world.checkInvariants()
            }
        }

        @Test("the highest priority runs, whatever the order of starting")
        func priorities() {
            let slots = [Word(3), 254, 77, 128, 0].map { world.startThread(priority: $0) }
            let expected = [254, 128, 77, 3, 0].map { priority in
                slots.map(world.thread).first { $0.priority == priority }
            }
            world.parkRoot()
            for thread in expected {
                #expect(world.current == thread)
                world.invokeSuspendSelf()
            }
            #expect(world.current.isNone)
        }

        @Test("a woken thread of equal priority queues behind, one of higher priority runs at once")
        func wakeUp() {
            let equal = world.startThread(priority: 255)
            #expect(world.current == world.root)
            world.enter(.yield)
            #expect(world.current == world.thread(equal))
            world.enter(.yield)
            #expect(world.current == world.root)
        }

        @Test("a time slice is five ticks, then equals take turns")
        func timeSlice() {
            let equal = world.thread(world.startThread(priority: 255))
            tick(4)
            #expect(world.current == world.root)
            tick()
            #expect(world.current == equal)
            tick(5)
            #expect(world.current == world.root)
        }

        @Test("lower priorities do not get the processor by time")
        func noAging() {
            _ = world.startThread(priority: 254)
            tick(50)
            #expect(world.current == world.root)
        }

        @Test("lowering one's own priority gives the processor up")
        func lowerSelf() {
            let other = world.thread(world.startThread(priority: 100))
            world.invoke(InitialSlot.thread, .tcbSetPriority, [50], caps: [InitialSlot.thread])
            #expect(world.current == other)
        }

        @Test("no priority above the authority's maximum; the maximum is checked first")
        func maximum() {
            let thread = world.makeThread(priority: 10)
            let authority = world.makeThread(priority: 10)
            world.invoke(authority, .tcbSetMCPriority, [20], caps: [InitialSlot.thread])
            let answer = world.invoke(thread, .tcbSetPriority, [21], caps: [authority])
            #expect(answer.error == .rangeError && answer.words == [0, 20])
            let both = world.invoke(thread, .tcbSetSchedParams, [300, 10], caps: [authority])
            #expect(both.error == .rangeError && both.words == [0, 20])
            #expect(
                world.invoke(thread, .tcbSetPriority, [1], caps: [World.untyped]).error
                    == .invalidCapability)
            #expect(world.thread(thread).priority == 10)
        }

        @Test("with nobody to run the kernel idles until somebody is woken")
        func idle() {
            let notification = world.make(.notification)
            world.enter(.receive, notification)
            #expect(world.current.isNone)
            tick(3)
            #expect(world.current.isNone)
            world.kernel.signal(
                TestKernel.Notification(world.capability(notification).object), badge: 9)
            let canRun = world.kernel.prepareToRun()
            #expect(canRun && world.current == world.root && world.root[.rdi] == 9)
        }

        @Test("threads of another domain wait for its time")
        func domains() {
            let thread = world.startThread(priority: 255)
            let moved = world.invoke(InitialSlot.domain, .domainSetSet, [1], caps: [thread])
            #expect(moved.error == .noError)
            #expect(world.thread(thread).isReady)
            world.enter(.yield)
            #expect(world.current == world.root)
            world.invoke(InitialSlot.domain, .domainScheduleConfigure, [0, 0, 3])
            world.invoke(InitialSlot.domain, .domainScheduleConfigure, [1, 1, 2])
            world.invoke(InitialSlot.domain, .domainScheduleSetStart, [0])
            #expect(world.current == world.root)
            tick(3)
            #expect(world.current == world.thread(thread))
            tick(2)
            #expect(world.current == world.root)
            let wrong = world.invoke(InitialSlot.domain, .domainSetSet, [4], caps: [thread])
            #expect(wrong.error == .invalidArgument && wrong.words == [0])
            let noThread = world.invoke(
                InitialSlot.domain, .domainSetSet, [1], caps: [World.untyped])
            #expect(noThread.words == [1])
        }

        /// Has the current thread use the FPU while that is switched off.
        func useFPU() {
            world.kernel.handleException(vector: 7, error: 0, address: 0)
            _ = world.kernel.prepareToRun()
        }

        @Test("the FPU changes hands only between threads that use it")
        func fpu() {
            useFPU()
            let slot = world.startThread(priority: 255)
            let flags = world.invoke(slot, .tcbSetFlags, [0, 1])
            #expect(flags.words == [1])
            SimulatedMachine.fpuSaves = []
            world.enter(.yield)
            #expect(!SimulatedMachine.isFPUEnabled && SimulatedMachine.fpuSaves == [])
            world.enter(.yield)
            #expect(SimulatedMachine.isFPUEnabled && SimulatedMachine.fpuSaves == [])
            world.invoke(slot, .tcbSetFlags, [Word.max, 0])
            world.enter(.yield)
            #expect(!SimulatedMachine.isFPUEnabled && SimulatedMachine.fpuSaves == [])
            useFPU()
            #expect(SimulatedMachine.isFPUEnabled && world.current == world.thread(slot))
            #expect(SimulatedMachine.fpuSaves == [world.root.fpuState.rawValue])
            #expect(SimulatedMachine.fpuLoads.last == world.thread(slot).fpuState.rawValue)
        }

        @Test("a thread whose FPU is disabled gets an exception for using it")
        func disabledFPU() {
            let slot = world.startThread(priority: 255)
            world.invoke(slot, .tcbSetFlags, [0, 1])
            world.enter(.yield)
            let thread = world.current
            useFPU()
            #expect(thread == world.thread(slot) && !thread.isRunnable)
        }
    }

    @Suite("Threads") struct Threads {
        let world = World()

        @Test("registers can be read and written, sanitised, but never one's own")
        func registers() {
            let slot = world.makeThread(priority: 1)
            var values = (0..<20).map { Word(0x1000 + $0) }
            values[0] = 1 << 50
            values[2] = Word.max
            values[19] = 0xffff_8000_0000_0000
            let write = world.invoke(slot, .tcbWriteRegisters, [0, 20] + values)
            #expect(write.error == .noError)
            let read = world.invoke(slot, .tcbReadRegisters, [0, 20])
            #expect(read.words.count == 20)
            #expect(read.words[0] == 0, "not canonical")
            #expect(read.words[2] == 0xcd5 | 0x202)
            #expect(read.words[19] == 0xffff_8000_0000_0000)
            #expect(Array(read.words[3..<19]) == Array(values[3..<19]))
            #expect(
                world.invoke(slot, .tcbReadRegisters, [0, 21]).words == [1, 20])
            #expect(
                world.invoke(slot, .tcbWriteRegisters, [0, 3, 1, 2]).error == .truncatedMessage)
            #expect(
                world.invoke(InitialSlot.thread, .tcbReadRegisters, [0, 1]).error
                    == .illegalOperation)
            #expect(
                world.invoke(InitialSlot.thread, .tcbWriteRegisters, [0, 0]).error
                    == .illegalOperation)
        }

        @Test("a thread that waits in a system call shows the call's address, and resumes there")
        func restart() {
            let endpoint = world.make(.endpoint)
            let slot = world.startThread(priority: 255)
            world.enter(.yield)
            let rip = world.thread(slot)[.rip]
            world.enter(.receive, endpoint)
            #expect(world.invoke(slot, .tcbReadRegisters, [0, 1]).words == [rip])
            world.invoke(slot, .tcbSuspend)
            #expect(world.invoke(slot, .tcbReadRegisters, [0, 1]).words == [rip])
            world.invoke(slot, .tcbResume)
            #expect(world.thread(slot)[.rip] == rip)
        }

        @Test("written registers count as they are, even if the thread waited in a system call")
        func writeWhileWaiting() {
            let endpoint = world.make(.endpoint)
            let slot = world.startThread(priority: 255)
            world.enter(.yield)
            world.enter(.receive, endpoint)
            world.invoke(slot, .tcbWriteRegisters, [1, 1, 0x77_0000])
            #expect(world.thread(slot).isRunnable && world.thread(slot)[.rip] == 0x77_0000)
        }

        @Test("Configure checks its capabilities before anything changes")
        func configure() {
            let slot = world.make(.thread)
            let page = world.make(.page)
            let device = world.make(.page, from: World.device)
            let vspace = world.make(.pml4)
            func configure(_ buffer: Word, _ caps: [Word]) -> ErrorCode {
                world.invoke(slot, .tcbConfigure, [7, 0, 0, buffer], caps: caps).error
            }
            let (cnode, root) = (InitialSlot.cnode, InitialSlot.vspace)
            #expect(configure(0x1000, [cnode, root]) == .truncatedMessage)
            #expect(configure(0x1000, [page, root, page]) == .illegalOperation)
            #expect(configure(0x1000, [cnode, vspace, page]) == .illegalOperation)
            #expect(configure(0x1000, [cnode, root, device]) == .illegalOperation)
            #expect(configure(0x1200, [cnode, root, page]) == .alignmentError)
            #expect(world.thread(slot).faultHandler == 0)
            #expect(configure(0x1000, [cnode, root, page]) == .noError)
            #expect(world.thread(slot).faultHandler == 7)
            #expect(configure(0, [cnode, root, page]) == .noError)
            #expect(world.thread(slot).ipcBufferFrame.isEmpty)
        }

        @Test("a thread holds copies: revoking the source takes them away")
        func copies() {
            let slot = world.makeThread(priority: 1)
            let page = world.make(.page)
            world.invoke(slot, .tcbSetIPCBuffer, [0x1000], caps: [page])
            #expect(!world.thread(slot).ipcBufferFrame.isEmpty)
            // The frame is an original, its copy in the thread a sibling under the untyped.
            world.delete(page)
            #expect(!world.thread(slot).ipcBufferFrame.isEmpty)
            world.delete(slot)
        }

        @Test("CopyRegisters moves frame and segment registers")
        func copyRegisters() {
            let (source, target) = (
                world.makeThread(priority: 1), world.makeThread(priority: 1)
            )
            world.thread(source)[.rax] = 5
            world.thread(source)[.fsBase] = 6
            world.invoke(target, .tcbCopyRegisters, [4 | 8], caps: [source])
            #expect(world.thread(target)[.rax] == 5 && world.thread(target)[.fsBase] == 6)
            #expect(world.thread(target)[.rip] == 0x50_0000)
        }

        @Test("the TLS base is checked and takes effect at once")
        func tlsBase() {
            world.enter(.setTLSBase, 0x7fff_0000)
            #expect(SimulatedMachine.segmentBases.fs == 0x7fff_0000)
            world.enter(.setTLSBase, 1 << 60)
            #expect(SimulatedMachine.segmentBases.fs == 0)
            let slot = world.makeThread(priority: 1)
            world.invoke(slot, .tcbSetTLSBase, [0x1234])
            #expect(world.thread(slot)[.fsBase] == 0x1234)
        }

        @Test("suspending oneself stops, and resuming makes the call again")
        func suspendSelf() {
            let other = world.thread(world.startThread(priority: 1))
            let rip = world.root[.rip]
            world.enter(.call, InitialSlot.thread, label: InvocationLabel.tcbSuspend.rawValue)
            #expect(world.current == other && world.root[.rip] == rip)
        }
    }
}

extension World {
    /// The running thread, which has the root's CSpace, finds its own slot and suspends itself.
    func invokeSuspendSelf() {
        let address = current.address
        for pointer in Word(0)..<400
        where capability(pointer).kind == .thread && capability(pointer).object == address {
            enter(.call, pointer, label: InvocationLabel.tcbSuspend.rawValue)
            return
        }
    }
}
