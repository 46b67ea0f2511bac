import SeL4ABI

/// The whole state of the model: what seL4's objects, threads and scheduler are between two system calls.
final class Model {
    var current: Thread?
    /// Runnable threads that do not run, by domain and priority, next to run first.
    /// No entry is empty.
    var ready: [Int: [Thread]] = [:]
    var currentDomain: Word = 0
    var domains = DomainSchedule()
    var decision = Decision.keep
    /// The page tables that the processor uses; nil: the kernel's own.
    var activeRoot: Table?

    /// What boot derived the first capabilities from: the top of the derivation tree, in no slot.
    var lines: [Held] = []
    /// Every object by its address; what memory was taken back from is no longer here.
    var objects: [Word: KernelObject] = [:]
    /// What was retyped since somebody last looked.
    var created: [KernelObject] = []
    /// Goes up with every capability that comes or goes, and every page-table entry that changes.
    var changes = 0
    /// How often each invocation was performed, in all models together.
    nonisolated(unsafe) static var successes = [Int](repeating: 0, count: 64)
    let interrupts: InterruptTable
    var ports = Ports()
    var pools = [ASIDPool?](repeating: nil, count: 8)
    let rootThread: Thread
    let rootNode: CNode

    init(rootThread: Word, rootNode: Word, radix: Int, interrupts: Word) {
        self.rootThread = Thread(at: rootThread, domain: 0)
        self.rootNode = CNode(at: rootNode, radix: radix)
        self.interrupts = InterruptTable(at: interrupts)
        for object in [self.rootThread, self.rootNode, self.interrupts] { objects[object.address] = object }
    }

    /// The thread that made the system call.
    var caller: Thread {
        guard let current else { preconditionFailure("a system call of no thread") }
        return current
    }

    /// Breaks the cycles of references, so that the model's memory is freed.
    func dismantle() {
        for object in objects.values {
            for slot in object.slots { slot?.children = [] }
            object.slots = []
            (object as? Endpoint)?.queue = []
            (object as? Table)?.clear()
            if let notification = object as? Notification {
                notification.queue = []
                notification.bound = nil
            }
            if let thread = object as? Thread {
                thread.state = .inactive
                thread.boundNotification = nil
                thread.answer = nil
            }
        }
        ready = [:]
        pools = []
        activeRoot = nil
        created = []
        for line in lines { line.children = [] }
    }
}

/// How an invocation that was performed ends.
enum Outcome {
    case done
    case value(Word)
    case registers(Thread, count: Int)
}

/// The message of an invocation.
struct Invocation {
    let thread: Thread
    let label: InvocationLabel
    let words: Message
    let extra: [Slot]

    subscript(index: Int) -> Word { words[index] }

    func require(length: Int, capabilities: Int = 0) throws(Refusal) {
        guard words.count >= length && extra.count >= capabilities else { throw .truncatedMessage }
    }
}

extension Model {
    /// A system call of the current thread, whose registers say which.
    func systemCall() {
        let thread = caller
        switch SystemCall(rawValue: Int(bitPattern: thread[.systemCall])) {
        case .call: invoke(isCall: true, isBlocking: true)
        case .send: invoke(isCall: false, isBlocking: true)
        case .sendNonBlocking: invoke(isCall: false, isBlocking: false)
        case .receive: receive(isBlocking: true)
        case .receiveNonBlocking: receive(isBlocking: false)
        case .reply: reply()
        case .replyReceive:
            reply()
            receive(isBlocking: true)
        case .yield:
            enqueueLast(thread)
            reschedule()
        case SystemCall(rawValue: -9), SystemCall(rawValue: -10), SystemCall(rawValue: -13), SystemCall(rawValue: -14):
            break  // debug calls that only print or name
        case SystemCall(rawValue: -12): identify(thread)
        case .setTLSBase: thread[.fsBase] = Register.fsBase.accepted(thread[.capability])
        default: raise(.unknownSyscall(thread[.systemCall]), in: thread)
        }
    }

    /// DebugCapIdentify: the number of a capability's kind; 0 for none.
    private func identify(_ thread: Thread) {
        let slot = try? lookUp(thread[.capability], in: thread)
        thread[.capability] = slot?.capability?.debugNumber ?? 0
    }

    private func invoke(isCall: Bool, isBlocking: Bool) {
        let thread = caller
        let info = MessageInfo(rawValue: thread[.messageInfo])
        let slot: Slot
        let extra: [Slot]
        var pointer = thread[.capability]
        do throws(PointerFailure) {
            do throws(LookupFailure) {
                slot = try lookUp(pointer, in: thread)
            } catch {
                throw PointerFailure(pointer: pointer, failure: error)
            }
            extra = try extraCapabilities(of: thread, count: info.extraCapabilities)
        } catch {
            pointer = error.pointer
            if isBlocking { raise(.capability(pointer: pointer, isReceiving: false, error.failure), in: thread) }
            return
        }
        if case .endpoint(let endpoint, let badge, let rights)? = slot.capability, rights.contains(.write) {
            let sending = Thread.Sending(
                badge: badge, canGrant: rights.contains(.grant), canGrantReply: rights.contains(.grantReply),
                isCall: isCall)
            send(from: thread, to: endpoint, sending, isBlocking: isBlocking)
            return
        }
        let invocation = Invocation(
            thread: thread, label: InvocationLabel(rawValue: info.label),
            words: Message(of: thread, length: info.length), extra: extra)
        do throws(Refusal) {
            let outcome = try perform(invocation, in: slot)
            count(invocation, slot)
            if thread.isRunning && isCall { answer(thread, with: outcome) }
        } catch {
            if isCall { put(error.words, into: thread, label: error.code.rawValue) }
        }
    }

    /// Notes what was done, for whoever wants to know whether operations are tried at all. Labels mean nothing to
    /// notifications and replies.
    private func count(_ invocation: Invocation, _ slot: Slot) {
        switch slot.capability {
        case .notification, .reply: return
        default: if invocation.label.rawValue < 64 { Self.successes[Int(invocation.label.rawValue)] += 1 }
        }
    }

    private func answer(_ thread: Thread, with outcome: Outcome) {
        switch outcome {
        case .done: put([], into: thread, label: 0)
        case .value(let value): put([value], into: thread, label: 0)
        case .registers(let source, let count):
            let words = [source.restartAddress] + source.registers[1...]
            put(Array(words.prefix(count)), into: thread, label: 0)
        }
    }

    private func put(_ words: [Word], into thread: Thread, label: Word) {
        let length = thread.write(words)
        thread[.badge] = 0
        thread[.messageInfo] = MessageInfo(label: label, length: length).rawValue
    }

    private func perform(_ invocation: Invocation, in slot: Slot) throws(Refusal) -> Outcome {
        guard let held = slot.held else { throw .invalidCapability(0) }
        switch held.capability {
        case .endpoint: throw .invalidCapability(0)
        case .notification(let notification, let badge, let rights):
            guard rights.contains(.write) else { throw .invalidCapability(0) }
            signal(notification, badge)
        case .reply(let caller, let canGrant):
            answer(caller, from: invocation.thread, using: slot, canGrant: canGrant)
        case .untyped: try retype(invocation, from: held)
        case .cnode: try operate(on: slot.capability, invocation)
        case .thread(let thread): return try operate(on: thread, invocation)
        case .frame: return try operate(onFrame: held, invocation)
        case .table: try operate(onTable: held, invocation)
        case .root: throw .illegalOperation
        case .asidControl: try makePool(invocation)
        case .asidPool(let pool): try assign(invocation, in: pool)
        case .domain: try operate(onDomains: invocation)
        case .irqControl: try makeHandler(invocation, from: held)
        case .irqHandler(let vector): try operate(onInterrupt: vector, invocation)
        case .ioPortControl: try issuePorts(invocation, from: held)
        case .ioPorts(let range): return try access(range, invocation)
        }
        return .done
    }
}
