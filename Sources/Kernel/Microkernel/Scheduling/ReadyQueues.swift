import SeL4ABI

/// One queue of runnable threads for each priority of each domain, and a bitmap that finds the
/// highest one in use in a few instructions.
///
/// The thread that runs is in no queue. Links are in the threads (`readyNext`, `readyPrevious`).
struct ReadyQueues {
    static var domainCount: Word { 4 }
    static var priorityCount: Word { 256 }

    /// Addresses of the first and last thread of a queue; 0 when it is empty.
    var heads = InlineArray<1024, Word>(repeating: 0)
    var tails = InlineArray<1024, Word>(repeating: 0)
    /// Bit p of a domain's four words: queue p holds a thread.
    var bitmap = InlineArray<16, Word>(repeating: 0)

    @inline(__always) static func index(domain: Word, priority: Word) -> Int {
        Int(bitPattern: (domain & 3) << 8 | priority & 255)
    }

    @inline(__always) mutating func mark(_ index: Int) {
        bitmap[index >> 6] |= 1 &<< Word(bitPattern: index)
    }

    @inline(__always) mutating func unmark(_ index: Int) {
        bitmap[index >> 6] &= ~(1 &<< Word(bitPattern: index))
    }
}

extension Kernel.Thread {
    @inline(__always) var isReady: Bool {
        get { load(ThreadLayout.isReady) != 0 }
        nonmutating set { store(ThreadLayout.isReady, newValue ? 1 : 0) }
    }

    @inline(__always) var readyNext: Self {
        get { Self(PhysicalAddress(load(ThreadLayout.readyNext))) }
        nonmutating set { store(ThreadLayout.readyNext, newValue.address.rawValue) }
    }

    @inline(__always) var readyPrevious: Self {
        get { Self(PhysicalAddress(load(ThreadLayout.readyPrevious))) }
        nonmutating set { store(ThreadLayout.readyPrevious, newValue.address.rawValue) }
    }
}

extension Kernel {
    /// The highest queue of a domain that holds a thread; −1 if none does.
    ///
    /// A method of the kernel, and mutating, because the compiler would copy the bitmap to read it
    /// from a value.
    @inline(__always) mutating func highestReady(in domain: Word) -> Int {
        let first = Int(bitPattern: (domain & 3) << 2)
        var word = 3
        while word >= 0 {
            let bits = ready.bitmap[first | word]
            if bits != 0 { return word << 6 | (63 - bits.leadingZeroBitCount) }
            word -= 1
        }
        return -1
    }

    /// Puts a thread at the head of its queue; one that is queued keeps its place.
    mutating func enqueueFirst(_ thread: Thread) {
        if thread.isReady { return }
        let index = ReadyQueues.index(domain: thread.domain, priority: thread.priority)
        let head = Thread(PhysicalAddress(ready.heads[index]))
        thread.readyPrevious = .none
        thread.readyNext = head
        if head.isNone {
            ready.tails[index] = thread.address.rawValue
            ready.mark(index)
        } else {
            head.readyPrevious = thread
        }
        ready.heads[index] = thread.address.rawValue
        thread.isReady = true
    }

    /// Puts a thread at the tail of its queue; one that is queued keeps its place.
    mutating func enqueueLast(_ thread: Thread) {
        if thread.isReady { return }
        let index = ReadyQueues.index(domain: thread.domain, priority: thread.priority)
        let tail = Thread(PhysicalAddress(ready.tails[index]))
        thread.readyPrevious = tail
        thread.readyNext = .none
        if tail.isNone {
            ready.heads[index] = thread.address.rawValue
            ready.mark(index)
        } else {
            tail.readyNext = thread
        }
        ready.tails[index] = thread.address.rawValue
        thread.isReady = true
    }

    /// Takes the first thread out of a queue that holds one.
    @inline(__always) mutating func takeFirst(of index: Int) -> Thread {
        let thread = Thread(PhysicalAddress(ready.heads[index]))
        let next = thread.readyNext
        ready.heads[index] = next.address.rawValue
        if next.isNone {
            ready.tails[index] = 0
            ready.unmark(index)
        } else {
            next.readyPrevious = .none
        }
        thread.isReady = false
        return thread
    }

    /// Takes a thread out of its queue, if it is in one.
    mutating func dequeue(_ thread: Thread) {
        if !thread.isReady { return }
        let index = ReadyQueues.index(domain: thread.domain, priority: thread.priority)
        let next = thread.readyNext
        let previous = thread.readyPrevious
        if previous.isNone {
            ready.heads[index] = next.address.rawValue
            if next.isNone { ready.unmark(index) }
        } else {
            previous.readyNext = next
        }
        if next.isNone {
            ready.tails[index] = previous.address.rawValue
        } else {
            next.readyPrevious = previous
        }
        thread.isReady = false
    }
}
