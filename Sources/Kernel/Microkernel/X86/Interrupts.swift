import SeL4ABI

extension Kernel {
    /// Where an interrupt comes from.
    enum InterruptSource {
        case ioapic(Int, pin: Int, levelTriggered: Bool, activeLow: Bool)
        /// A device that writes the vector itself.
        case message
    }

    /// An IRQControl operation that has passed its checks.
    struct InterruptRequest {
        let control: Slot
        let slot: Slot
        let vector: Int
        let source: InterruptSource
    }

    /// IRQControl_GetIOAPIC (index, depth, ioapic, pin, level, polarity, vector; root) and
    /// IRQControl_GetMSI (index, depth, bus, device, function, handle, vector; root).
    ///
    /// - Errors, in this order: IllegalOperation (label), TruncatedMessage, RangeError (vector),
    ///   RevokeFirst (vector in use), those of the target slot, RangeError (the source).
    func decodeIRQControl(
        _ invocation: Invocation, _ control: Slot
    ) throws(SyscallError) -> InterruptRequest {
        let label = invocation.label
        guard label == .irqControlGetIOAPIC || label == .irqControlGetMSI else {
            throw .illegalOperation
        }
        try invocation.require(length: 7, capabilities: 1)
        let limit = Word(InterruptLimit.vectorCount - 1)
        guard invocation[6] <= limit else { throw .rangeError(0, limit) }
        let vector = Int(bitPattern: invocation[6])
        guard !interruptsInUse[vector] else { throw .revokeFirst }
        let slot = try lookUpEmpty(
            invocation[0], depth: invocation[1], in: invocation.capability(0))
        let source =
            label == .irqControlGetMSI
            ? try decodeMessageSource(invocation) : try decodeIOAPICSource(invocation)
        return InterruptRequest(control: control, slot: slot, vector: vector, source: source)
    }

    private func decodeIOAPICSource(
        _ invocation: Invocation
    ) throws(SyscallError) -> InterruptSource {
        let ioapics = Word(bitPattern: M.ioapicCount)
        guard ioapics > 0 else { throw .illegalOperation }
        try requireRange(invocation[2], to: ioapics &- 1)
        let ioapic = Int(bitPattern: invocation[2])
        try requireRange(invocation[3], to: Word(bitPattern: M.ioapicPinCount(ioapic)) &- 1)
        try requireRange(invocation[4], to: 1)
        try requireRange(invocation[5], to: 1)
        return .ioapic(
            ioapic, pin: Int(bitPattern: invocation[3]), levelTriggered: invocation[4] == 1,
            activeLow: invocation[5] == 1)
    }

    private func decodeMessageSource(
        _ invocation: Invocation
    ) throws(SyscallError) -> InterruptSource {
        try requireRange(invocation[2], to: 255)
        try requireRange(invocation[3], to: 31)
        try requireRange(invocation[4], to: 7)
        return .message
    }

    private func requireRange(_ value: Word, to limit: Word) throws(SyscallError) {
        guard value <= limit else { throw .rangeError(0, limit) }
    }

    mutating func perform(_ request: InterruptRequest) -> Completion {
        interruptsInUse[request.vector] = true
        if case .ioapic(let ioapic, let pin, let levelTriggered, let activeLow) = request.source {
            M.configureInterrupt(
                ioapic: ioapic, pin: pin, levelTriggered: levelTriggered, activeLow: activeLow,
                vector: request.vector)
        }
        insertNew(
            .irqHandler(vector: request.vector), madeFrom: request.control, into: request.slot)
        return .done
    }

    /// An IRQHandler operation that has passed its checks.
    enum HandlerRequest {
        case acknowledge(Int)
        case setNotification(Int, Slot)
        case clear(Int)
    }

    /// IRQHandler_Ack, IRQHandler_SetNotification (notification), IRQHandler_Clear.
    ///
    /// - Errors of SetNotification: TruncatedMessage, InvalidCapability 0 (no notification with
    ///   Write).
    func decodeIRQHandler(
        _ invocation: Invocation, vector: Int
    ) throws(SyscallError) -> HandlerRequest {
        switch invocation.label {
        case .irqHandlerAck: return .acknowledge(vector)
        case .irqHandlerClear: return .clear(vector)
        case .irqHandlerSetNotification:
            try invocation.require(length: 0, capabilities: 1)
            let capability = invocation.capability(0)
            guard capability.kind == .notification,
                NotificationCapability(capability).rights.contains(.write)
            else { throw .invalidCapability(0) }
            return .setNotification(vector, invocation.slot(0))
        default: throw .illegalOperation
        }
    }

    mutating func perform(_ request: HandlerRequest) -> Completion {
        switch request {
        case .acknowledge(let vector):
            M.setInterruptMask(false, vector: vector)
        case .setNotification(let vector, let source):
            clearInterrupt(vector)
            insert(source.capability, derivedFrom: source, into: interruptSlot(vector))
        case .clear(let vector):
            clearInterrupt(vector)
        }
        return .done
    }

    private func interruptSlot(_ vector: Int) -> Slot {
        interruptSlots.advanced(by: Word(bitPattern: vector))
    }

    /// The interrupt signals nobody from now on. Deleting a notification is never long.
    mutating func clearInterrupt(_ vector: Int) {
        _ = delete(interruptSlot(vector))
    }

    /// The last handler capability is gone: the vector is free again.
    mutating func releaseInterrupt(_ vector: Int) {
        M.forgetInterrupt(vector: vector)
        interruptsInUse[vector] = false
    }

    /// A device interrupt: it stays masked until its handler acknowledges it.
    ///
    /// - Parameter vector: 0…107.
    public mutating func handleInterrupt(vector: Int) {
        M.setInterruptMask(true, vector: vector)
        let capability = interruptSlot(vector).capability
        if capability.kind == .notification {
            signal(
                Notification(capability.object),
                badge: NotificationCapability(capability).badge)
        }
    }
}
