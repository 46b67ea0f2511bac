import NTABI
import SeL4
import Testing

@testable import Executive

extension MemoryTests {
    @Suite struct PagePoolTests {
        private var pages = FakePages()
        private var pool = PagePool(count: 100)

        init() { FakePages.prepare() }

        @Test mutating func `Every page can become anything`() throws {
            for _ in 0..<3 {
                var frames: [Frame] = []
                for _ in 0..<100 { frames.append(try pool.allocate(from: &pages)) }
                #expect(pool.free == 0 && pool.framesInUse == 100)
                #expect(pages.frames.count == 100)
                for frame in frames { pool.release(frame) }
                #expect(pool.free == 100 && pool.framesInUse == 0)
                var taken: [Int] = []
                for _ in 0..<100 { taken.append(try pool.take(from: &pages)) }
                #expect(Set(taken).count == 100)
                #expect(pages.frames.isEmpty)
                #expect(pool.free == 0)
                for page in taken { pool.giveBack(page, to: &pages) }
                #expect(pool.free == 100)
            }
        }

        @Test mutating func `What is taken beyond the last page is refused`() throws {
            for _ in 0..<50 { _ = try pool.allocate(from: &pages) }
            for _ in 0..<50 { _ = try pool.take(from: &pages) }
            var refused = 0
            do throws(NTStatus) { _ = try pool.allocate(from: &pages) } catch { refused += error == .noMemory ? 1 : 0 }
            do throws(NTStatus) { _ = try pool.take(from: &pages) } catch { refused += error == .noMemory ? 1 : 0 }
            #expect(refused == 2)
            #expect(pool.inUse == 100)
        }

        @Test mutating func `A frame that was used reads as zeros again`() throws {
            let frame = try pool.allocate(from: &pages)
            frame.contents.storeBytes(of: 7, as: UInt8.self)
            pool.release(frame)
            let again = try pool.allocate(from: &pages)
            #expect(again == frame)
            #expect(again.contents.load(as: UInt8.self) == 0)
        }

        @Test mutating func `One mapping of a frame has the kept capability`() throws {
            let frame = try pool.allocate(from: &pages)
            var first = try pool.takeMapping(of: frame, from: &pages)
            #expect(first)
            let second = try pool.takeMapping(of: frame, from: &pages)
            #expect(!second)
            #expect(pool.mappings == 1)
            pool.returnMapping(of: frame)
            first = try pool.takeMapping(of: frame, from: &pages)
            #expect(first)
        }
    }

    /// Where capabilities lie, for machines of all sizes and kernels with small and large first CNodes.
    @Suite struct CapabilityPlanTests {
        @Test(arguments: [1200, 2000, 32_000, 262_144, 4_000_000], [12, 13, 19])
        func `Every slot has its own place, in 32 bits`(pages: Int, initialBits: Int) {
            let plan = CapabilityPlan(pages: pages, initialBits: initialBits)
            #expect(plan.rootBits + Int(plan.shift) <= 32)
            var last = UInt(1) << plan.shift - 1
            for role in [CapabilityPlan.Role.memory, .object, .mapping] {
                for page in [0, 1, pages / 2, pages - 1] {
                    let slot = plan.slot(role, of: page).rawValue
                    #expect(slot > last)
                    #expect(plan.leaf(of: slot) == nil)
                    last = slot
                }
            }
            for leaf in [0, 1, CapabilityPlan.group, plan.groups - 1] {
                let slot = plan.slot(ofLeaf: leaf, 5)
                #expect(slot > last)
                #expect(plan.leaf(of: slot) == leaf)
                #expect(slot >> plan.shift < plan.firstQuick)
            }
        }
    }
}
