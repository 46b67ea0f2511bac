import SeL4ABI

extension Model {
    /// IRQControl_GetIOAPIC and IRQControl_GetMSI: the capability to a vector that nobody has.
    func makeHandler(_ invocation: Invocation, from held: Held) throws(Refusal) {
        let isMessage = invocation.label == .irqControlGetMSI
        guard isMessage || invocation.label == .irqControlGetIOAPIC else { throw .illegalOperation }
        try invocation.require(length: 7, capabilities: 1)
        guard invocation[6] <= 107 else { throw .range(0, 107) }
        let vector = Int(invocation[6])
        guard interrupts.handlerCount[vector] == 0 else { throw .revokeFirst }
        let slot = try lookUpExactly(invocation[0], depth: invocation[1], in: invocation.extra[0].capability)
        guard slot.isEmpty else { throw .deleteFirst }
        let limits: [Word] = isMessage ? [255, 31, 7] : [0, 23, 1, 1]
        for (index, limit) in limits.enumerated() where invocation[2 + index] > limit { throw .range(0, limit) }
        if !isMessage {
            interrupts.connect(
                Int(invocation[3]), levelTriggered: invocation[4] == 1, activeLow: invocation[5] == 1, to: vector)
        }
        insertNew(.irqHandler(vector: vector), madeFrom: held, into: slot)
    }

    func operate(onInterrupt vector: Int, _ invocation: Invocation) throws(Refusal) {
        let slot = Slot(holder: interrupts, index: vector)
        switch invocation.label {
        case .irqHandlerAck: interrupts.setMask(false, of: vector)
        case .irqHandlerClear: delete(slot)
        case .irqHandlerSetNotification:
            try invocation.require(length: 0, capabilities: 1)
            guard let source = invocation.extra[0].held, case .notification(_, _, let rights) = source.capability,
                rights.contains(.write)
            else { throw .invalidCapability(0) }
            delete(slot)
            if source.slot.held === source { insert(source.capability, derivedFrom: source, into: slot) }
        default: throw .illegalOperation
        }
    }

    /// A device interrupt arrives: no other comes until it is acknowledged.
    func interrupt(_ vector: Int) {
        interrupts.setMask(true, of: vector)
        if case .notification(let notification, let badge, _)? = interrupts.slots[vector]?.capability {
            signal(notification, badge)
        }
    }
}
