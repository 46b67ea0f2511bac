// Unsafe in that pages of memory are handed over by their addresses.

/// What the executive's heap says of itself.
public struct HeapUsage {
    /// Blocks in use.
    public internal(set) var blocks = 0
    /// Pages that it has.
    public internal(set) var pages = 0
    /// Those of them in which no block is in use.
    public internal(set) var idlePages = 0
    /// Pages of small blocks: frames of the pool that are no program's.
    public internal(set) var smallPages = 0
    /// The largest block in use, in bytes: an array that grows asks for twice as much, while it still has the old one.
    public internal(set) var largestBlock = 0

    public init() {}
}

/// Where the heap takes its pages from.
public protocol HeapMemory: ~Copyable {
    var heapUsage: HeapUsage { get set }
    /// The addresses that large blocks may have.
    var largeHeap: Range<UInt> { get }
    /// A page for small blocks, anywhere, whatever is in it. Nil: there is none.
    mutating func takeHeapPage() -> UnsafeMutableRawPointer?
    mutating func giveBack(heapPage page: UnsafeMutableRawPointer)
    /// Makes a page at an address of `largeHeap`. Returns a number to give it back by; nil: there is none.
    mutating func mapHeapPage(at address: UInt) -> Int?
    mutating func unmapHeapPage(_ number: Int)
}
