// Unsafe in two ways: the cell that holds a stack pointer is written by assembly, through a pointer that lives as
// long as its stack; and a stack's pages are mapped before it is prepared, and until nobody will run on it again.

import CExecutive
import NTABI

/// A stack on which services run: where it was left, while it is not the current one.
@safe
final class ParkedStack {
    /// What `ke_switch_stack` saved. In memory of its own: the switch writes it while Swift looks away.
    fileprivate let stackPointer: UnsafeMutablePointer<UInt>
    /// The next stack of the list this one is in.
    fileprivate final var next: ParkedStack?

    /// Where it lies among the stacks, and what it is made of. The first one is the image's.
    fileprivate let place: Int?
    fileprivate let pages: [4 of Int]

    /// The stack that is running already: the one the executive was started on.
    convenience init() { self.init(place: nil, pages: [0, 0, 0, 0]) }

    fileprivate init(place: Int?, pages: [4 of Int]) {
        self.place = place
        self.pages = pages
        unsafe stackPointer = .allocate(capacity: 1)
        unsafe stackPointer.initialize(to: 0)
    }

    /// A new stack that ends at `top` and begins in the receive loop when it is first switched to.
    fileprivate convenience init(for executive: Executive, place: Int, pages: [4 of Int], top: UInt) {
        self.init(place: place, pages: pages)
        unsafe stackPointer.pointee = ke_prepare_stack(
            top,
            { context in
                guard let context = unsafe context else { preconditionFailure("a stack knows its executive") }
                unsafe Unmanaged<Executive>.fromOpaque(context).takeUnretainedValue().receiveLoop()
            },
            Unmanaged.passUnretained(executive).toOpaque())
    }

    deinit { unsafe stackPointer.deallocate() }
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
        let place = try stacks.takePlace(limit: memory.hardware.stackLimit(of: StackPool.pagesEach + 1))
        let bottom = ExecutiveLayout.stacks + UInt(place * (StackPool.pagesEach + 1) + 1) * pageSize
        var pages: [4 of Int] = [0, 0, 0, 0]
        for index in pages.indices {
            do throws(NTStatus) {
                pages[index] = try memory.hardware.makeOwnPage(at: bottom + UInt(index) * pageSize)
            } catch {
                for made in 0..<index { memory.hardware.giveBack(page: pages[made]) }
                stacks.giveBack(place: place)
                throw error
            }
        }
        return ParkedStack(for: self, place: place, pages: pages, top: bottom + UInt(StackPool.pagesEach) * pageSize)
    }

    /// The current stack, in the loop, becomes free. Of those that are free already one goes if there are enough.
    func freeCurrentStack() {
        if stacks.freeCount >= StackPool.mostFree { endFreeStack() }
        stacks.addFree(stacks.current)
    }

    @inline(never)
    private func endFreeStack() {
        guard let stack = stacks.takeFree() else { return }
        guard let place = stack.place else {
            // The image's own stack has no pages to give back: another one goes.
            endFreeStack()
            return stacks.addFree(stack)
        }
        for index in stack.pages.indices { memory.hardware.giveBack(page: stack.pages[index]) }
        stacks.giveBack(place: place)
    }

    /// Leaves the current stack, which somebody must hold, and goes on where the one whose wait ended first was left, or a
    /// free one. Returns when something switches back; a free stack may end instead, so nothing here holds a reference.
    func switchStack() {
        let (from, to) = unsafe stacks.makeNextCurrent()
        unsafe ke_switch_stack(from, to)
    }
}

/// The executive's stacks. Exactly one runs; each other one is free, waiting or ready.
///
/// - free: it was left in the receive loop, and goes on there;
/// - waiting: it was left in the middle of a service; the thread it works for holds it;
/// - ready: its wait has ended; the loop switches to it before it receives again, first come first served.
struct StackPool {
    /// Enough for the deepest service, with the structures it captures.
    static let pagesEach = 4
    /// Free stacks that are kept for the next waits; a system at rest hardly needs one more.
    static let mostFree = 4
    /// How many there are besides the first.
    private(set) var made = 0
    /// Which places among the addresses of stacks have one.
    private var places = PlaceSet()

    private(set) var current = ParkedStack()
    private var free: ParkedStack?
    private(set) var freeCount = 0
    private var firstReady: ParkedStack?
    private var lastReady: ParkedStack?

    @inline(__always) var hasReady: Bool { firstReady != nil }
    @inline(__always) var hasFree: Bool { free != nil }

    /// Pages of stacks that are free.
    var freePages: Int { freeCount * Self.pagesEach }

    /// `.insufficientResources`.
    fileprivate mutating func takePlace(limit: Int) throws(NTStatus) -> Int {
        guard made < limit else { throw .insufficientResources }
        made += 1
        return places.take()
    }

    fileprivate mutating func giveBack(place: Int) {
        places.giveBack(place)
        made -= 1
    }

    mutating func addFree(_ stack: ParkedStack) {
        stack.next = free
        free = stack
        freeCount += 1
    }

    fileprivate mutating func takeFree() -> ParkedStack? {
        guard let stack = free else { return nil }
        free = stack.next
        stack.next = nil
        freeCount -= 1
        return stack
    }

    mutating func addReady(_ stack: ParkedStack) {
        if let lastReady { lastReady.next = stack } else { firstReady = stack }
        lastReady = stack
    }

    private mutating func takeReady() -> ParkedStack? {
        guard let stack = firstReady else { return nil }
        firstReady = stack.next
        if firstReady == nil { lastReady = nil }
        stack.next = nil
        return stack
    }

    /// Makes the next stack the current one. Returns where to store where the one that was is left, and where to go on.
    @inline(never)
    fileprivate mutating func makeNextCurrent() -> (from: UnsafeMutablePointer<UInt>, to: UInt) {
        guard let next = takeReady() ?? takeFree() else {
            preconditionFailure("a wait reserves the stack to go on with before it begins")
        }
        let from = unsafe current.stackPointer
        current = next
        return unsafe (from, next.stackPointer.pointee)
    }
}
