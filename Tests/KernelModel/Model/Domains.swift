import SeL4ABI

/// Which domain's threads run how long: the entries take turns.
struct DomainSchedule {
    struct Entry: Equatable {
        var domain: Word = 0
        /// In ticks. 0 ends the round; in the entry where it starts, for ever.
        var duration: Word = 0
    }

    var entries = [Entry](repeating: Entry(), count: 2)
    private(set) var start = 0
    private(set) var ticksLeft: Word = 0
    private var running = 0
    /// The time of the running entry is over, or the round starts anew.
    private(set) var isOver = false
    private var startsAnew = false

    mutating func restart(at entry: Int) {
        start = entry
        (isOver, startsAnew) = (true, true)
    }

    /// A tick; true: the entry's time is over.
    mutating func tick() -> Bool {
        guard ticksLeft > 0 else { return false }
        ticksLeft -= 1
        isOver = isOver || ticksLeft == 0
        return isOver
    }

    /// Whose turn is next.
    mutating func advance() -> Word {
        let next = startsAnew ? start : running + 1
        running = next < entries.count && entries[next].duration > 0 ? next : start
        (isOver, startsAnew) = (false, false)
        ticksLeft = entries[running].duration
        return entries[running].domain
    }
}

extension Model {
    private static let domainCount: Word = 4

    /// DomainSet_Set (domain; thread), DomainSet_ScheduleConfigure (index, domain, duration) and
    /// DomainSet_ScheduleSetStart (index).
    func operate(onDomains invocation: Invocation) throws(Refusal) {
        switch invocation.label {
        case .domainSetSet:
            try invocation.require(length: 1)
            guard invocation[0] < Self.domainCount else { throw .invalidArgument(0) }
            try invocation.require(length: 1, capabilities: 1)
            guard case .thread(let thread)? = invocation.extra[0].capability else { throw .invalidArgument(1) }
            dequeue(thread)
            thread.domain = invocation[0]
            if !thread.isRunning { return }
            if thread === current { reschedule() } else { wake(thread) }
        case .domainScheduleConfigure:
            try invocation.require(length: 3)
            guard invocation[0] < Word(domains.entries.count) else { throw .invalidArgument(0) }
            guard invocation[1] < Self.domainCount else { throw .invalidArgument(1) }
            domains.entries[Int(invocation[0])] = .init(domain: invocation[1], duration: invocation[2])
        case .domainScheduleSetStart:
            try invocation.require(length: 1)
            guard invocation[0] < Word(domains.entries.count) else { throw .invalidArgument(0) }
            domains.restart(at: Int(invocation[0]))
            reschedule()
        default: throw .illegalOperation
        }
    }
}
