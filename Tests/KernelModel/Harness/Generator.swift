import SeL4ABI

/// Makes operations that mean something in the state they meet, most of the time: labels that fit the capability,
/// slots that are full or empty as the label wants, numbers near their limits. The rest is noise.
struct Generator<Choices: ChoiceSource> {
    var choices: Choices

    mutating func chance(_ percent: Int) -> Bool { choices.below(100) < percent }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[choices.below(elements.count)] }

    mutating func operation(in world: World) -> Operation {
        switch choices.below(64) {
        case 0: return .tick
        case 1:
            return .exception(
                vector: one(of: [0, 6, 7, 13, 14, 14]), code: Word(choices.below(32)), address: oddWord())
        case 2:
            return chance(20) ? .softwareInterrupt(vector: choices.below(256)) : .interrupt(vector: choices.below(4))
        case 3...30: return .call(message(in: world))
        default: return .call(invocation(in: world))
        }
    }

    /// A slot of the root CNode, as a capability pointer: full or empty as wanted, if chance finds one.
    mutating func pointer(in world: World, where isWanted: (Capability?) -> Bool) -> Word {
        if chance(2) { return oddWord() }
        let count = world.model.rootNode.slots.count
        if world.model.rootNode.slots.isEmpty { return 0 }
        let start = choices.below(count)
        for distance in 0..<count {
            let index = (start + distance) % count
            if isWanted(world.model.rootNode.slots[index]?.capability) { return Word(index) }
        }
        return Word(start)
    }

    mutating func anyPointer() -> Word { Word(choices.below(64)) }
    mutating func emptyPointer(in world: World) -> Word { pointer(in: world) { $0 == nil } }
    mutating func filledPointer(in world: World) -> Word { pointer(in: world) { $0 != nil } }

    /// Numbers at the edges of what is allowed, and others.
    mutating func oddWord() -> Word {
        switch choices.below(8) {
        case 0: 0
        case 1: 1
        case 2: Word(choices.below(64))
        case 3: Word(choices.below(300))
        case 4: Word.max - Word(choices.below(4))
        case 5: 1 << Word(choices.below(64))
        case 6: 1 << Word(choices.below(64)) &- 1
        default: choices.word()
        }
    }

    mutating func depth() -> Word { chance(96) ? 64 : chance(70) ? Word(choices.below(67)) : oddWord() }
    mutating func badge() -> Word { chance(85) ? Word(choices.below(3)) : oddWord() }
    mutating func rights() -> Word { chance(50) ? 15 : Word(choices.below(16)) }

    /// A message, a signal, a wait: a system call that is no invocation of an object of the kernel's.
    private mutating func message(in world: World) -> SystemCallArguments {
        let calls: [SystemCall] = [
            .call, .call, .replyReceive, .replyReceive, .send, .sendNonBlocking, .receive, .receive, .reply, .yield,
            .receiveNonBlocking, .setTLSBase,
        ]
        var call = SystemCallArguments(number: chance(98) ? one(of: calls).rawValue : -choices.below(40))
        call.pointer = pointer(in: world) { capability in
            switch capability {
            case .endpoint, .notification, .reply: true
            default: false
            }
        }
        call.label = chance(80) ? Word(choices.below(3)) : oddWord()
        call.length = chance(90) ? choices.below(8) : choices.below(128)
        call.words = (0..<min(call.length, choices.below(8) + 1)).map { _ in oddWord() }
        if chance(25) {
            call.capabilities = (0..<choices.below(4)).map { _ in filledPointer(in: world) }
        }
        if chance(30) {
            let empty = emptyPointer(in: world)
            call.receive = [InitialSlot.cnode, empty, depth()]
        }
        return call
    }

    private mutating func invocation(in world: World) -> SystemCallArguments {
        let pointer = pointer(in: world) { $0 != nil }
        let index = Int(truncatingIfNeeded: pointer & 63)
        let slots = world.model.rootNode.slots
        let capability = index < slots.count ? slots[index]?.capability : nil
        var (label, words, capabilities) = arguments(for: capability, in: world)
        if chance(1) { label = Word(choices.below(56)) }
        // The schedule of domains is not in the model.
        if (31...32).contains(label) { label = 60 }
        if chance(4), !words.isEmpty { words[choices.below(words.count)] = oddWord() }
        if chance(1), !words.isEmpty { words.removeLast() }
        if chance(1), !capabilities.isEmpty { capabilities.removeLast() }
        var call = SystemCallArguments(number: SystemCall.call.rawValue)
        if chance(5) { call.number = one(of: [SystemCall.send, .sendNonBlocking]).rawValue }
        call.pointer = pointer
        call.label = label
        call.words = words
        call.length = words.count
        call.capabilities = capabilities
        if chance(20) { call.preemptions = choices.below(6) }
        return call
    }
}
