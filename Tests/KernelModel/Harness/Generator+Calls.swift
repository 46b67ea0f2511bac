import SeL4ABI

/// System calls: messages between threads, and invocations of the kernel's objects.
extension Generator {
    /// A message, a signal, a wait: a system call that is no invocation of an object of the kernel's. Nil: none now.
    mutating func message(in world: World) -> SystemCallArguments? {
        let numbers: [SystemCall] = [
            .call, .call, .call, .replyReceive, .replyReceive, .send, .sendNonBlocking, .receive, .receive, .reply,
            .yield, .receiveNonBlocking, .setTLSBase,
        ]
        let isKnown = mustGoOn || chance(97)
        let number = isKnown ? one(of: numbers) : SystemCall(rawValue: Self.unknown(choices.below(40)))
        let mustGoOn = mustGoOn
        guard
            let slot = found(
                in: world,
                where: { capability in
                    Self.isPartner(capability, number, mustGoOn: mustGoOn)
                })
        else { return nil }
        var call = SystemCallArguments(number: number.rawValue)
        call.pointer = !mustGoOn && chance(2) ? oddWord() : pointer(to: slot, in: world)
        call.label = chance(80) ? Word(choices.below(3)) : oddWord()
        call.length = chance(90) ? choices.below(8) : choices.below(128)
        call.words = (0..<min(call.length, choices.below(8) + 1)).map { _ in oddWord() }
        if chance(25) {
            let count = choices.below(4)
            for _ in 0..<count {
                let slot = mustGoOn ? found(in: world) { $0 != nil } ?? 0 : filledSlot(in: world)
                call.capabilities.append(pointer(to: slot, in: world))
            }
        }
        if chance(30) {
            let empty = emptySlot(in: world)
            call.receive = [pointer(to: InitialSlot.cnode, in: world), empty, depth()]
        }
        return call
    }

    /// Any number but DebugHalt's, after which nothing comes.
    private static func unknown(_ number: Int) -> Int { number == 11 ? -7 : -number }

    /// Whether a system call does something with a capability; if the thread must go on, at once.
    private static func isPartner(_ capability: Capability?, _ number: SystemCall, mustGoOn: Bool) -> Bool {
        switch (capability, number) {
        case (.endpoint(let endpoint, _, let rights), .call), (.endpoint(let endpoint, _, let rights), .send):
            !mustGoOn || endpoint.hasReceivers && rights.contains(.write)
        case (.endpoint(let endpoint, _, let rights), .receive),
            (.endpoint(let endpoint, _, let rights), .replyReceive):
            !mustGoOn || endpoint.hasSenders && rights.contains(.read)
        case (.notification(let notification, _, let rights), .receive),
            (.notification(let notification, _, let rights), .replyReceive):
            !mustGoOn || notification.pending != nil && rights.contains(.read) && notification.bound == nil
        case (.endpoint(_, _, let rights), .receiveNonBlocking): !mustGoOn || rights.contains(.read)
        case (.notification(let notification, _, let rights), .receiveNonBlocking):
            !mustGoOn || rights.contains(.read) && notification.bound == nil
        case (.endpoint, _), (.notification, _): true
        case (.reply, _): ![.receive, .replyReceive, .receiveNonBlocking].contains(number)
        default: false
        }
    }

    /// What is invoked most is what changes most: CNodes, threads, untyped memory.
    private mutating func target(in world: World) -> Word {
        switch choices.below(20) {
        case 0...5: return InitialSlot.cnode
        case 6: return slot(in: world) { if case .cnode? = $0 { true } else { false } }
        case 7...9: return slot(in: world) { if case .untyped? = $0 { true } else { false } }
        case 10...12: return slot(in: world) { if case .thread? = $0 { true } else { false } }
        case 13, 14:
            return slot(in: world) {
                switch $0 {
                case .table, .root, .asidPool, .asidControl: true
                default: false
                }
            }
        case 15: return slot(in: world) { if case .frame? = $0 { true } else { false } }
        case 16:
            if chance(40) { return InitialSlot.domain }
            return slot(in: world) {
                switch $0 {
                case .irqControl, .irqHandler, .ioPortControl, .ioPorts: true
                default: false
                }
            }
        default: return mustGoOn ? found(in: world) { $0 != nil } ?? 0 : filledSlot(in: world)
        }
    }

    mutating func invocation(in world: World) -> SystemCallArguments {
        let target = mustGoOn && chance(15) ? stopped(in: world) : target(in: world)
        let slots = world.model.rootNode.slots
        let capability = target < Word(slots.count) ? slots[Int(target)]?.capability : nil
        var (label, words, capabilities) = arguments(for: capability, in: world)
        if case .endpoint? = capability, mustGoOn { (label, words, capabilities) = (0, [], []) }
        if chance(1) { label = Word(choices.below(56)) }
        if chance(3), !words.isEmpty { words[choices.below(words.count)] = oddWord() }
        // Limits are missed by one.
        if chance(3), !words.isEmpty { words[choices.below(words.count)] &+= chance(70) ? 1 : Word.max }
        if chance(1), !words.isEmpty { words.removeLast() }
        if chance(1), !capabilities.isEmpty { capabilities.removeLast() }
        var call = SystemCallArguments(number: SystemCall.call.rawValue)
        if chance(5) { call.number = one(of: [SystemCall.send, .sendNonBlocking]).rawValue }
        if case .endpoint? = capability, mustGoOn { call.number = SystemCall.sendNonBlocking.rawValue }
        let isIndirect = !mustGoOn && chance(5)
        call.pointer = isIndirect ? pointer(to: target, orBehindIn: world) : pointer(to: target, in: world)
        call.label = label
        call.words = words
        call.length = words.count
        for slot in capabilities {
            call.capabilities.append(
                !mustGoOn && chance(5) ? pointer(to: slot, orBehindIn: world) : pointer(to: slot, in: world))
        }
        if chance(20) { call.preemptions = choices.below(6) }
        return call
    }

    /// A thread that waits, or could be resumed.
    mutating func stopped(in world: World) -> Word {
        slot(in: world) { if case .thread(let thread)? = $0 { !thread.isRunning } else { false } }
    }
}
