/// A stack on which services run: where it was left, while it is not the current one.
final class ParkedStack {
    /// What `ke_switch_stack` saved; meaningful while the stack is not running.
    fileprivate(set) final var stackPointer: UInt = 0
    /// The next stack of the list this one is in.
    fileprivate final var next: ParkedStack?

    init(stackPointer: UInt) { self.stackPointer = stackPointer }
}

/// The executive's stacks. Exactly one runs; each other one is free, waiting or ready.
///
/// - free: it was left in the receive loop, and goes on there;
/// - waiting: it was left in the middle of a service; the thread it works for holds it;
/// - ready: its wait has ended; the loop switches to it before it receives again, first come first served.
struct StackPool {
    private(set) var current = ParkedStack(stackPointer: 0)
    private var free: ParkedStack?
    private var firstReady: ParkedStack?
    private var lastReady: ParkedStack?

    @inline(__always) var hasReady: Bool { firstReady != nil }
    var hasFree: Bool { free != nil }

    mutating func addFree(_ stack: ParkedStack) {
        stack.next = free
        free = stack
    }

    mutating func takeFree() -> ParkedStack? {
        guard let stack = free else { return nil }
        free = stack.next
        stack.next = nil
        return stack
    }

    mutating func addReady(_ stack: ParkedStack) {
        if let lastReady { lastReady.next = stack } else { firstReady = stack }
        lastReady = stack
    }

    mutating func takeReady() -> ParkedStack? {
        guard let stack = firstReady else { return nil }
        firstReady = stack.next
        if firstReady == nil { lastReady = nil }
        stack.next = nil
        return stack
    }

    /// Makes `stack` the current one and returns the one that was.
    mutating func makeCurrent(_ stack: ParkedStack) -> ParkedStack {
        defer { current = stack }
        return current
    }
}
