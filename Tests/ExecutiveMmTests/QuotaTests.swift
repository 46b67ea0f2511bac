import NTABI
import Testing

@testable import Executive

extension MemoryTests {
    @Suite struct QuotaTests {
        @Test func `What counts is refused at the limit, and a quarter later to faults`() throws {
            let quota = Quota(bytes: 1000)
            quota.add(999)
            try quota.requireRoom()
            quota.add(1)
            #expect(throws: NTStatus.quotaExceeded) { try quota.requireRoom() }
            try quota.requireRoom(forFault: true)
            quota.add(250)
            #expect(throws: NTStatus.quotaExceeded) { try quota.requireRoom(forFault: true) }
            quota.remove(1250)
            #expect(quota.bytes == 0 && quota.peakBytes == 1250)
            try quota.requireRoom()
        }

        @Test func `A share ends with the whole`() throws {
            let whole = Quota(bytes: 100, pages: 10)
            let one = Quota(bytes: 80, pages: 8, within: whole)
            let other = Quota(bytes: 80, pages: 8, within: whole)
            one.add(60)
            other.add(40)
            #expect(throws: NTStatus.quotaExceeded) { try one.requireRoom() }
            one.remove(60)
            try other.requireRoom()
            try one.charge(pages: 8)
            #expect(throws: NTStatus.pagefileQuotaExceeded) { try one.charge(pages: 1) }
            #expect(throws: NTStatus.pagefileQuotaExceeded) { try other.charge(pages: 3) }
            try other.charge(pages: 2)
            one.uncharge(pages: 8)
            other.uncharge(pages: 2)
            #expect(one.pages == 0 && other.pages == 0 && whole.pages == 0 && whole.bytes == 40)
        }

        @Test func `Whatever an address space did, its end leaves nothing counted`() throws {
            let machine = try Machine()
            let quota = Quota(bytes: 1 << 20, pages: 100)
            let space = AddressSpace(machine.memory, try machine.hardware.makeSpace(), quota: quota)
            let base = try space.allocate(at: nil, size: 0x8000, type: [.reserve, .commit], protection: .readWrite).base
            #expect(throws: NTStatus.pagefileQuotaExceeded) {
                try space.allocate(at: nil, size: 100 << 12, type: [.reserve, .commit], protection: .readWrite)
            }
            try space.handleFault(at: base, isWrite: true)
            try space.handleFault(at: base + 0x7000, isWrite: false)
            _ = try space.free(at: base + 0x3000, size: 0x1000, type: .release)
            #expect(quota.pages == 7)
            space.tearDown()
            #expect(quota.bytes == 0 && quota.pages == 0)
        }
    }
}
