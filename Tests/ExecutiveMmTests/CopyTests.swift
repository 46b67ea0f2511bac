import CNT
import NTABI
import Testing

@testable import Executive

extension MemoryTests {
    @Suite struct Copies {
        @Test func `A copy has private memory as it was, and from then on both have their own`() throws {
            let machine = try Machine()
            let parent = try machine.space()
            let base = try parent.allocate(
                at: nil, size: 0x4000, type: [.reserve, .commit], protection: .readWrite
            ).base
            try parent.store(1, at: base)
            try parent.store(2, at: base + 0x1000)
            _ = try parent.protect(at: base + 0x1000, size: 1, to: .readOnly)
            let copy = try machine.space()
            try copy.copyRanges(of: parent)
            #expect(machine.memory.committedPages == 8)
            try parent.store(3, at: base)
            #expect(try copy.load(base) == 1)
            try copy.store(4, at: base + 0x2000)
            #expect(try parent.load(base + 0x2000) == 0)
            #expect(try copy.load(base + 0x1000) == 2)
            #expect(copy.describe(base + 0x1000).Protect == PAGE_READONLY)
            parent.tearDown()
            #expect(try copy.load(base) == 1)
            copy.tearDown()
            #expect(machine.memory.committedPages == 0)
        }

        @Test func `A copy shares views, but not those of ViewUnmap`() throws {
            let machine = try Machine()
            let parent = try machine.space()
            let section = Section(
                try AnonymousSegment.make(machine.memory, size: 0x1000, isReserved: false),
                protection: .readWrite, attributes: .commit)
            let shared = try parent.mapView(of: section, ViewRequest())
            var request = ViewRequest()
            request.isShared = false
            let own = try parent.mapView(of: section, request)
            let copy = try machine.space()
            try copy.copyRanges(of: parent)
            try copy.store(7, at: shared.base)
            #expect(try parent.load(shared.base) == 7)
            #expect(try parent.load(own.base) == 7)
            #expect(throws: NTStatus.accessViolation) { try copy.load(own.base) }
            let second = try machine.space()
            try second.copyRanges(of: copy)
            #expect(try second.load(shared.base) == 7)
        }

        @Test func `What was written to a view that copies on write is copied with it`() throws {
            let machine = try Machine()
            let parent = try machine.space()
            let segment = FileSegment(
                machine.memory, ArchiveData(address: Machine.archive, size: 0x2000), size: 0x2000)
            let section = Section(segment, protection: .writeCopy, attributes: .file)
            var request = ViewRequest()
            request.protection = .writeCopy
            let view = try parent.mapView(of: section, request)
            try parent.store(9, at: view.base)
            let before = machine.memory.committedPages
            let copy = try machine.space()
            try copy.copyRanges(of: parent)
            #expect(machine.memory.committedPages == before + 1)
            try parent.store(10, at: view.base)
            #expect(try copy.load(view.base) == 9)
            #expect(copy.describe(view.base + 0x1000).Protect == PAGE_WRITECOPY)
            copy.tearDown()
            #expect(machine.memory.committedPages == before)
        }

        @Test func `A copy for which there is no memory leaves nothing behind`() throws {
            let machine = try Machine(pages: 1024)
            let parent = try machine.space()
            let pages = UInt(machine.memory.commitLimit) * 3 / 8
            var bases: [UInt] = []
            for _ in 0..<2 {
                bases.append(
                    try parent.allocate(
                        at: nil, size: pages * 0x1000, type: [.reserve, .commit], protection: .readWrite
                    ).base)
            }
            for page in 0..<pages { for base in bases { try parent.store(5, at: base + page * 0x1000) } }
            let (committed, used) = (machine.memory.committedPages, machine.hardware.pool.framesInUse)
            let copy = try machine.space()
            #expect(throws: NTStatus.commitmentLimit) { try copy.copyRanges(of: parent) }
            copy.tearDown()
            #expect(machine.memory.committedPages == committed)
            #expect(machine.hardware.pool.framesInUse == used)
        }

        @Test func `A stack that a program has made grows while its thread lives`() throws {
            let space = try Machine().space()
            let teb = Process.peb + 0x4000
            try space.allocateSystemPages(at: teb, size: 0x3000)
            let base = try space.allocate(at: nil, size: 0x10000, type: .reserve, protection: .readWrite).base
            _ = try space.allocate(at: base + 0xE000, size: 0x2000, type: .commit, protection: .readWrite)
            _ = try space.protect(
                at: base + 0xE000, size: 0x1000, to: PageProtection(rawValue: PAGE_READWRITE | PAGE_GUARD))
            space.adoptStack(at: base, teb: teb)
            try space.store(1, at: base + 0xE800)
            try space.store(1, at: base + 0xD800)
            #expect(space.describe(base + 0xC000).Protect == PAGE_READWRITE | PAGE_GUARD)
            space.disownStack(at: base, teb: teb)
            #expect(throws: NTStatus.guardPageViolation) { try space.store(1, at: base + 0xC800) }
            #expect(space.describe(base + 0xB000).State == MEM_RESERVE)
        }
    }
}
