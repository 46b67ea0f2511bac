public import SeL4ABI

/// The right to give out I/O ports, each once.
public struct IOPortControl: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// IOPortControl_Issue.
    public func issue(
        _ ports: ClosedRange<UInt16>, into slot: CapabilityPointer, of root: CNode
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, root.pointer)
        try invoke(
            .ioPortControlIssue, length: 4, capabilities: 1,
            Word(ports.lowerBound), Word(ports.upperBound), slot.rawValue, CNode.fullDepth)
    }
}

/// A range of I/O ports.
public struct IOPort: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// X86IOPort_In8, and so on: one access of that many bits. Error: `.illegalOperation` (a port outside the range).
    public func in8(_ port: UInt16) throws(InvocationError) -> UInt8 {
        UInt8(truncatingIfNeeded: try invoke(.ioPortIn8, length: 1, Word(port)))
    }

    public func in16(_ port: UInt16) throws(InvocationError) -> UInt16 {
        UInt16(truncatingIfNeeded: try invoke(.ioPortIn16, length: 1, Word(port)))
    }

    public func in32(_ port: UInt16) throws(InvocationError) -> UInt32 {
        UInt32(truncatingIfNeeded: try invoke(.ioPortIn32, length: 1, Word(port)))
    }

    public func out8(_ port: UInt16, _ value: UInt8) throws(InvocationError) {
        try invoke(.ioPortOut8, length: 2, Word(port), Word(value))
    }

    public func out16(_ port: UInt16, _ value: UInt16) throws(InvocationError) {
        try invoke(.ioPortOut16, length: 2, Word(port), Word(value))
    }

    public func out32(_ port: UInt16, _ value: UInt32) throws(InvocationError) {
        try invoke(.ioPortOut32, length: 2, Word(port), Word(value))
    }
}

/// The right to give out interrupts, each once.
public struct IRQControl: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// IRQControl_GetIOAPIC: the handler of one pin, delivered as user vector `vector`, 0…107.
    public func handler(
        ioapic: Word = 0, pin: Word, levelTriggered: Bool, activeLow: Bool, vector: Word,
        into slot: CapabilityPointer, of root: CNode
    ) throws(InvocationError) {
        let buffer = IPCBuffer.own
        buffer.setCapability(0, root.pointer)
        buffer[4] = levelTriggered ? 1 : 0
        buffer[5] = activeLow ? 1 : 0
        buffer[6] = vector
        try invoke(
            .irqControlGetIOAPIC, length: 7, capabilities: 1,
            slot.rawValue, CNode.fullDepth, ioapic, pin)
    }
}

/// One interrupt.
public struct IRQHandler: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// IRQHandler_Ack: the interrupt may come again.
    public func acknowledge() throws(InvocationError) { try invoke(.irqHandlerAck) }

    /// IRQHandler_SetNotification: the interrupt signals through this capability, badge and all.
    public func setNotification(_ notification: Notification) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, notification.pointer)
        try invoke(.irqHandlerSetNotification, capabilities: 1)
    }

    public func clear() throws(InvocationError) { try invoke(.irqHandlerClear) }
}
