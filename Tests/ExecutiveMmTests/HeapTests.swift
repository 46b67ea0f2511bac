import NTABI
import Testing

@testable import Executive

/// Memory for a heap: pages of the pool, with large blocks where the executive would have them.
private struct FakeHeapMemory: HeapMemory {
    var heapUsage = HeapUsage()
    var pool: PagePool
    var pages = FakePages()
    let largeHeap = ExecutiveLayout.largeHeap..<ExecutiveLayout.largeHeap + (32 << 20)

    init(pages count: Int) {
        FakePages.prepare()
        pool = PagePool(count: count)
    }

    mutating func takeHeapPage() -> UnsafeMutableRawPointer? {
        (try? pool.allocate(clearing: false, from: &pages))?.contents
    }
    mutating func giveBack(heapPage page: UnsafeMutableRawPointer) {
        pool.release(Frame(holding: UInt(bitPattern: page)))
    }
    mutating func mapHeapPage(at address: UInt) -> Int? { try? pool.take(from: &pages) }
    mutating func unmapHeapPage(_ number: Int) { pool.giveBack(number, to: &pages) }
}

/// A heap, and what the test has of it. Every block holds a pattern of its own from end to end.
private struct Blocks {
    var memory: FakeHeapMemory
    var heap: Heap
    var held: [(block: UnsafeMutableRawPointer, size: Int, pattern: UInt8)] = []
    private var state: UInt64

    init(pages: Int, seed: UInt64 = 1) {
        memory = FakeHeapMemory(pages: pages)
        let table = UnsafeMutableRawPointer(bitPattern: ExecutiveLayout.largeHeapTable)
        table?.initializeMemory(as: UInt8.self, repeating: 0, count: 1 << 17)
        heap = Heap(memory)
        state = seed
    }

    mutating func random(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func take(_ size: Int) {
        let isTaken = allocate(size)
        #expect(isTaken)
    }

    mutating func refuse(_ size: Int) {
        let isTaken = allocate(size)
        #expect(!isTaken)
    }

    mutating func end(_ index: Int) {
        let isIntact = release(index)
        #expect(isIntact)
    }

    private mutating func allocate(_ size: Int) -> Bool {
        guard let block = heap.allocate(size: size, alignment: 16, from: &memory) else { return false }
        let pattern = UInt8(truncatingIfNeeded: random(below: 256))
        block.initializeMemory(as: UInt8.self, repeating: pattern, count: size)
        held.append((block, size, pattern))
        return true
    }

    /// Gives a block back; whether it still held what was put into it.
    private mutating func release(_ index: Int) -> Bool {
        let (block, size, pattern) = held.remove(at: index)
        let bytes = UnsafeRawBufferPointer(start: block, count: size)
        let isIntact = bytes.allSatisfy { $0 == pattern }
        heap.release(block, to: &memory)
        return isIntact
    }
}

extension MemoryTests {
    @Suite struct HeapTests {
        @Test(arguments: 1...4 as ClosedRange<UInt64>)
        func `Whatever was taken comes back, but for what is kept`(seed: UInt64) {
            var blocks = Blocks(pages: 4096, seed: seed)
            for _ in 0..<5_000 {
                if blocks.held.isEmpty || blocks.random(below: 100) < 52 {
                    let size =
                        switch blocks.random(below: 20) {
                        case 0: blocks.random(below: 200_000)
                        case 1...4: blocks.random(below: 4096)
                        default: blocks.random(below: 300)
                        }
                    blocks.take(size)
                } else {
                    let index = blocks.random(below: blocks.held.count)
                    blocks.end(index)
                }
                #expect(blocks.memory.pool.inUse == blocks.memory.heapUsage.pages)
                #expect(blocks.memory.heapUsage.blocks == blocks.held.count)
            }
            while !blocks.held.isEmpty {
                let index = blocks.random(below: blocks.held.count)
                blocks.end(index)
            }
            // What is kept for the next time: a page of each class of small blocks, and 32 of large ones.
            let usage = blocks.memory.heapUsage
            #expect(usage.blocks == 0)
            #expect(usage.largestBlock == 0)
            #expect(usage.idlePages == usage.pages)
            #expect(blocks.memory.pool.inUse == usage.pages)
            #expect(usage.smallPages <= 20)
            #expect(usage.pages - usage.smallPages <= 32)
        }

        @Test func `A hoard of small blocks leaves a page`() {
            var blocks = Blocks(pages: 4096)
            for _ in 0..<60_000 { blocks.take(100) }
            #expect(blocks.memory.pool.inUse > 1500)
            while !blocks.held.isEmpty { blocks.end(blocks.held.count - 1) }
            #expect(blocks.memory.pool.inUse == 1)
            #expect(blocks.memory.heapUsage.idlePages == 1)
        }

        @Test func `A block that comes and goes moves no page`() {
            var blocks = Blocks(pages: 64)
            for size in [48, 2032, 5000] {
                blocks.take(size)
                blocks.end(0)
                let made = blocks.memory.pages.made
                let inUse = blocks.memory.pool.inUse
                for _ in 0..<10 {
                    blocks.take(size)
                    blocks.end(0)
                    #expect(blocks.memory.pool.inUse == inUse)
                    #expect(blocks.memory.pages.made == made)
                }
            }
        }

        @Test func `Pages that only wait serve when there are no more`() {
            var blocks = Blocks(pages: 40)
            // Every class keeps a page, and the large blocks thirty.
            for size in [16, 32, 48, 64, 80, 96, 112, 128, 160, 2032] {
                blocks.take(size)
                blocks.end(0)
            }
            blocks.take(30 * 4096)
            blocks.end(0)
            #expect(blocks.memory.pool.free == 0)
            for _ in 0..<80 { blocks.take(2000 + 16) }
            blocks.refuse(2000 + 16)
            while !blocks.held.isEmpty { blocks.end(0) }
            blocks.take(40 * 4096)
            blocks.refuse(16)
            blocks.end(0)
            blocks.take(16)
        }

        @Test func `Sizes that nothing has are refused`() {
            var blocks = Blocks(pages: 64)
            blocks.refuse(65 * 4096)
            blocks.refuse(.max)
            #expect(blocks.memory.heapUsage.pages == blocks.memory.heapUsage.idlePages)
            blocks.take(64 * 4096)
        }
    }
}
