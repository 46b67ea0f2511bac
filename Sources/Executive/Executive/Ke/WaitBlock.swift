import NTABI

/// One thread waiting for one object: a link of the object's `WaitList`.
///
/// A thread that waits for three objects has three of these, in three lists. The references that make the
/// cycle (block to thread, block to block) last only while the block is in a list.
final class WaitBlock {
    fileprivate(set) final var thread: Thread?
    /// The object waited for; nil while the block is in no list.
    fileprivate(set) final var object: DispatcherObject?
    /// Where the object stands in the caller's list: what `STATUS_WAIT_0` counts from.
    fileprivate(set) final var index = 0
    fileprivate final var next: WaitBlock?
    fileprivate final var previous: WaitBlock?

    /// Puts the block at the end of the object's list: first come, first served.
    func enqueue(_ thread: Thread, on object: DispatcherObject, index: Int) {
        precondition(self.object == nil, "a wait block is in one list at a time")
        self.thread = thread
        self.object = object
        self.index = index
        object.waiters.append(self)
    }

    /// Takes the block out of its list, if it is in one.
    func dequeue() {
        guard let object else { return }
        object.waiters.remove(self)
        self.object = nil
        thread = nil
    }
}

/// The threads that wait for an object, oldest first.
struct WaitList {
    private(set) var first: WaitBlock?
    private var last: WaitBlock?

    @inline(__always) var isEmpty: Bool { first == nil }
    func successor(of block: WaitBlock) -> WaitBlock? { block.next }

    fileprivate mutating func append(_ block: WaitBlock) {
        block.previous = last
        if let last { last.next = block } else { first = block }
        last = block
    }

    fileprivate mutating func remove(_ block: WaitBlock) {
        if let before = block.previous { before.next = block.next } else { first = block.next }
        if let after = block.next { after.previous = block.previous } else { last = block.previous }
        block.next = nil
        block.previous = nil
    }
}
