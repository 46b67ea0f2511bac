import CNT
import NTABI
import Testing

@testable import Executive

extension MemoryTests {
    @Suite struct Sections {
        @Test func `Two views of one section show the same memory`() throws {
            let machine = try Machine()
            let (one, two) = (try machine.space(), try machine.space())
            let section = Section(
                try AnonymousSegment.make(machine.memory, size: 0x12345, isReserved: false),
                protection: .readWrite, attributes: .commit)
            let first = try one.mapView(of: section, ViewRequest())
            let second = try two.mapView(of: section, ViewRequest(fixed: 0x4000_0000))
            #expect(first.size == 0x13000)
            #expect(second.base == 0x4000_0000)
            try one.store(9, at: first.base + 0x12344)
            #expect(try two.load(second.base + 0x12344) == 9)
            try two.unmapView(at: second.base + 0x5000)
            #expect(throws: NTStatus.accessViolation) { try two.load(second.base) }
            #expect(throws: NTStatus.notMappedView) { try two.unmapView(at: second.base) }
            #expect(try one.load(first.base + 0x12344) == 9)
        }

        @Test func `A view cannot do more than its section, nor reach beyond it`() throws {
            let machine = try Machine()
            let space = try machine.space()
            let section = Section(
                try AnonymousSegment.make(machine.memory, size: 0x20000, isReserved: false),
                protection: .readOnly, attributes: .commit)
            #expect(throws: NTStatus.sectionProtection) {
                try space.mapView(of: section, ViewRequest())
            }
            var request = ViewRequest()
            request.protection = .readOnly
            request.offset = 0x10000
            request.size = 0x10001
            #expect(throws: NTStatus.invalidViewSize) {
                try space.mapView(of: section, request)
            }
            request.size = 0
            let view = try space.mapView(of: section, request)
            #expect(view.size == 0x10000)
            #expect(throws: NTStatus.accessViolation) { try space.store(1, at: view.base) }
            #expect(throws: NTStatus.sectionProtection) {
                try space.protect(at: view.base, size: 1, to: .readWrite)
            }
        }

        @Test func `A file's pages are copied when they are written to`() throws {
            let machine = try Machine()
            let (one, two) = (try machine.space(), try machine.space())
            let file = UnsafeMutableRawPointer(bitPattern: Machine.archive)!
            file.storeBytes(of: 0x5A, toByteOffset: 10, as: UInt8.self)
            let section = Section(
                FileSegment(
                    machine.memory, ArchiveData(address: Machine.archive, size: 5000), size: 5000),
                protection: .writeCopy, attributes: .file)
            var request = ViewRequest()
            request.protection = .writeCopy
            let first = try one.mapView(of: section, request)
            let second = try two.mapView(of: section, request)
            try one.handleFault(at: first.base, isWrite: false)
            #expect(machine.hardware.mapping(at: first.base, in: one)?.isWritable == false)
            try one.handleFault(at: first.base, isWrite: true)
            #expect(machine.hardware.mapping(at: first.base, in: one)?.isWritable == true)
            try one.store(1, at: first.base + 10)
            #expect(try one.load(first.base + 10) == 1)
            #expect(try two.load(second.base + 10) == 0x5A)
            #expect(file.load(fromByteOffset: 10, as: UInt8.self) == 0x5A)
            #expect(one.describe(first.base).Protect == PAGE_READWRITE)
            #expect(one.describe(first.base + 0x1000).Protect == PAGE_WRITECOPY)
            one.tearDown()
            two.tearDown()
            #expect(machine.memory.committedPages == 0)
        }

        @Test func `A reserved section's pages can be used once one view has committed them`() throws {
            let machine = try Machine()
            let (one, two) = (try machine.space(), try machine.space())
            let section = Section(
                try AnonymousSegment.make(machine.memory, size: 0x10000, isReserved: true),
                protection: .readWrite, attributes: .reserve)
            let first = try one.mapView(of: section, ViewRequest())
            let second = try two.mapView(of: section, ViewRequest())
            #expect(throws: NTStatus.accessViolation) { try two.load(second.base + 0x4000) }
            _ = try one.allocate(
                at: first.base + 0x4000, size: 0x1000, type: .commit, protection: .readWrite)
            try one.store(3, at: first.base + 0x4000)
            #expect(try two.load(second.base + 0x4000) == 3)
            #expect(throws: NTStatus.accessViolation) { try two.load(second.base + 0x5000) }
            #expect(one.describe(first.base).RegionSize == 0x4000)
            #expect(one.describe(first.base + 0x4000).State == MEM_COMMIT)
        }

        @Test func `A driver's view shows its requester's pages until it is taken away`() throws {
            let machine = try Machine()
            let (program, driver) = (try machine.space(), try machine.space())
            let base = try program.allocate(
                at: nil, size: 0x10000, type: [.reserve, .commit], protection: .readWrite
            ).base
            try program.store(4, at: base + 0x1234)
            let view = try driver.mapIRPView(
                of: program, UserBuffer(base + 0x1234, 0x2000), isWritable: true)
            #expect(view & 0xFFF == 0x234)
            #expect(try driver.load(view) == 4)
            try driver.handleFault(at: view + 0x1000, isWrite: true)
            try driver.store(8, at: view + 0x1000)
            #expect(try program.load(base + 0x2234) == 8)
            driver.unmapIRPView(at: view)
            #expect(throws: NTStatus.accessViolation) { try driver.load(view) }
            // The place is kept for the next view.
            let kept = driver.ranges.count
            let next = try driver.mapIRPView(
                of: program, UserBuffer(base + 0x1234, 0x2000), isWritable: true)
            #expect(next == view && driver.ranges.count == kept)
            #expect(try driver.load(next) == 4)
        }

        @Test func `A view of a read-only buffer cannot be written to, nor is a bad one readable`() throws {
            let machine = try Machine()
            let (program, driver) = (try machine.space(), try machine.space())
            let base = try program.allocate(
                at: nil, size: 0x1000, type: [.reserve, .commit], protection: .readOnly
            ).base
            let view = try driver.mapIRPView(
                of: program, UserBuffer(base, 0x2000), isWritable: false)
            #expect(throws: NTStatus.accessViolation) { try driver.store(1, at: view) }
            #expect(throws: NTStatus.accessViolation) { try driver.load(view + 0x1000) }
            #expect(try driver.load(view) == 0)
        }
    }
}
