import MicrokernelX86
import Testing

private func regions(_ list: borrowing RegionList) -> [Range<UInt>] {
    (0..<list.count).map { list[$0] }
}

@Suite struct RegionListTests {
    @Test func `regions stay sorted, and those that touch become one`() {
        var list = RegionList()
        list.insert(30..<40)
        list.insert(10..<20)
        list.insert(50..<60)
        #expect(regions(list) == [10..<20, 30..<40, 50..<60])
        list.insert(20..<30)
        #expect(regions(list) == [10..<40, 50..<60])
        list.insert(0..<100)
        #expect(regions(list) == [0..<100])
    }

    @Test func `what is removed is gone, and what surrounds it stays`() {
        var list = RegionList()
        list.insert(0..<100)
        list.remove(40..<50)
        list.remove(90..<120)
        #expect(regions(list) == [0..<40, 50..<90])
        list.remove(30..<60)
        #expect(regions(list) == [0..<30, 60..<90])
        list.remove(0..<1000)
        #expect(list.count == 0)
    }

    @Test func `memory is taken from the highest place below the limit`() {
        var list = RegionList()
        list.insert(0x1000..<0x9000)
        list.insert(0x10_0000..<0x20_0000)
        #expect(list.allocate(size: 0x1000, alignment: 0x1000, below: .max) == 0x1F_F000)
        #expect(list.allocate(size: 0x4000, alignment: 0x4000, below: 0x10_0000) == 0x4000)
        #expect(list.allocate(size: 0x100_0000, alignment: 0x1000, below: .max) == nil)
        #expect(regions(list) == [0x1000..<0x4000, 0x8000..<0x9000, 0x10_0000..<0x1F_F000])
    }

    @Test func `a list that is full refuses more, and stays true`() {
        var list = RegionList()
        for index in 0..<UInt(RegionList.capacity) { list.insert(index * 10..<index * 10 + 5) }
        let isAccepted = list.insert(10_000..<10_001)
        #expect(!isAccepted)
        #expect(list.count == RegionList.capacity)
        let isMerged = list.insert(0..<25)
        #expect(isMerged)
        #expect(list[0] == 0..<25)
    }
}

@Suite struct UntypedSplitterTests {
    private func pieces(_ range: Range<UInt>, smallest: Int = 4) -> [(UInt, Int)] {
        var splitter = UntypedSplitter(range, smallestBits: smallest, largestBits: 47)
        var result: [(UInt, Int)] = []
        while let piece = splitter.next() { result.append((piece.address, piece.sizeBits)) }
        return result
    }

    @Test(
        arguments: [
            0x10_0000..<0x20_0000, 0x12_3000..<0x7FE_0000, 0..<1 << 47, 0x10..<0x20,
            0xFEE0_1000..<1 << 47,
        ] as [Range<UInt>])
    func `pieces are aligned to their size, in order, without a gap`(range: Range<UInt>) {
        var next = range.lowerBound
        for (address, bits) in pieces(range) {
            #expect(address == next)
            #expect(address & ((1 << UInt(bits)) - 1) == 0)
            next = address + (1 << UInt(bits))
        }
        #expect(next == range.upperBound)
    }

    @Test func `what is smaller than the smallest piece is left out`() {
        #expect(pieces(0x1001..<0x3008, smallest: 12).map { $0.0 } == [0x2000])
        #expect(pieces(0..<15).isEmpty)
        #expect(pieces(7..<7).isEmpty)
    }
}
