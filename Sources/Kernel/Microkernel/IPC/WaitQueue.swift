import SeL4ABI

extension Kernel {
    /// The first two words of an endpoint or notification: a queue of threads, first come first
    /// served, and what it is a queue of.
    ///
    /// Word 0 is the first thread, word 1 the last one with the state in its low two bits. The
    /// queue is empty in states 0 and, for notifications, 2 (active).
    struct WaitQueue: MemoryObject {
        typealias Board = M
        let address: PhysicalAddress
        @inline(__always) init(_ address: PhysicalAddress) { self.address = address }

        @inline(__always) var first: Thread { Thread(PhysicalAddress(load(0))) }
        @inline(__always) var last: Thread { Thread(PhysicalAddress(load(8) & ~3)) }
        @inline(__always) var state: Word { load(8) & 3 }

        /// Sets the state of an empty queue.
        @inline(__always) func setEmpty(state: Word) {
            store(0, 0)
            store(8, state)
        }

        @inline(__always) func append(_ thread: Thread, state: Word) {
            let last = last
            thread.waitNext = .none
            thread.waitPrevious = last
            if last.isNone {
                store(0, thread.address.rawValue)
            } else {
                last.waitNext = thread
            }
            store(8, thread.address.rawValue | state)
        }

        /// Takes the first thread out; an emptied queue is idle.
        @inline(__always) func removeFirst(_ first: Thread) {
            let next = first.waitNext
            if next.isNone {
                setEmpty(state: 0)
            } else {
                store(0, next.address.rawValue)
                next.waitPrevious = .none
            }
        }

        /// Takes a queued thread out; an emptied queue is idle.
        @inline(__always) func remove(_ thread: Thread) {
            let next = thread.waitNext
            let previous = thread.waitPrevious
            if previous.isNone {
                store(0, next.address.rawValue)
            } else {
                previous.waitNext = next
            }
            if next.isNone {
                store(8, previous.isNone ? 0 : previous.address.rawValue | state)
            } else {
                next.waitPrevious = previous
            }
        }
    }
}

extension Kernel.Thread {
    @inline(__always) var waitNext: Self {
        get { Self(PhysicalAddress(load(ThreadLayout.waitNext))) }
        nonmutating set { store(ThreadLayout.waitNext, newValue.address.rawValue) }
    }

    @inline(__always) var waitPrevious: Self {
        get { Self(PhysicalAddress(load(ThreadLayout.waitPrevious))) }
        nonmutating set { store(ThreadLayout.waitPrevious, newValue.address.rawValue) }
    }
}
