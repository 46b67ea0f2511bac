import SeL4ABI

/// What a message's capabilities became at the receiver.
struct TransferredCapabilities {
    var count = 0
    /// Bit i: capability i arrived as a badge.
    var unwrapped: Word = 0
}

/// The slots of a message's extra capabilities, as many as resolved; empty slots are possible.
struct ExtraCapabilities {
    /// Addresses of slots.
    var slots = InlineArray<3, Word>(repeating: 0)
    var count = 0
}

extension Kernel {
    /// Finds the slots that a message's capability pointers name. Without a buffer there are none.
    ///
    /// - Throws: the first lookup that fails, with its pointer.
    func extraCapabilities(
        of thread: Thread, _ buffer: MessageBuffer, count: Int
    ) throws(PointerFailure) -> ExtraCapabilities {
        var extra = ExtraCapabilities()
        if buffer.isNone { return extra }
        while extra.count < count {
            let pointer = buffer[capability: extra.count]
            let slot: Slot
            do throws(LookupFailure) {
                slot = try lookUp(pointer, in: thread)
            } catch {
                throw PointerFailure(pointer: pointer, failure: error)
            }
            extra.slots[extra.count] = slot.address.rawValue
            extra.count += 1
        }
        return extra
    }

    /// Hands a message's capabilities over: one to the endpoint of the message itself arrives as
    /// its badge, one other goes into the receive slot. Whatever cannot be handed over ends this;
    /// the message arrives all the same.
    mutating func transferCapabilities(
        of sender: Thread, _ source: MessageBuffer, count: Int, through endpoint: Endpoint,
        to receiver: Thread, _ target: MessageBuffer
    ) -> TransferredCapabilities {
        var result = TransferredCapabilities()
        if target.isNone { return result }
        guard let extra = try? extraCapabilities(of: sender, source, count: count) else {
            return result
        }
        var destination = receiveSlot(of: receiver, target)
        while result.count < extra.count {
            let slot = Slot(PhysicalAddress(extra.slots[result.count]))
            let capability = slot.capability
            if capability.kind == .endpoint && !endpoint.isNone
                && capability.object == endpoint.address
            {
                target[capability: result.count] = EndpointCapability(capability).badge
                result.unwrapped |= 1 &<< Word(bitPattern: result.count)
            } else {
                guard !destination.isNone, !capability.isNull,
                    let derived = try? derive(capability, from: slot)
                else { break }
                insert(derived, derivedFrom: slot, into: destination)
                destination = .none
            }
            result.count += 1
        }
        return result
    }

    /// The slot that a receiver's buffer names for a capability; none unless it exists and is
    /// empty.
    private func receiveSlot(of receiver: Thread, _ buffer: MessageBuffer) -> Slot {
        let root = buffer.load(IPCBufferLayout.receiveCNode)
        guard let rootSlot = try? lookUp(root, in: receiver),
            let slot = try? lookUpExactly(
                buffer.load(IPCBufferLayout.receiveIndex),
                depth: buffer.load(IPCBufferLayout.receiveDepth), in: rootSlot.capability,
                isSource: false),
            slot.isEmpty
        else { return .none }
        return slot
    }
}
