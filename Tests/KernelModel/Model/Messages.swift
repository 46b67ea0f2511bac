import SeL4ABI

/// Message registers that are really there: four in registers, the others in the sender's buffer.
struct Message {
    private let thread: Thread
    private let buffer: (frame: Frame, offset: Int)?
    let count: Int

    init(of thread: Thread, length: Int) {
        self.thread = thread
        buffer = thread.buffer(forWriting: false)
        count = min(length, buffer == nil ? 4 : MessageLimit.length)
    }

    subscript(index: Int) -> Word {
        if index < 4 { return thread[Register.messageRegisters[index]] }
        guard let buffer else { return 0 }
        return buffer.frame.words[buffer.offset + 1 + index]
    }
}

extension Thread {
    /// A thread's IPC buffer: a frame, and where in it in words.
    func buffer(forWriting: Bool) -> (frame: Frame, offset: Int)? {
        guard case .frame(let frame, let access, _)? = bufferSlot.capability, !frame.isDevice,
            access.contains(forWriting ? .read | .write : .read)
        else { return nil }
        return (frame, Int(bufferAddress & 4095) / 8)
    }

    /// Writes message registers, as many as there is room for, and returns how many.
    @discardableResult
    func write(_ words: [Word]) -> Int {
        for (index, word) in words.prefix(4).enumerated() { self[Register.messageRegisters[index]] = word }
        if words.count <= 4 { return words.count }
        guard let buffer = buffer(forWriting: true) else { return 4 }
        let count = min(words.count, MessageLimit.length)
        for index in 4..<count { buffer.frame.words[buffer.offset + 1 + index] = words[index] }
        return count
    }
}

extension Model {
    static let capabilityWord = 122
    static let receiveCNodeWord = 125

    /// Delivers a sender's message, or the fault that it waits on.
    func transfer(from sender: Thread, to receiver: Thread, through endpoint: Endpoint?, badge: Word, canGrant: Bool) {
        if let fault = sender.fault {
            let length = receiver.write(fault.words(of: sender))
            receiver[.messageInfo] = MessageInfo(label: fault.label.rawValue, length: length).rawValue
        } else {
            let info = MessageInfo(rawValue: sender[.messageInfo])
            let message = Message(of: sender, length: info.length)
            let length = receiver.write((0..<message.count).map { message[$0] })
            var taken = (count: 0, unwrapped: Word(0))
            if canGrant && info.extraCapabilities > 0 {
                taken = transferCapabilities(from: sender, info.extraCapabilities, to: receiver, through: endpoint)
            }
            receiver[.messageInfo] =
                MessageInfo(
                    label: info.label, length: length, extraCapabilities: taken.count, unwrapped: taken.unwrapped
                ).rawValue
        }
        receiver[.badge] = badge
    }

    /// The slots that a message's capability pointers name; without a buffer there are none.
    func extraCapabilities(of thread: Thread, count: Int) throws(PointerFailure) -> [Slot] {
        guard count > 0, let buffer = thread.buffer(forWriting: false) else { return [] }
        var slots: [Slot] = []
        for index in 0..<count {
            let pointer = buffer.frame.words[buffer.offset + Self.capabilityWord + index]
            do throws(LookupFailure) {
                slots.append(try lookUp(pointer, in: thread))
            } catch {
                throw PointerFailure(pointer: pointer, failure: error)
            }
        }
        return slots
    }

    /// A capability to the endpoint that the message goes through arrives as its badge; one other goes into the
    /// receive slot. What cannot be handed over ends this.
    private func transferCapabilities(
        from sender: Thread, _ count: Int, to receiver: Thread, through endpoint: Endpoint?
    ) -> (count: Int, unwrapped: Word) {
        guard let buffer = receiver.buffer(forWriting: true),
            let slots = try? extraCapabilities(of: sender, count: count)
        else { return (0, 0) }
        var destination = receiveSlot(of: receiver, buffer.frame, buffer.offset)
        var unwrapped: Word = 0
        for (index, slot) in slots.enumerated() {
            if case .endpoint(let named, let badge, _)? = slot.capability, named === endpoint {
                buffer.frame.words[buffer.offset + Self.capabilityWord + index] = badge
                unwrapped |= 1 << Word(index)
                continue
            }
            guard let target = destination, let held = slot.held,
                let derived = try? derive(held.capability, from: held)
            else { return (index, unwrapped) }
            insert(derived, derivedFrom: held, into: target)
            destination = nil
        }
        return (slots.count, unwrapped)
    }

    private func receiveSlot(of receiver: Thread, _ frame: Frame, _ offset: Int) -> Slot? {
        let words = frame.words[(offset + Self.receiveCNodeWord)...]
        let first = words.startIndex
        guard let root = try? lookUp(words[first], in: receiver),
            let slot = try? lookUpExactly(words[first + 1], depth: words[first + 2], in: root.capability),
            slot.isEmpty
        else { return nil }
        return slot
    }
}
