import SeL4ABI
import Testing

@testable import Microkernel

extension MicrokernelTests {
    @Suite("Endpoints and replies") struct Endpoints {
        let world = World()

        /// A thread of higher priority that waits on a new endpoint.
        private func server(
            rights: CapabilityRights = .all
        ) -> (endpoint: Word, thread: TestKernel.Thread) {
            let endpoint = world.make(.endpoint)
            let reader = world.freeSlots()
            world.copy(endpoint, into: reader, rights: rights)
            let slot = world.startThread(priority: 255)
            let thread = world.thread(slot)
            // Equal priority: the new thread waits behind the root until that yields.
            world.enter(.yield)
            #expect(world.current == thread)
            world.enter(.receive, reader)
            #expect(world.current == world.root)
            return (endpoint, thread)
        }

        @Test("a Call reaches a waiting receiver with words, label and badge, and the reply comes back")
        func callAndReply() {
            let (endpoint, server) = server()
            let badged = world.minted(endpoint, badge: 42)
            world.enter(.call, badged, label: 0x1234, [1, 2, 3, 4, 5, 6])
            #expect(world.current == server)
            let request = world.message(of: server)
            #expect(request.info.label == 0x1234)
            #expect(request.words == [1, 2, 3, 4, 5, 6])
            #expect(server[.rdi] == 42)
            #expect(world.root.state == .blockedOnReply)
            world.enter(.replyReceive, endpoint, label: 7, [9, 8, 7, 6, 5])
            #expect(world.current == world.root)
            let reply = world.message(of: world.root)
            #expect(reply.info.label == 7 && reply.words == [9, 8, 7, 6, 5])
            #expect(world.root[.rdi] == 0)
            #expect(server.state == .blockedOnReceive && server.callerSlot.isEmpty)
        }

        @Test("a Call without receiver waits in the queue, first come first served")
        func senderWaits() {
            let endpoint = world.make(.endpoint)
            let first = world.startThread(priority: 20)
            let second = world.startThread(priority: 10)
            let third = world.startThread(priority: 5)
            world.parkRoot()
            world.enter(.call, endpoint, label: 1)
            world.enter(.call, endpoint, label: 2)
            #expect(world.current == world.thread(third))
            world.enter(.receive, endpoint)
            #expect(world.message(of: world.thread(third)).info.label == 1)
            #expect(world.thread(first).state == .blockedOnReply)
            world.enter(.receive, endpoint)
            #expect(world.message(of: world.thread(third)).info.label == 2)
            #expect(world.thread(second).state == .blockedOnReply)
        }

        @Test("a non-blocking Send without receiver is dropped; a non-blocking receive gets badge 0")
        func nonBlocking() {
            let endpoint = world.make(.endpoint)
            world.enter(.sendNonBlocking, endpoint, [1])
            #expect(world.current == world.root)
            world.root[.r10] = 99
            world.enter(.receiveNonBlocking, endpoint)
            #expect(world.root[.rdi] == 0 && world.root[.r10] == 99)
        }

        @Test("a Send without the right is an error for Call and nothing for Send")
        func rights() {
            let endpoint = world.make(.endpoint)
            let reader = world.freeSlots()
            world.copy(endpoint, into: reader, rights: .read)
            #expect(world.invoke(reader, .untypedRetype).error == .invalidCapability)
            world.enter(.send, reader)
            #expect(world.current == world.root)
        }

        @Test("a caller whose capability lets nobody reply stops for ever, and can be resumed")
        func callWithoutGrant() {
            let (endpoint, server) = server()
            let writer = world.freeSlots()
            world.copy(endpoint, into: writer, rights: .write)
            let rip = world.root[.rip]
            world.enter(.call, writer)
            #expect(world.current == server)
            #expect(world.root.state == .inactive)
            #expect(world.root[.rip] == rip, "resumed, it makes the call again")
            #expect(server.callerSlot.isEmpty)
        }

        @Test("a saved reply capability answers later and is used up")
        func saveCaller() {
            let (endpoint, server) = server()
            let saved = world.freeSlots()
            world.enter(.call, endpoint, [5])
            world.invoke(InitialSlot.cnode, .cnodeSaveCaller, [saved, 64])
            #expect(world.capability(saved).kind == .reply)
            #expect(server.callerSlot.isEmpty)
            // Another receive keeps a capability that was saved.
            world.enter(.receiveNonBlocking, endpoint)
            #expect(world.capability(saved).kind == .reply)
            world.enter(.send, saved, label: 3, [6])
            #expect(world.capability(saved).isNull)
            #expect(world.message(of: world.root).words == [6])
            #expect(world.root.isRunnable)
            #expect(
                world.invoke(InitialSlot.cnode, .cnodeSaveCaller, [saved, 64]).error == .noError)
            #expect(world.capability(saved).isNull)
        }

        @Test("stopping the caller takes the reply capability away, wherever it is")
        func callerSuspended() {
            let (endpoint, _) = server()
            let saved = world.freeSlots()
            world.enter(.call, endpoint)
            world.invoke(InitialSlot.cnode, .cnodeSaveCaller, [saved, 64])
            world.invoke(InitialSlot.thread, .tcbSuspend)
            #expect(world.capability(saved).isNull)
            #expect(world.root.state == .inactive)
            #expect(world.root.replySlot.next.isNone)
        }

        @Test("receiving again gives up the caller, who then waits for ever")
        func receiveDiscards() {
            let (endpoint, server) = server()
            world.enter(.call, endpoint)
            world.enter(.receiveNonBlocking, endpoint)
            #expect(server.callerSlot.isEmpty)
            #expect(world.root.state == .blockedOnReply)
            #expect(world.root.replySlot.next.isNone)
        }

        @Test("without a buffer a message is cut to the registers")
        func noBuffer() {
            let (endpoint, server) = server()
            world.kernel.unlinkAndClear(server.ipcBufferFrame)
            world.enter(.call, endpoint, [1, 2, 3, 4, 5, 6])
            #expect(MessageInfo(rawValue: server[.rsi]).length == 4)
            #expect(server[.r15] == 4)
        }

        @Test("a message never carries more than 120 words, whatever its tag claims")
        func longest() {
            let (endpoint, server) = server()
            let root = world.root
            root[.rdx] = Word(bitPattern: SystemCall.call.rawValue)
            root[.rdi] = endpoint
            root[.rsi] = 127
            _ = world.kernel.enter()
            #expect(MessageInfo(rawValue: server[.rsi]).length == 120)
        }

        @Test("senders of one badge can be cancelled; the others stay")
        func cancelBadgedSends() {
            let endpoint = world.make(.endpoint)
            let first = world.minted(endpoint, badge: 1)
            let second = world.minted(endpoint, badge: 2)
            let threads = [
                world.startThread(priority: 30), world.startThread(priority: 20),
                world.startThread(priority: 10),
            ].map(world.thread)
            let parking = world.make(.notification)
            let signal = world.minted(parking, badge: 1)
            let waker = world.thread(world.startThread(priority: 5))
            world.enter(.receive, parking)
            world.enter(.send, first)
            world.enter(.send, second)
            world.enter(.send, first)
            #expect(world.current == waker)
            world.enter(.send, signal)
            let answer = world.invoke(
                InitialSlot.cnode, .cnodeCancelBadgedSends, [first, 64])
            #expect(answer.error == .noError)
            #expect(threads[0].isRunnable && threads[2].isRunnable)
            #expect(threads[1].state == .blockedOnSend)
            let weak = world.minted(endpoint, badge: 3, rights: .write)
            #expect(
                world.invoke(InitialSlot.cnode, .cnodeCancelBadgedSends, [weak, 64]).error
                    == .illegalOperation)
        }
    }

    @Suite("Capabilities in messages") struct Transfer {
        let world = World()

        private func server(receiveSlot: Word) -> (endpoint: Word, thread: TestKernel.Thread) {
            let endpoint = world.make(.endpoint)
            let thread = world.thread(world.startThread(priority: 255))
            let buffer = world.buffer(of: thread)
            buffer.store(IPCBufferLayout.receiveCNode, InitialSlot.cnode)
            buffer.store(IPCBufferLayout.receiveIndex, receiveSlot)
            buffer.store(IPCBufferLayout.receiveDepth, 64)
            world.enter(.yield)
            world.enter(.receive, endpoint)
            return (endpoint, thread)
        }

        @Test("one capability is copied into the receive slot")
        func copied() {
            let slot = world.freeSlots()
            let (endpoint, server) = server(receiveSlot: slot)
            let gift = world.make(.notification)
            world.enter(.call, endpoint, [1], caps: [gift])
            let info = MessageInfo(rawValue: server[.rsi])
            #expect(info.extraCapabilities == 1 && info.unwrapped == 0)
            #expect(world.capability(slot) == world.capability(gift))
        }

        @Test("a second real capability ends the transfer; the message arrives")
        func onlyOne() {
            let slot = world.freeSlots()
            let (endpoint, server) = server(receiveSlot: slot)
            let (first, second) = (world.make(.notification), world.make(.endpoint))
            world.enter(.call, endpoint, [1, 2], caps: [first, second])
            #expect(MessageInfo(rawValue: server[.rsi]).extraCapabilities == 1)
            #expect(world.message(of: server).words == [1, 2])
        }

        @Test("a capability to the message's own endpoint arrives as its badge")
        func unwrapped() {
            let slot = world.freeSlots()
            let (endpoint, server) = server(receiveSlot: slot)
            let badged = world.minted(endpoint, badge: 77)
            let gift = world.make(.notification)
            world.enter(.call, endpoint, caps: [badged, gift, badged])
            let info = MessageInfo(rawValue: server[.rsi])
            #expect(info.extraCapabilities == 3 && info.unwrapped == 0b101)
            #expect(world.buffer(of: server)[capability: 0] == 77)
            #expect(world.capability(slot) == world.capability(gift))
        }

        @Test("without Grant none arrive")
        func withoutGrant() {
            let slot = world.freeSlots()
            let (endpoint, server) = server(receiveSlot: slot)
            let weak = world.freeSlots()
            world.copy(endpoint, into: weak, rights: .write | .grantReply)
            world.enter(.call, weak, caps: [world.make(.notification)])
            #expect(MessageInfo(rawValue: server[.rsi]).extraCapabilities == 0)
            #expect(world.capability(slot).isNull)
        }

        @Test("a full receive slot lets none arrive")
        func fullSlot() {
            let (endpoint, server) = server(receiveSlot: World.untyped)
            world.enter(.call, endpoint, [3], caps: [world.make(.notification)])
            #expect(MessageInfo(rawValue: server[.rsi]).extraCapabilities == 0)
            #expect(world.message(of: server).words == [3])
        }

        @Test("a reply carries capabilities only if the receiver's capability had Grant")
        func replyGrant() {
            for (rights, expected) in [(CapabilityRights.all, 1), (.read | .write, 0)] {
                let world = World()
                let endpoint = world.make(.endpoint)
                let reader = world.freeSlots()
                world.copy(endpoint, into: reader, rights: rights)
                let server = world.thread(world.startThread(priority: 255))
                let slot = world.freeSlots()
                let buffer = world.buffer(of: world.root)
                let gift = world.make(.notification)
                world.enter(.yield)
                world.enter(.receive, reader)
                buffer.store(IPCBufferLayout.receiveCNode, InitialSlot.cnode)
                buffer.store(IPCBufferLayout.receiveIndex, slot)
                buffer.store(IPCBufferLayout.receiveDepth, 64)
                world.enter(.call, endpoint)
                #expect(world.current == server)
                world.enter(.replyReceive, reader, caps: [gift])
                // The receive looks its capability up in the register that the reply left alone.
                #expect(MessageInfo(rawValue: world.root[.rsi]).extraCapabilities == expected)
            }
        }
    }

    @Suite("Notifications") struct Notifications {
        let world = World()

        @Test("signals collect their badges until somebody looks")
        func collect() {
            let notification = world.make(.notification)
            let (first, second) = (
                world.minted(notification, badge: 1), world.minted(notification, badge: 6)
            )
            world.enter(.send, first)
            world.enter(.send, second)
            world.enter(.receiveNonBlocking, notification)
            #expect(world.root[.rdi] == 7)
            world.enter(.receiveNonBlocking, notification)
            #expect(world.root[.rdi] == 0)
        }

        @Test("a signal through a Call is answered")
        func signalByCall() {
            let notification = world.make(.notification)
            #expect(world.invoke(notification, .untypedRetype).error == .noError)
            let reader = world.freeSlots()
            world.copy(notification, into: reader, rights: .read)
            #expect(world.invoke(reader, .untypedRetype).error == .invalidCapability)
        }

        @Test("a waiter of higher priority runs at once, and its message registers stay")
        func wakes() {
            let notification = world.make(.notification)
            let badged = world.minted(notification, badge: 5)
            let waiter = world.thread(world.startThread(priority: 255))
            world.invoke(InitialSlot.thread, .tcbSetPriority, [100], caps: [InitialSlot.thread])
            #expect(world.current == waiter)
            waiter[.r10] = 31
            world.enter(.receive, notification)
            #expect(world.current == world.root)
            world.enter(.send, badged)
            #expect(world.current == waiter)
            #expect(waiter[.rdi] == 5 && waiter[.r10] == 31)
        }

        @Test("a bound notification ends a receive, but no reply wait")
        func bound() {
            let notification = world.make(.notification)
            let badged = world.minted(notification, badge: 8)
            let endpoint = world.make(.endpoint)
            let slot = world.startThread(priority: 255)
            let thread = world.thread(slot)
            let bind = world.invoke(slot, .tcbBindNotification, caps: [notification])
            #expect(bind.error == .noError)
            world.enter(.yield)
            world.enter(.receive, endpoint)
            #expect(world.current == world.root)
            world.enter(.send, badged)
            #expect(thread.isRunnable && thread[.rdi] == 8)
            #expect(world.kernel.current == world.root, "equal priority is queued behind")
            // Active already: the next receive on the endpoint takes it.
            world.enter(.send, badged)
            world.enter(.yield)
            #expect(world.current == thread)
            world.enter(.receiveNonBlocking, endpoint)
            #expect(thread[.rdi] == 8)
        }

        @Test("binding has its conditions")
        func bindErrors() {
            let (first, second) = (world.make(.notification), world.make(.notification))
            let thread = world.makeThread(priority: 1)
            let other = world.makeThread(priority: 1)
            func bind(_ thread: Word, _ notification: Word) -> ErrorCode {
                world.invoke(thread, .tcbBindNotification, caps: [notification]).error
            }
            #expect(world.invoke(thread, .tcbUnbindNotification).error == .illegalOperation)
            #expect(bind(thread, first) == .noError)
            #expect(bind(thread, second) == .illegalOperation)
            #expect(bind(other, first) == .illegalOperation)
            #expect(bind(other, thread) == .illegalOperation)
            let writer = world.freeSlots()
            world.copy(second, into: writer, rights: .write)
            #expect(bind(other, writer) == .illegalOperation)
            #expect(world.invoke(thread, .tcbUnbindNotification).error == .noError)
            #expect(bind(other, first) == .noError)
        }

        @Test("the last capability unbinds and restarts who waits")
        func deleted() {
            let notification = world.make(.notification)
            let waiter = world.thread(world.startThread(priority: 255))
            world.enter(.yield)
            let rip = waiter[.rip]
            world.enter(.receive, notification)
            #expect(world.current == world.root)
            world.delete(notification)
            #expect(waiter.isRunnable && waiter[.rip] == rip)
        }
    }
}
