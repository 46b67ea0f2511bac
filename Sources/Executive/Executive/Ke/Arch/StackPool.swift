// Unsafe in two ways: the cell that holds a stack pointer is written by assembly, through a pointer that lives as
// long as its stack, which is for ever; and a stack's pages, mapped before it is prepared, are its own for good.

import CExecutive
import NTABI

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

    /// A new stack that ends at `top` and begins in the receive loop when it is first switched to.
    convenience init(for executive: Executive, top: UInt) {
        self.init()
        unsafe stackPointer.pointee = ke_prepare_stack(
            top,
            { context in
                guard let context = unsafe context else { preconditionFailure("a stack knows its executive") }
                unsafe Unmanaged<Executive>.fromOpaque(context).takeUnretainedValue().receiveLoop()
            },
            Unmanaged.passUnretained(executive).toOpaque())
    }
}

extension Executive {
    /// Makes sure that there is a stack to go on with when the current one parks. `.noMemory`.
    ///
    /// Below each stack lies a page that is never mapped, so that one that is too small stops the executive
    /// instead of spoiling its neighbour.
    @inline(__always)
    func reserveStack() throws(NTStatus) {
        if !stacks.hasFree { stacks.addFree(try makeStack()) }
    }

    @inline(never)
    private func makeStack() throws(NTStatus) -> ParkedStack {
        let bottom = ExecutiveLayout.stacks + UInt(stacks.made) * (StackPool.stackSize + pageSize) + pageSize
        for page in stride(from: bottom, to: bottom + StackPool.stackSize, by: Int(pageSize)) {
            try memory.hardware.makeOwnPage(at: page)
        }
        stacks.made += 1
        return ParkedStack(for: self, top: bottom + StackPool.stackSize)
    }

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
    static let stackSize: UInt = 16 * 1024
    /// How many were made besides the first.
    fileprivate(set) var made = 0

    private(set) var current = ParkedStack()
    private var free: ParkedStack?
    private var firstReady: ParkedStack?
    private var lastReady: ParkedStack?

    @inline(__always) var hasReady: Bool { firstReady != nil }
    @inline(__always) var hasFree: Bool { free != nil }

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
