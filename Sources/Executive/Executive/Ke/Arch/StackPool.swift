// Unsafe in two ways: the cell that holds a stack pointer is written by assembly, through a pointer that lives as
// long as its stack, which is for ever; and a stack's memory is given to it for good.

import CExecutive

/// A stack on which services run: where it was left, while it is not the current one.
@safe
final class ParkedStack {
    /// What `ke_switch_stack` saved. In memory of its own: the switch writes it while Swift looks away.
    fileprivate let stackPointer: UnsafeMutablePointer<UInt>
    /// The next stack of the list this one is in.
    fileprivate final var next: ParkedStack?

    /// The stack that is running already: the one the executive was started on.
    init() {
        unsafe stackPointer = .allocate(capacity: 1)
        unsafe stackPointer.initialize(to: 0)
    }

    /// A new stack that begins in the receive loop when it is first switched to.
    ///
    /// Its memory is the executive's for good, like the executive itself.
    convenience init(for executive: Executive) {
        self.init()
        let memory = UnsafeMutableRawPointer.allocate(byteCount: StackPool.stackSize, alignment: 4096)
        let top = UInt(bitPattern: memory) + UInt(StackPool.stackSize)
        unsafe stackPointer.pointee = ke_prepare_stack(
            top, { unsafe Unmanaged<Executive>.fromOpaque($0!).takeUnretainedValue().receiveLoop() },
            Unmanaged.passUnretained(executive).toOpaque())
    }
}

extension Executive {
    /// Leaves the current stack, which somebody must hold, and goes on where `next` was left.
    /// Returns when something switches back.
    func switchStack(to next: ParkedStack) {
        let left = stacks.makeCurrent(next)
        unsafe ke_switch_stack(left.stackPointer, next.stackPointer.pointee)
    }
}

/// The executive's stacks. Exactly one runs; each other one is free, waiting or ready.
///
/// - free: it was left in the receive loop, and goes on there;
/// - waiting: it was left in the middle of a service; the thread it works for holds it;
/// - ready: its wait has ended; the loop switches to it before it receives again, first come first served.
struct StackPool {
    /// Enough for the deepest service, with the structures it captures.
    static let stackSize = 16 * 1024

    private(set) var current = ParkedStack()
    private var free: ParkedStack?
    private var firstReady: ParkedStack?
    private var lastReady: ParkedStack?

    @inline(__always) var hasReady: Bool { firstReady != nil }

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
