import SeL4ABI

/// What a debugging kernel adds: the debug and printing system calls, and a listing of what there is.
extension Kernel {
    /// Numbers −9 to −14. False: it is none of them.
    @_optimize(size) @inline(never) mutating func debugCall(_ number: Int) -> Bool {
        switch number {
        case -9: M.putDebugCharacter(UInt8(truncatingIfNeeded: current[.capability]))
        case -10: printThreads()
        case -11:
            Self.print("halted by its root task\n")
            M.halt()
        case -12:
            let slot = try? lookUp(current[.capability], in: current)
            current[.capability] = Word(slot?.capability.kind.rawValue ?? 0)
        case -13: printSnapshot()
        case -14: nameThread()
        default: return false
        }
        return true
    }

    /// DebugNameThread: the name stands in the caller's buffer from message register 0 on, and ends with a zero.
    private func nameThread() {
        let buffer = buffer(of: current, forWriting: false)
        guard let slot = try? lookUp(current[.capability], in: current), slot.capability.kind == .thread,
            !buffer.isNone
        else { return }
        let thread = Thread(slot.capability.object)
        for word in 0..<DebugName.words { thread.store(DebugName.offset + word * 8, buffer[word]) }
    }

    /// Every thread, capability and untyped that the current thread, or else the first, can reach. Numbers are
    /// hexadecimal.
    @_optimize(size) public mutating func printSnapshot() {
        let thread = running
        if thread.isNone { return }
        Self.print("capabilities\n")
        printSlots(of: thread.cspaceRoot.capability, depth: 0)
        printThreads()
    }

    /// The thread that runs; before the first one does, the one that is to.
    private var running: Thread {
        current.isNone && decision.rawValue > 1 ? Thread(PhysicalAddress(decision.rawValue)) : current
    }

    @_optimize(size) private func printSlots(of root: Capability, depth: Int) {
        guard root.kind == .cnode, depth < 4 else { return }
        let node = CNodeCapability(root)
        for index in 0..<node.slotCount {
            let slot = Slot(node.capability.object).advanced(by: index)
            let capability = slot.capability
            if capability.isNull { continue }
            for _ in 0...depth { Self.print("  ") }
            Self.print(hexadecimal: index)
            Self.print(" ")
            Self.print(capability.kind.name)
            Self.print(" ")
            Self.print(hexadecimal: capability.object.rawValue)
            printDetail(capability)
            Self.print("\n")
            if capability.object != root.object { printSlots(of: capability, depth: depth + 1) }
        }
    }

    private func printDetail(_ capability: Capability) {
        switch capability.kind {
        case .untyped:
            let untyped = UntypedCapability(capability)
            Self.print(untyped.isDevice ? " device, bytes " : " bytes ")
            Self.print(hexadecimal: untyped.size)
            Self.print(" used ")
            Self.print(hexadecimal: untyped.freeOffset)
        case .endpoint, .notification:
            Self.print(" badge ")
            Self.print(hexadecimal: capability.word1)
        case .thread: printThread(Thread(capability.object))
        default: break
        }
    }

    /// The threads that are ready, by priority, and the current one.
    @_optimize(size) private mutating func printThreads() {
        Self.print("threads that run or are ready\n")
        let thread = running
        if !thread.isNone {
            Self.print("  current ")
            Self.print(hexadecimal: thread.address.rawValue)
            printThread(thread)
            Self.print("\n")
        }
        for priority in stride(from: Word(255), through: 0, by: -1) {
            var thread = firstReady(priority)
            while !thread.isNone {
                Self.print("  ready   ")
                Self.print(hexadecimal: thread.address.rawValue)
                printThread(thread)
                Self.print("\n")
                thread = thread.readyNext
            }
        }
    }

    /// On its own, because the compiler may copy the heads to read one, and the stack is small.
    @inline(never) private mutating func firstReady(_ priority: Word) -> Thread {
        Thread(PhysicalAddress(ready.heads[ReadyQueues.index(domain: currentDomain, priority: priority)]))
    }

    @_optimize(size) private func printThread(_ thread: Thread) {
        Self.print(" state ")
        Self.print(hexadecimal: thread.stateWord)
        Self.print(" priority ")
        Self.print(hexadecimal: thread.priority)
        Self.print(" at ")
        Self.print(hexadecimal: thread[.instructionPointer])
        Self.print(" ")
        for index in 0..<DebugName.words * 8 {
            let character = thread.load(DebugName.offset + index / 8 * 8) >> Word(index % 8 * 8) & 0xFF
            if character == 0 { return }
            M.putDebugCharacter(UInt8(character))
        }
    }
}

/// Where a thread's name stands in its control block: behind the kernel's fields.
private enum DebugName {
    static var offset: Int { 896 }
    static var words: Int { 8 }
}

extension CapabilityKind {
    fileprivate var name: StaticString {
        switch self {
        case .null: "null"
        case .untyped: "untyped"
        case .endpoint: "endpoint"
        case .notification: "notification"
        case .reply: "reply"
        case .cnode: "cnode"
        case .thread: "thread"
        case .zombie: "zombie"
        case .domain: "domain"
        case .irqControl: "irq control"
        case .irqHandler: "irq handler"
        case .asidControl: "asid control"
        case .asidPool: "asid pool"
        case .frame: "frame"
        case .pageTable: "page table"
        case .pageDirectory: "page directory"
        case .pdpt: "pdpt"
        case .pml4: "pml4"
        case .ioPortControl: "io port control"
        case .ioPort: "io ports"
        }
    }
}
