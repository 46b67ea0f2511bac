import SeL4ABI

/// A sequence of operations on a fresh world, and how it ended.
struct Episode {
    private(set) var operations: [Operation] = []
    private(set) var failure: Disagreement?

    /// What is performed now, for whoever catches a trap.
    nonisolated(unsafe) static var underWay: [Operation] = []

    static let longest = 1000

    /// Makes operations and performs them, until there are enough, nobody runs or something is wrong.
    init<Choices: ChoiceSource>(from generator: inout Generator<Choices>, limit: Int = longest) {
        let world = World()
        Self.underWay.removeAll(keepingCapacity: true)
        do throws(Disagreement) {
            for operation in Self.opening {
                try perform(operation, in: world)
            }
            while operations.count < limit && !world.isOver && !generator.choices.isExhausted {
                try perform(generator.operation(in: world), in: world)
            }
        } catch {
            failure = error
        }
    }

    private mutating func perform(_ operation: Operation, in world: World) throws(Disagreement) {
        operations.append(operation)
        Self.underWay.append(operation)
        try world.perform(operation)
    }

    /// Performs a sequence; what is wrong, if anything.
    static func replay(_ operations: [Operation]) -> Disagreement? {
        let world = World()
        do throws(Disagreement) {
            for operation in operations where !world.isOver { try world.perform(operation) }
            return nil
        } catch {
            return error
        }
    }

    /// Endpoints, notifications, a CNode, page tables, and three threads with buffers of their own, two of them running.
    static let opening: [Operation] = {
        var operations: [Operation] = []
        func invoke(_ pointer: Word, _ label: InvocationLabel, _ words: [Word], _ capabilities: [Word]) {
            operations.append(
                .call(
                    SystemCallArguments(
                        number: SystemCall.call.rawValue, pointer: pointer, label: label.rawValue,
                        length: words.count, words: words, capabilities: capabilities)))
        }
        func make(_ type: ObjectType, _ slot: Word, _ count: Word, bits: Word = 0) {
            invoke(World.untyped, .untypedRetype, [type.rawValue, bits, 0, 0, slot, count], [InitialSlot.cnode])
        }
        make(.endpoint, 30, 2)
        make(.notification, 32, 2)
        make(.thread, 34, 3)
        make(.page, 37, 3)
        make(.capabilityTable, 40, 1, bits: 3)
        make(.pdpt, 44, 1)
        make(.pageDirectory, 45, 1)
        make(.pageTable, 46, 1)
        make(.pml4, 47, 1)
        invoke(InitialSlot.asidPool, .asidPoolAssign, [], [47])
        invoke(44, .pdptMap, [0, 0], [InitialSlot.vspace])
        invoke(45, .pageDirectoryMap, [0, 0], [InitialSlot.vspace])
        invoke(46, .pageTableMap, [0, 0], [InitialSlot.vspace])
        for index in Word(0)..<3 {
            // The third thread's CSpace leaves eight bits behind the number of a slot: room for a CNode there.
            let data: Word = index == 2 ? 50 : 0
            let handler: Word = index == 2 ? 30 << 8 : 30
            invoke(
                34 + index, .tcbConfigure, [handler, data, 0, 0x30_0000],
                [InitialSlot.cnode, InitialSlot.vspace, 37 + index])
            invoke(34 + index, .tcbSetSchedParams, [255, 253 + index], [InitialSlot.thread])
        }
        invoke(InitialSlot.cnode, .cnodeMint, [42, 64, 30, 64, 15, 7], [InitialSlot.cnode])
        invoke(InitialSlot.cnode, .cnodeMint, [43, 64, 32, 64, 15, 1], [InitialSlot.cnode])
        invoke(InitialSlot.cnode, .cnodeMint, [41, 64, 40, 64, 15, 5], [InitialSlot.cnode])
        // Interrupts wake who waits for a notification, so that the world goes on when nobody runs.
        for vector in Word(0)..<2 {
            invoke(InitialSlot.irqControl, .irqControlGetIOAPIC, [48 + vector, 64, 0, vector, 0, 0, vector], [2])
            invoke(48 + vector, .irqHandlerSetNotification, [], [32 + vector])
        }
        invoke(34, .tcbResume, [], [])
        invoke(35, .tcbResume, [], [])
        return operations
    }()
}
