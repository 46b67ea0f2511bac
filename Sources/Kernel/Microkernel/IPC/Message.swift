import SeL4ABI

extension Kernel {
    /// A thread's IPC buffer in physical memory, or none.
    struct MessageBuffer: MemoryObject {
        typealias Board = M
        let address: PhysicalAddress
        @inline(__always) init(_ address: PhysicalAddress) { self.address = address }

        /// Message register `index`, which the caller knows to be below the limit.
        @inline(__always) subscript(index: Int) -> Word {
            get { load(IPCBufferLayout.message &+ index &* 8) }
            nonmutating set { store(IPCBufferLayout.message &+ index &* 8, newValue) }
        }

        /// A capability pointer on sending, a badge on receipt.
        @inline(__always) subscript(capability index: Int) -> Word {
            get { load(IPCBufferLayout.capabilities &+ index &* 8) }
            nonmutating set { store(IPCBufferLayout.capabilities &+ index &* 8, newValue) }
        }
    }

    /// The IPC buffer of a thread, reached through its frame, which is never device memory: none if it
    /// has no frame, or one that does not allow what is asked.
    @inline(__always) func buffer(of thread: Thread, forWriting: Bool) -> MessageBuffer {
        let capability = thread.ipcBufferFrame.capability
        guard capability.kind == .frame else { return .none }
        let frame = FrameCapability(capability)
        let needed: CapabilityRights = forWriting ? .read | .write : .read
        guard frame.access.contains(needed) else { return .none }
        let offset = thread.ipcBufferAddress & lowBits(frame.size.sizeBits)
        return MessageBuffer(PhysicalAddress(frame.base.rawValue | offset))
    }

    /// Writes message register `index` of a thread; without a buffer those past the registers
    /// are lost.
    func setMessageRegister(
        _ index: Int, of thread: Thread, in buffer: MessageBuffer, to value: Word
    ) {
        if index < MessageLimit.fastRegisters {
            thread[Register.message(index)] = value
        } else if !buffer.isNone && index < MessageLimit.length {
            buffer[index] = value
        }
    }

    /// How many of `count` message registers a thread with or without buffer can have.
    @inline(__always) func carriedLength(_ count: Int, in buffer: MessageBuffer) -> Int {
        min(count, buffer.isNone ? MessageLimit.fastRegisters : MessageLimit.length)
    }

    /// Copies the message registers that both sides have room for, and says how many.
    @inline(__always) private func copyMessage(
        from sender: Thread, _ source: MessageBuffer, to receiver: Thread,
        _ target: MessageBuffer, length: Int
    ) -> Int {
        var index = 0
        while index < min(length, MessageLimit.fastRegisters) {
            receiver[Register.message(index)] = sender[Register.message(index)]
            index &+= 1
        }
        let carried = source.isNone ? index : carriedLength(length, in: target)
        while index < carried {
            target[index] = source[index]
            index &+= 1
        }
        return index
    }

    /// Delivers a sender's message, or the fault that it waits on, to a receiver: registers,
    /// buffer, capabilities, then badge and tag.
    mutating func transferMessage(
        from sender: Thread, to receiver: Thread, through endpoint: Endpoint, badge: Word,
        canGrant: Bool
    ) {
        let target = buffer(of: receiver, forWriting: true)
        if sender.fault != .none {
            let length = writeFault(of: sender, to: receiver, target)
            receiver[.messageInfo] =
                MessageInfo(label: sender.fault.rawValue, length: length).rawValue
            receiver[.badge] = badge
            return
        }
        let info = MessageInfo(rawValue: sender[.messageInfo])
        let source = buffer(of: sender, forWriting: false)
        let length = copyMessage(
            from: sender, source, to: receiver, target, length: info.length)
        var transferred = TransferredCapabilities()
        if canGrant && info.extraCapabilities > 0 {
            transferred = transferCapabilities(
                of: sender, source, count: info.extraCapabilities, through: endpoint,
                to: receiver, target)
        }
        receiver[.messageInfo] =
            MessageInfo(
                label: info.label, length: length, extraCapabilities: transferred.count,
                unwrapped: transferred.unwrapped
            ).rawValue
        receiver[.badge] = badge
    }
}
