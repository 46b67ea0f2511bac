import SeL4ABI

extension Kernel {
    /// The `syscall` instruction, with number and arguments in the current thread's registers. Does with the number what
    /// the target's entry code does (SystemCall.S), for those who enter without it.
    public mutating func enter() -> Bool {
        let info = MessageInfo(rawValue: current[.messageInfo])
        switch SystemCall(rawValue: Int(bitPattern: current[.systemCall])) {
        case .call: return handleCall(current[.capability], info)
        case .replyReceive: return handleReplyReceive(current[.capability], info)
        default:
            handleSystemCall()
            return prepareToRun()
        }
    }

    /// Any system call, Call and ReplyRecv in their general form: the entry code has other functions for these.
    @inline(__always) public mutating func handleSystemCall() {
        switch SystemCall(rawValue: Int(bitPattern: current[.systemCall])) {
        case .call: invoke(isCall: true, isBlocking: true)
        case .replyReceive:
            reply()
            receive(isBlocking: true)
        case .send:
            if !signalFast() { invoke(isCall: false, isBlocking: true) }
        case .sendNonBlocking:
            if !signalFast() { invoke(isCall: false, isBlocking: false) }
        case .receive:
            if !receiveFast(isBlocking: true) { receive(isBlocking: true) }
        case .reply: reply()
        case .yield: yield()
        case .receiveNonBlocking:
            if !receiveFast(isBlocking: false) { receive(isBlocking: false) }
        case .setTLSBase: setTLSBase(of: current, to: current[.capability])
        default:
            if M.isDebugging && debugCall(Int(bitPattern: current[.systemCall])) { return }
            raise(.unknownSyscall(current[.systemCall]), in: current)
        }
    }

    /// seL4_Call, with its capability pointer and message header in hand: tried the fast way first. Decides what runs
    /// next, too, as `prepareToRun` does.
    @inline(__always) public mutating func handleCall(_ pointer: Word, _ info: MessageInfo) -> Bool {
        callFast(pointer, info) ?? callSlowly()
    }

    /// seL4_ReplyRecv likewise.
    @inline(__always) public mutating func handleReplyReceive(_ pointer: Word, _ info: MessageInfo) -> Bool {
        replyReceiveFast(pointer, info) ?? replyReceiveSlowly()
    }

    @inline(never) private mutating func callSlowly() -> Bool {
        invoke(isCall: true, isBlocking: true)
        return prepareToRun()
    }

    @inline(never) private mutating func replyReceiveSlowly() -> Bool {
        reply()
        receive(isBlocking: true)
        return prepareToRun()
    }

    /// An exception that user code raised; `address` is CR2, `error` the processor's error code.
    public mutating func handleException(vector: Int, error: Word, address: Word) {
        let deviceNotAvailable = 7
        let pageFault = 14
        if vector == deviceNotAvailable, beginUsingFPU() { return }
        if vector == pageFault {
            let isInstruction = error & 16 != 0
            raise(
                .virtualMemory(address: address, isInstruction: isInstruction, status: error),
                in: current)
        } else {
            raise(.userException(vector: Word(bitPattern: vector), code: error), in: current)
        }
    }

    /// seL4_Recv and seL4_NBRecv. The reply capability of an earlier Call is given up.
    ///
    /// A capability to nothing that can be received from is a CapFault in the receive phase.
    @inline(never) mutating func receive(isBlocking: Bool) {
        let thread = current
        let pointer = thread[.capability]
        let slot: Slot
        do throws(LookupFailure) {
            slot = try lookUp(pointer, in: thread)
        } catch {
            raise(.capability(pointer: pointer, inReceivePhase: true, error), in: thread)
            return
        }
        let capability = slot.capability
        switch capability.kind {
        case .endpoint:
            let endpoint = EndpointCapability(capability)
            if endpoint.rights.contains(.read) {
                discardReply(in: thread.callerSlot)
                receive(by: thread, from: endpoint, isBlocking: isBlocking)
                return
            }
        case .notification:
            let notification = Notification(capability.object)
            let bound = notification.boundThread
            if NotificationCapability(capability).rights.contains(.read)
                && (bound.isNone || bound == thread)
            {
                wait(thread, for: notification, isBlocking: isBlocking)
                return
            }
        default:
            break
        }
        raise(
            .capability(
                pointer: pointer, inReceivePhase: true, .missingCapability(bitsLeft: 0)),
            in: thread)
    }
}
