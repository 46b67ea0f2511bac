import Testing

@testable import Executive

@Suite struct PlaceSetTests {
    @Test func `The lowest free number is taken first, and none twice`() {
        var set = PlaceSet()
        var taken: [Int] = []
        var state: UInt64 = 7
        for _ in 0..<3000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if !taken.isEmpty, state >> 60 < 7 {
                set.giveBack(taken.remove(at: Int(state >> 33) % taken.count))
            } else {
                let lowest = (0...).first { !taken.contains($0) }
                let number = set.take()
                #expect(number == lowest)
                taken.append(number)
            }
        }
        #expect(taken.count > 128)
    }

    @Test func `A list that became short gives its room back, and keeps what is in it`() {
        var list = Array(0..<100_000)
        list.removeLast(99_990)
        list.giveBackRoom()
        #expect(list == Array(0..<10))
        #expect(list.capacity < 1000)
    }

    @Test func `A table of numbers that became short still lets them rest before they come again`() {
        var ids = ClientIDTable()
        let many = (0..<4000).map { _ in ids.allocate() }
        for id in many { ids.release(id) }
        let last = ids.allocate()
        ids.release(last)
        for _ in 0..<64 {
            let next = ids.allocate()
            #expect(next != last)
        }
    }
}
