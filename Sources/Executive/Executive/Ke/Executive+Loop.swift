import NTABI
import SeL4
import SeL4ABI

/// What a badge of the executive's endpoint says.
enum Badge {
    /// The executive's own notification: the tick, a driver's doorbell.
    static let notification: Word = 1 << 63
    /// A fault of the thread, not a system call.
    static let fault: Word = 1 << 62
    /// Notification: the periodic tick.
    static let tick: Word = 1
    /// Notification: the completion doorbells of driver processes.
    static let doorbells: Word = fault - 1 - tick
}

extension Executive {
    /// Receives, serves and answers, for ever. Every stack but those of waiting services is in here.
    ///
    /// A service that did not wait is answered by the call that receives the next message.
    func receiveLoop() -> Never {
        var answer: Word?
        while true {
            if stacks.hasReady {
                if let status = answer { Endpoint.reply(Self.statusMessage, status) }
                answer = nil
                continueReadyStack()
                continue
            }
            let message =
                if let status = answer { quickEndpoint.replyAndReceive(Self.statusMessage, status) } else {
                    quickEndpoint.receive()
                }
            answer = serve(message)
        }
    }

    /// An answer is one word, the NTSTATUS.
    static var statusMessage: MessageInfo { MessageInfo(label: 0, length: 1) }

    /// Does what the message asks. Returns the word to answer the last caller with, nil if it is not to be answered here.
    @inline(__always)
    private func serve(_ message: ReceivedMessage) -> Word? {
        guard message.badge & (Badge.notification | Badge.fault) == 0 else {
            return serveSpecial(message)
        }
        guard let caller = clients[message.badge] else { return nil }
        guard !caller.isInService else { return endImpatient(caller) }
        let buffer = IPCBuffer.own
        (buffer[0], buffer[1], buffer[2], buffer[3]) = message.words
        caller.isInService = true
        let status: NTStatus
        do throws(NTStatus) {
            status = try dispatch(number: message.info.label, arguments: ServiceArguments(of: buffer), caller: caller)
        } catch { status = error }
        caller.isInService = false
        return caller.needsAttention ? leaveService(caller, Word(status.rawValue)) : Word(status.rawValue)
    }

    /// Faults and notifications: rarer than system calls.
    @inline(never)
    private func serveSpecial(_ message: ReceivedMessage) -> Word? {
        if message.badge & Badge.notification != 0 {
            take(signals: message.badge)
            return nil
        }
        guard let thread = clients[message.badge] else { return nil }
        guard !thread.isInService else { return endImpatient(thread) }
        thread.isInService = true
        handleFault(message, of: thread)
        thread.isInService = false
        return thread.needsAttention ? leaveService(thread, 0) : 0
    }

    /// Does what the badge of the executive's notification says.
    func take(signals badge: Word) {
        if badge & Badge.tick != 0 { tick() }
        let doorbells = badge & Badge.doorbells
        if doorbells != 0 { driverDoorbells(doorbells) }
    }

    /// A thread that sends where it ought to call is not stopped by a service that waits, and asks for the next one
    /// meanwhile. A thread has one wait and one place for the right to answer it: its process ends.
    @inline(never)
    private func endImpatient(_ thread: Thread) -> Word? {
        reportUnhandled(ExceptionRecord(.illegalInstruction, at: 0), in: thread)
        terminate(thread.process, status: .illegalInstruction)
        return nil
    }

    /// The end of a service of a thread about which there is something to know before it may go on.
    /// Returns the word to answer with if its reply capability is still where the kernel put it.
    @inline(never)
    func leaveService(_ thread: Thread, _ word: Word) -> Word? {
        if thread.isTerminating { return nil }
        if thread.suspendCount > 0 {
            saveReply(of: thread)
            thread.heldAnswer = word
            return nil
        }
        return resumeUser(thread, word) ? nil : word
    }

    /// Lets a thread that is in a service go on in user mode: at a new context, or with its answer.
    /// False if the answer must go to the last caller, because the reply capability was never saved.
    func resumeUser(_ thread: Thread, _ word: Word) -> Bool {
        if thread.makesCall {
            beginCall(of: thread, answer: word)
            if thread.isTerminating { return true }
        }
        if let context = thread.pendingContext {
            thread.pendingContext = nil
            thread.replyIsSaved = false
            // Resuming cancels the call the thread is in, and its reply capability with it.
            thread.write(context, resuming: true)
        } else if thread.replyIsSaved {
            thread.replyIsSaved = false
            thread.kernel.savedReply.send(Self.statusMessage, word)
        } else {
            return false
        }
        return true
    }

    /// Keeps the right to answer the thread for later; the next receive would lose it.
    func saveReply(of thread: Thread) {
        guard !thread.replyIsSaved else { return }
        do { try memory.root.saveCaller(into: thread.kernel.savedReply.pointer) } catch {
            preconditionFailure("a thread's slot for its reply capability is empty when it waits")
        }
        thread.replyIsSaved = true
    }
}
