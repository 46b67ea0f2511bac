import NTABI
import Testing

@testable import Executive

@Suite struct PageMapTests {
    @Test func `A page map is a dictionary with a default, whatever is done to it`() {
        var random = SystemRandomNumberGenerator()
        var map = PageMap(absent: PageEntry(.readWrite))
        var model: [UInt: UInt32] = [:]
        for _ in 0..<5000 {
            let page = UInt.random(in: 0..<400, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                let end = page + UInt.random(in: 0..<60, using: &random)
                map.removeAll(in: page..<end)
                for gone in page..<end { model[gone] = nil }
            case 1:
                let upper = map.split(at: page)
                for probe in 0..<500 as Range<UInt> {
                    let expected = probe >= page ? model[probe] ?? 0 : 0
                    #expect(upper[probe].frame == expected)
                }
                model = model.filter { $0.key < page }
            default:
                let frame = UInt32.random(in: 1..<1000, using: &random)
                var entry = map[page]
                entry.frame = frame
                map[page] = entry
                model[page] = frame
            }
        }
        for page in 0..<500 as Range<UInt> {
            #expect(map[page].frame == model[page] ?? 0)
            #expect(map[page].access == 4)
        }
    }

    @Test func `Protections that make no sense are refused`() {
        for bad: UInt32 in [0, 0x3, 0x100, 0x101, 0x201, 0x604, 0x804, 0x6, 0x1004] {
            #expect(throws: NTStatus.invalidPageProtection) { try PageProtection(checking: bad) }
        }
        for good: UInt32 in [1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x104, 0x204, 0x402] {
            #expect(throws: Never.self) { try PageProtection(checking: good) }
        }
    }
}
