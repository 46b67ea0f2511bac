import SeL4ABI

extension Kernel {
    /// The message of an invocation of a kernel object, as its decoding sees it.
    struct Invocation {
        let thread: Thread
        let buffer: MessageBuffer
        let info: MessageInfo
        /// Message registers that are really there.
        let length: Int
        let extra: ExtraCapabilities

        var label: InvocationLabel { InvocationLabel(rawValue: info.label) }

        /// Message register `index`, which is below `length`.
        subscript(index: Int) -> Word {
            index < MessageLimit.fastRegisters ? thread[Register.message(index)] : buffer[index]
        }

        /// Refuses a message with too few words or capabilities.
        func require(length: Int, capabilities: Int = 0) throws(SyscallError) {
            guard self.length >= length && extra.count >= capabilities else {
                throw .truncatedMessage
            }
        }

        /// The slot of extra capability `index`, which `require` has vouched for.
        func slot(_ index: Int) -> Slot { Slot(PhysicalAddress(extra.slots[index])) }
        func capability(_ index: Int) -> Capability { slot(index).capability }
    }

    /// seL4_Send, NBSend and Call: a message through an endpoint, a signal, a reply, or an
    /// operation on a kernel object, whatever the capability is to.
    @inline(never) mutating func invoke(isCall: Bool, isBlocking: Bool) {
        let thread = current
        let pointer = thread[.capability]
        let slot: Slot
        do throws(LookupFailure) {
            slot = try lookUp(pointer, in: thread)
        } catch {
            if isBlocking {
                raise(.capability(pointer: pointer, inReceivePhase: false, error), in: thread)
            }
            return
        }
        let info = MessageInfo(rawValue: thread[.messageInfo])
        let buffer = buffer(of: thread, forWriting: false)
        var extra = ExtraCapabilities()
        if info.extraCapabilities > 0 {
            do throws(PointerFailure) {
                extra = try extraCapabilities(of: thread, buffer, count: info.extraCapabilities)
            } catch {
                if isBlocking {
                    raise(
                        .capability(
                            pointer: error.pointer, inReceivePhase: false, error.failure),
                        in: thread)
                }
                return
            }
        }
        let capability = slot.capability
        if capability.kind == .endpoint {
            let endpoint = EndpointCapability(capability)
            if endpoint.rights.contains(.write) {
                send(from: thread, through: endpoint, isCall: isCall, isBlocking: isBlocking)
                return
            }
        }
        let invocation = Invocation(
            thread: thread, buffer: buffer, info: info,
            length: carriedLength(info.length, in: buffer), extra: extra)
        do throws(SyscallError) {
            let completion = try perform(invocation, on: capability, in: slot)
            finish(completion, of: invocation, isCall: isCall)
        } catch {
            if isCall { refuse(invocation, error) }
        }
    }

    /// Decodes an invocation by the kind of the capability, then performs it. Whatever is refused
    /// is refused before anything changes.
    private mutating func perform(
        _ invocation: Invocation, on capability: Capability, in slot: Slot
    ) throws(SyscallError) -> Completion {
        switch capability.kind {
        case .null, .zombie, .endpoint:
            throw .invalidCapability(0)
        case .notification:
            let notification = NotificationCapability(capability)
            guard notification.rights.contains(.write) else { throw .invalidCapability(0) }
            signal(Notification(capability.object), badge: notification.badge)
            return .done
        case .reply:
            let reply = ReplyCapability(capability)
            guard !reply.isMaster else { throw .invalidCapability(0) }
            answer(
                Thread(reply.caller), from: invocation.thread, using: slot,
                canGrant: reply.canGrant)
            return .done
        case .untyped:
            return perform(try decodeUntyped(invocation, UntypedCapability(capability), slot))
        case .cnode:
            return perform(try decodeCNode(invocation, capability))
        case .thread:
            return perform(try decodeThread(invocation, Thread(capability.object), slot))
        case .domain:
            return perform(try decodeDomain(invocation))
        case .irqControl:
            return perform(try decodeIRQControl(invocation, slot))
        case .irqHandler:
            return perform(try decodeIRQHandler(invocation, vector: capability.vector))
        case .asidControl:
            return perform(try decodeASIDControl(invocation))
        case .asidPool:
            return perform(try decodeASIDPool(invocation, ASIDPoolCapability(capability)))
        case .frame:
            return perform(try decodeFrame(invocation, FrameCapability(capability), slot))
        case .pageTable, .pageDirectory, .pdpt:
            return perform(try decodeTable(invocation, TableCapability(capability), slot))
        case .pml4:
            throw .illegalOperation
        case .ioPortControl:
            return perform(try decodeIOPortControl(invocation, slot))
        case .ioPort:
            return perform(try decodeIOPort(invocation, IOPortCapability(capability)))
        }
    }

    /// Answers an invocation that was performed, unless its thread was stopped by it.
    private mutating func finish(
        _ completion: Completion, of invocation: Invocation, isCall: Bool
    ) {
        let thread = invocation.thread
        guard thread.isRunnable else { return }
        if case .preempted = completion {
            rewind(thread)
            return
        }
        guard isCall else { return }
        var length = 0
        switch completion {
        case .done, .preempted:
            break
        case .value(let value):
            thread[Register.message(0)] = value
            length = 1
        case .registers(let source, let count):
            let source = Thread(source)
            let buffer = buffer(of: thread, forWriting: true)
            length = carriedLength(count, in: buffer)
            for index in 0..<length {
                let register = Register(rawValue: index)
                let value = register == .instructionPointer ? restartAddress(of: source) : source[register]
                setMessageRegister(index, of: thread, in: buffer, to: value)
            }
        }
        thread[.badge] = 0
        thread[.messageInfo] = MessageInfo(label: 0, length: length).rawValue
    }

    /// Answers an invocation that was refused.
    private mutating func refuse(_ invocation: Invocation, _ error: SyscallError) {
        let thread = invocation.thread
        let buffer = buffer(of: thread, forWriting: true)
        var length = 0
        func put(_ value: Word) {
            setMessageRegister(length, of: thread, in: buffer, to: value)
            length += 1
        }
        let code: ErrorCode
        switch error {
        case .invalidArgument(let number):
            code = .invalidArgument
            put(number)
        case .invalidCapability(let number):
            code = .invalidCapability
            put(number)
        case .illegalOperation: code = .illegalOperation
        case .rangeError(let least, let greatest):
            code = .rangeError
            put(least)
            put(greatest)
        case .alignmentError: code = .alignmentError
        case .failedLookup(let isSource, let failure):
            code = .failedLookup
            put(isSource ? 1 : 0)
            put(failure.type.rawValue)
            for index in 0..<failure.wordCount { put(failure.word(index)) }
        case .truncatedMessage: code = .truncatedMessage
        case .deleteFirst: code = .deleteFirst
        case .revokeFirst: code = .revokeFirst
        case .notEnoughMemory(let bytes):
            code = .notEnoughMemory
            put(bytes)
        }
        thread[.badge] = 0
        thread[.messageInfo] =
            MessageInfo(label: code.rawValue, length: carriedLength(length, in: buffer)).rawValue
    }
}
